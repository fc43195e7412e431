"""One's own side: taking a place, giving it back, my events, the address of my calendar."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.mail import absolute
from portal.core.web.pages import page, see_other
from portal.events.actions import close_feed, leave, register, renew_feed
from portal.events.queries import has_feed, home_of, one_self, own_registration, own_registrations
from portal.events.views.blueprints import events as bp
from portal.events.views.blueprints import own_events
from portal.events.views.opening import one_event


@bp.post("/<public_id>/join")
@requires(Permission.EVENT_JOIN)
def join(public_id: str) -> Response:
    """Take a place, or a turn in the waiting list; twice is once."""
    actor, event = current_actor(), one_event(public_id, Permission.EVENT_JOIN, lock=True)
    person = one_self(actor)
    made = register(actor, event, person, organization_id=home_of(person.id, event))
    target = url_for(".show", public_id=public_id, done="joined" if made.seat else "waits")
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/leave")
@requires(Permission.EVENT_JOIN)
def give_back(public_id: str) -> Response:
    """Give the place back."""
    actor, event = current_actor(), one_event(public_id, Permission.EVENT_JOIN, lock=True)
    own = own_registration(event, actor.person_id)
    if own is not None:
        leave(actor, event, own)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="left"))


@own_events.get("")
@requires(Permission.EVENT_JOIN)
def index() -> Response:
    """Where I am registered and where I was; the personal calendar."""
    return _own_page()


@own_events.post("/calendar")
@requires(Permission.EVENT_JOIN)
@at_most("20 per hour")
def renew() -> Response:
    """A new address of the personal calendar, shown this once."""
    secret = renew_feed(current_actor())
    answer = _own_page(absolute(url_for("feeds.show", secret=secret)))  # the address is never told again
    db.session.commit()
    return answer


@own_events.post("/calendar/removal")
@requires(Permission.EVENT_JOIN)
def close() -> Response:
    """The address opens nothing any more."""
    close_feed(current_actor())
    db.session.commit()
    return see_other(url_for(".index", done="closed"))


def _own_page(address: str = "") -> Response:
    person_id = current_actor().person_id
    return page(
        "events/mine.html", found=own_registrations(person_id), address=address, has_feed=has_feed(person_id),
        done=request.args.get("done", ""),
    )  # fmt: skip
