"""Events written and changed by those who hold them; announced, held, cancelled."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.events.actions import announce, change_event, draft_event, finish
from portal.events.actions import cancel as call_off
from portal.events.courses.queries import sessions_of
from portal.events.forms import CancelForm, EventForm
from portal.events.kinds import EventState
from portal.events.models import Event
from portal.events.plan import school_year_of
from portal.events.queries import holding_organizations, leads_in
from portal.events.views.blueprints import events as bp
from portal.events.views.opening import one_event
from portal.people.models import Group, Organization
from portal.people.queries import groups_of

PURPOSE = "event-new"


@bp.get("/new")
@requires(Permission.EVENT_EDIT)
def new() -> Response:
    """An event begins with its name; the rest may come later."""
    return _new_page(EventForm(formdata=None))


@bp.post("/new")
@requires(Permission.EVENT_EDIT)
def create() -> Response:
    """Write it into the plan, once however often the button is pressed."""
    actor, form = current_actor(), EventForm()
    organizations = holding_organizations(actor)
    form.offer(organizations, _groups(organizations))
    is_valid, organization = form.validate(), form.chosen(organizations)
    if not is_valid or organization is None:
        return _new_page(form, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"{PURPOSE}-{actor.person_id}", submissions.hash_body(form.title.data))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="added"))
    zone = organization.time_zone
    facts = {"school_year": school_year_of(clock.today(zone)), **form.facts(zone), **_leading(organization, form)}
    made = draft_event(actor, organization, **facts)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.EVENT_EDIT)
def edit(public_id: str) -> Response:
    """What is said of it as a form."""
    event = one_event(public_id, Permission.EVENT_EDIT)
    form = EventForm(formdata=None, obj=event)
    form.fill(event)
    return _edit_page(event, form)


@bp.post("/<public_id>/edit")
@requires(Permission.EVENT_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    event, form = one_event(public_id, Permission.EVENT_EDIT, lock=True), EventForm()
    form.offer([event.organization], _groups([event.organization]))
    if not form.validate():
        return _edit_page(event, form, status=422)
    check_version(event.version, form.version.data, stands=_words(event), typed=_typed(form))
    try:
        change_event(current_actor(), event, **_facts(event, form))
    except Refusal as refusal:
        db.session.rollback()
        form.capacity.errors = [refusal.message]
        return _edit_page(one_event(public_id, Permission.EVENT_EDIT), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.post("/<public_id>/state")
@requires(Permission.EVENT_EDIT)
def change_state(public_id: str) -> Response:
    """`deed`: announce it, or say that it was held."""
    event, deed = one_event(public_id, Permission.EVENT_EDIT, lock=True), request.form.get("deed", "")
    if deed == "announce":
        announce(current_actor(), event)
    elif deed == "finish":
        finish(current_actor(), event)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=deed if deed in ("announce", "finish") else None))


@bp.get("/<public_id>/cancellation")
@requires(Permission.EVENT_EDIT)
def cancellation(public_id: str) -> Response:
    """Why it will not be: whoever is registered reads it."""
    return _cancel_page(one_event(public_id, Permission.EVENT_EDIT), CancelForm(formdata=None))


@bp.post("/<public_id>/cancellation")
@requires(Permission.EVENT_EDIT)
def cancel(public_id: str) -> Response:
    """Call it off."""
    event, form = one_event(public_id, Permission.EVENT_EDIT, lock=True), CancelForm()
    if not form.validate():
        return _cancel_page(event, form, status=422)
    if event.state != EventState.CANCELLED:
        call_off(current_actor(), event, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id))


def _facts(event: Event, form: EventForm) -> dict[str, Any]:
    """What the form says; a course lasts as its sessions do, not as the form says."""
    said = form.facts(event.organization.time_zone)
    if sessions_of([event.id]):
        said = {name: value for name, value in said.items() if name not in ("starts_at", "ends_at", "month")}
    if event.is_restricted and said["hours"]:
        raise Refusal(_("Тренинг с закрытым посещением не записывается в обучение: уберите часы."))
    return said


def _leading(organization: Organization, form: EventForm) -> dict[str, Any]:
    """A psychologist leads what a psychologist writes; only such an event may keep its attendance to itself."""
    if not leads_in(current_actor(), organization.id):
        return {}
    return {"led_by_id": current_actor().person_id, "is_restricted": bool(form.is_restricted.data)}


def _groups(organizations: Sequence[Organization]) -> list[Group]:
    return [group for each in organizations for group in groups_of(each.id, clock.today(each.time_zone))]


def _words(event: Event) -> dict[str, str]:
    return {"Название": event.title, "Анонс": event.about, "Программа": event.programme, "Отчёт": event.report}


def _typed(form: EventForm) -> dict[str, str]:
    return {"Название": form.title.data or "", "Анонс": form.about.data or "", "Программа": form.programme.data or "",
            "Отчёт": form.report.data or ""}  # fmt: skip


def _new_page(form: EventForm, status: int = 200) -> Response:
    organizations = holding_organizations(current_actor())
    form.offer(organizations, _groups(organizations))
    return page("events/edit.html", fragment="event_form", status=status, form=form, organizations=organizations,
                may_restrict=any(leads_in(current_actor(), each.id) for each in organizations), event=None)  # fmt: skip


def _edit_page(event: Event, form: EventForm, status: int = 200) -> Response:
    form.offer([event.organization], _groups([event.organization]))
    return page("events/edit.html", fragment="event_form", status=status, form=form, event=event,
                organizations=[event.organization], may_restrict=False)  # fmt: skip


def _cancel_page(event: Event, form: CancelForm, status: int = 200) -> Response:
    return page("events/cancellation.html", fragment="cancel_form", status=status, form=form, event=event)
