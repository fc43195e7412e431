"""The incident button: an account and a period become a list of subjects, two terms and drafts of the notices."""

import io

import sqlalchemy as sa
from flask import request, send_file, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts.models import User
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.sqlite import set_reading
from portal.core.text import login_key
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.disclosures import LABELS, disclose
from portal.people.models import Organization, Person
from portal.privacy.actions import incidents as deeds
from portal.privacy.deadlines import DEADLINES
from portal.privacy.forms import ConclusionForm, IncidentForm
from portal.privacy.kinds import IncidentState
from portal.privacy.models import Incident
from portal.privacy.papers import SYSTEM_NAME, write_table
from portal.privacy.queries.incidents import count_subjects, incidents_of, subjects_of
from portal.privacy.queries.places import operators_of
from portal.privacy.views.blueprints import privacy

P = Permission
PURPOSE = "privacy.open_incident"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUBJECTS = "incident.subjects"
LABELS[SUBJECTS] = _("Субъекты инцидента")


@privacy.get("/incidents")
@requires(P.INCIDENT_HANDLE)
def incidents() -> Response:
    """Incidents, open ones first."""
    found = paginate(incidents_of(current_actor()))
    return page("privacy/incidents.html", fragment="incident_list", found=found, states=IncidentState)


@privacy.get("/incidents/new")
@requires(P.INCIDENT_HANDLE)
def new_incident() -> Response:
    """Whose account, from when to when."""
    return page("privacy/new_incident.html", form=IncidentForm(formdata=None, login=request.args.get("login", "")))


@privacy.post("/incidents")
@requires(P.INCIDENT_HANDLE)
def open_incident() -> Response:
    """Declare it; the list of subjects is there at once."""
    form, actor = IncidentForm(), current_actor()
    form.zone = actor.time_zone
    if not form.validate():
        return _form_page(form, 422)
    key = form.submission_key.data or ""
    body = submissions.hash_body((form.login.data, form.begins.data, form.ends.data, form.what.data))
    used = submissions.claim(key, PURPOSE, body)
    if used is not None:
        return see_other(url_for(".incident", public_id=used.outcome))
    try:
        opened = _open(form)
    except Refusal as refusal:
        db.session.rollback()
        form.login.errors = [refusal.message]
        return _form_page(form, 422)
    submissions.set_outcome(key, opened.public_id)
    target = url_for(".incident", public_id=opened.public_id, done="opened")
    db.session.commit()
    return see_other(target)


@privacy.get("/incidents/<public_id>")
@requires(P.INCIDENT_HANDLE)
def incident(public_id: str) -> Response:
    """One incident: terms, subjects, drafts, conclusions."""
    return _incident_page(_incident(public_id), ConclusionForm(formdata=None))


@privacy.post("/incidents/<public_id>/steps")
@requires(P.INCIDENT_HANDLE)
def note_step(public_id: str) -> Response:
    """Note that a notice was sent."""
    deeds.note_step(current_actor(), _incident(public_id, lock=True), request.form.get("step", ""))
    db.session.commit()
    return see_other(url_for(".incident", public_id=public_id, done="noted"))


@privacy.post("/incidents/<public_id>/closure")
@requires(P.INCIDENT_HANDLE)
def close_incident(public_id: str) -> Response:
    """Close it with conclusions."""
    found, form = _incident(public_id, lock=True), ConclusionForm()
    if not form.validate():
        return _incident_page(found, form, status=422)
    deeds.close_incident(current_actor(), found, conclusion=form.conclusion.data or "")
    db.session.commit()
    return see_other(url_for(".incident", public_id=public_id, done="closed"))


@privacy.get("/incidents/<public_id>/notice")
@requires(P.INCIDENT_HANDLE)
def incident_notice(public_id: str) -> Response:
    """A draft of the first notice, or with `?stage=report` of the one about results (приказ РКН № 187)."""
    found = _incident(public_id)
    return page("privacy/incident_notice.html", incident=found, n=count_subjects(found), system=SYSTEM_NAME,
                is_report=request.args.get("stage") == "report")  # fmt: skip


@privacy.get("/incidents/<public_id>/subjects.xlsx")
@requires(P.INCIDENT_HANDLE)
@at_most("60 per hour")
def incident_subjects(public_id: str) -> Response:
    """The list of affected people as a file; a large one needs a second person like any other."""
    found, actor = _incident(public_id), current_actor()
    people = db.session.scalars(subjects_of(actor, found)).all()
    rows = [[one.first_at, one.person.full_name, one.how, str(one.times)] for one in people]
    titles = [_("Впервые"), _("Человек"), _("Как"), _("Сколько раз")]
    made = write_table(titles, rows, "xlsx", name=_("Субъекты инцидента"), zone=actor.time_zone)
    ids, organization_id = [one.person_id for one in people], found.organization_id
    db.session.rollback()
    set_reading(False)
    disclose(actor, SUBJECTS, ids, public_id, organization_id=organization_id)
    db.session.commit()
    response = send_file(
        io.BytesIO(made), mimetype=XLSX, as_attachment=True, download_name=_("Субъекты инцидента.xlsx")
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _incident(public_id: str, *, lock: bool = False) -> Incident:
    loaded = () if lock else (joinedload(Incident.account_of), joinedload(Incident.organization))
    return get_or_404(current_actor(), Incident, public_id, P.INCIDENT_HANDLE, *loaded, lock=lock)


def _open(form: IncidentForm) -> Incident:
    """Find the account among those of the reader's organisations; a foreign one is as unknown as none."""
    actor = current_actor()
    person = db.session.scalars(
        sa.select(Person)
        .join(User, User.person_id == Person.id)
        .where(sa.or_(User.login == login_key(form.login.data or ""), Person.email == (form.login.data or "").strip()))
    ).first()
    mine = set(db.session.scalars(select_allowed(actor, P.INCIDENT_HANDLE, Organization)))
    places = [each for each in operators_of(person, actor.time_zone) if each in mine] if person else []
    begins_at, ends_at = form.begins.moment(form.zone), form.ends.moment(form.zone)
    if person is None or not places or begins_at is None or ends_at is None:
        raise Refusal(_("Такой учётной записи в вашей организации нет."))
    return deeds.open_incident(
        actor, places[0], person, begins_at=begins_at, ends_at=ends_at, what=form.what.data or "",
        is_drill=bool(form.is_drill.data),
    )  # fmt: skip


def _form_page(form: IncidentForm, status: int) -> Response:
    return page("privacy/new_incident.html", fragment="incident_form", status=status, form=form)


def _incident_page(found: Incident, form: ConclusionForm, status: int = 200) -> Response:
    zone = found.organization.time_zone
    due = {step: DEADLINES[f"incident_{step}"].ends_at(found.found_at, zone) for step in ("notice", "report")}
    listed = paginate(subjects_of(current_actor(), found))
    return page("privacy/incident.html", fragment="closure_form" if status != 200 else "subject_list", status=status,
                incident=found, form=form, due=due, listed=listed,
                elsewhere=count_subjects(found) - listed.total, now_at=clock.now(),
                open_state=IncidentState.OPEN, done=request.args.get("done", ""))  # fmt: skip
