"""What a person keeps for themselves: read, followed, acknowledged, drafts."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.community import actions
from portal.community.forms import LevelForm
from portal.community.kinds import Level
from portal.community.models import Thread
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import one_space, one_thread
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page, see_other


@bp.post("/<public_id>/subscription")
@requires(Permission.COMMUNITY_READ)
def follow_space(public_id: str) -> Response:
    """What of the space becomes a notice."""
    space = one_space(public_id)
    actions.follow_space(current_actor(), space, _level())
    db.session.commit()
    return see_other(url_for(".space", public_id=public_id, done="followed"))


@bp.post("/<public_id>/reading")
@requires(Permission.COMMUNITY_READ)
def clear(public_id: str) -> Response:
    """Everything here counts as read."""
    actions.clear_space(current_actor(), one_space(public_id))
    db.session.commit()
    return see_other(url_for(".space", public_id=public_id, done="cleared"))


@bp.post("/threads/<public_id>/subscription")
@requires(Permission.COMMUNITY_READ)
def follow_thread(public_id: str) -> Response:
    """What of the thread becomes a notice."""
    found = one_thread(public_id)
    actions.follow_thread(current_actor(), found, _level())
    db.session.commit()
    return see_other(url_for(".thread", public_id=public_id, done="followed"))


@bp.post("/threads/<public_id>/reading")
@requires(Permission.COMMUNITY_READ)
def read(public_id: str) -> Response:
    """The thread is read up to a post: the page says so when it is shown, without JavaScript a button does."""
    found = one_thread(public_id)
    until = request.form.get("until", "")
    number = int(until) if until.isascii() and until.isdigit() and len(until) < 7 else found.n_posts
    actions.read_until(current_actor(), found, number)
    target = url_for(".space", public_id=found.space.public_id)
    db.session.commit()
    return Response(status=204) if is_fragment() else see_other(target)


@bp.post("/threads/<public_id>/acknowledgement")
@requires(Permission.COMMUNITY_READ)
def acknowledge(public_id: str) -> Response:
    """«Ознакомлен»."""
    actions.acknowledge(current_actor(), one_thread(public_id))
    db.session.commit()
    return see_other(url_for(".thread", public_id=public_id, done="acknowledged"))


@bp.post("/<public_id>/draft")
@requires(Permission.COMMUNITY_WRITE)
@at_most("120 per minute")
def keep_new(public_id: str) -> Response:
    """Keep what is being written as a new thread."""
    space = one_space(public_id, Permission.COMMUNITY_WRITE)
    title, body = request.form.get("title", ""), request.form.get("body", "")
    actions.keep_draft(current_actor(), space, None, body=body, title=title)
    db.session.commit()
    return _kept(url_for(".new_thread", public_id=public_id), None)


@bp.post("/threads/<public_id>/draft")
@requires(Permission.COMMUNITY_WRITE)
@at_most("120 per minute")
def keep_reply(public_id: str) -> Response:
    """Keep what is being written as an answer."""
    found = one_thread(public_id, Permission.COMMUNITY_WRITE)
    actions.keep_draft(current_actor(), found.space, found, body=request.form.get("body", ""))
    db.session.commit()
    return _kept(url_for(".thread", public_id=public_id, done="kept", _anchor="reply_form"), found)


def _kept(back: str, found: Thread | None) -> Response:
    if not is_fragment():
        return see_other(back)
    return page("community/saved.html", fragment="saved_mark", at=clock.now())


def _level() -> Level:
    form = LevelForm()
    if not form.validate():
        raise Refusal(_("Выберите, что попадает в уведомления."))
    return Level(form.level.data)
