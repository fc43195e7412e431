"""Who comes: the list within one's reach, registering one's people, ticks after the event."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.text import clean_line
from portal.core.web.pages import page, see_other
from portal.events.actions import Mark, leave, mark_attendance, register
from portal.events.audience import fitting
from portal.events.courses.queries import course_of
from portal.events.kinds import Level
from portal.events.labels import LEVELS
from portal.events.models import Event, EventRegistration
from portal.events.queries import home_of, keeps_people_of, people_in_training_reach, registrations_in_reach, taken_of
from portal.events.views.blueprints import events as bp
from portal.events.views.opening import one_event
from portal.people.models import Person
from portal.people.readings import show_list

MOST_MARKS, LONGEST_RESULT = 1_000, 300


@bp.get("/<public_id>/people")
@requires(Permission.EVENT_ENROL)
def people(public_id: str) -> Response:
    """Registrations that the reader keeps; with `q` people of the reader's register to be added."""
    return _people_page(one_event(public_id, Permission.EVENT_READ))


@bp.post("/<public_id>/people")
@requires(Permission.EVENT_EDIT)
def mark(public_id: str) -> Response:
    """Save who came and what came of it. Nobody's mark is changed who was not on the form."""
    actor, event = current_actor(), one_event(public_id, Permission.EVENT_EDIT, lock=True)
    listed = request.form.getlist("listed")[:MOST_MARKS]
    came, levels = set(request.form.getlist("came")), set(Level)
    marks = {
        key: Mark(
            came=key in came,
            level=level if (level := request.form.get(f"level-{key}", "")) in levels else "",
            result=clean_line(request.form.get(f"result-{key}", ""))[:LONGEST_RESULT],
        )
        for key in listed
    }
    mark_attendance(actor, event, marks)
    db.session.commit()
    return see_other(url_for(".people", public_id=public_id, done="marked"))


@bp.post("/<public_id>/people/<person_id>")
@requires(Permission.EVENT_ENROL)
def enrol(public_id: str, person_id: str) -> Response:
    """Register one of one's people; again changes nothing."""
    actor = current_actor()
    event = one_event(public_id, Permission.EVENT_READ, lock=True)
    if not keeps_people_of(actor, event):
        raise NotSeen
    person = get_or_404(actor, Person, person_id, Permission.REGISTER_READ)
    is_organizer = Permission.EVENT_EDIT in permissions_on(actor, event)
    made = register(actor, event, person, organization_id=home_of(person.id, event), by_organizer=is_organizer,
                    skips_audience=True)  # fmt: skip
    target = url_for(".people", public_id=public_id, done="joined" if made.seat else "waits")
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/people/<registration_id>/removal")
@requires(Permission.EVENT_ENROL)
def withdraw(public_id: str, registration_id: str) -> Response:
    """Take one of one's people off; the place goes to the next who waits."""
    actor = current_actor()
    event = one_event(public_id, Permission.EVENT_READ, lock=True)
    found = get_or_404(actor, EventRegistration, registration_id, Permission.EVENT_ENROL)
    if found.event_id != event.id:
        raise NotSeen
    leave(actor, event, found)
    db.session.commit()
    return see_other(url_for(".people", public_id=public_id, done="left"))


def _people_page(event: Event) -> Response:
    actor = current_actor()
    found = registrations_in_reach(actor, event)
    text = clean_line(request.args.get("q", ""))
    candidates = people_in_training_reach(actor, text)
    ids = {each.person_id for each in found}
    show_list(actor, "events.people", [*ids, *(each.id for each in candidates)], organization_id=event.organization_id)
    taken, waiting = taken_of(event)
    may_keep, course = keeps_people_of(actor, event), course_of(event)
    return page(
        "events/people.html", event=event, found=found, text=text, candidates=candidates, ids=ids, levels=LEVELS,
        fits=fitting(event, [each.id for each in candidates]), taken=taken, waiting=waiting,
        may_mark=Permission.EVENT_EDIT in permissions_on(actor, event) and event.starts_at is not None
        and event.starts_at <= clock.now() and course is None and may_keep, may_keep=may_keep, course=course,
        done=request.args.get("done", ""),
    )  # fmt: skip
