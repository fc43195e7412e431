"""Incidents: opened from an account and a period, frozen into a list of subjects, closed with conclusions."""

from datetime import datetime

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.accounts.models import LoginSession, User
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.people.models import Organization, Person
from portal.privacy.kinds import IncidentState
from portal.privacy.models import Incident, IncidentSubject
from portal.privacy.queries.handlers import holders
from portal.privacy.queries.incidents import affected

BATCH = 500
STEPS = {"notified": "notified_at", "reported": "reported_at"}


def open_incident(
    actor: Actor,
    organization: Organization,
    account_of: Person,
    *,
    begins_at: datetime,
    ends_at: datetime,
    what: str,
    is_drill: bool = False,
) -> Incident:
    """Declare an incident: end the account's sessions and write down whom it reached. The terms run from now."""
    if ends_at < begins_at:
        raise Refusal(_("Конец периода стоит раньше начала."))
    incident = Incident(
        organization_id=organization.id, account_of_id=account_of.id, opened_by_id=actor.person_id,
        begins_at=begins_at, ends_at=ends_at, found_at=clock.now(), what=clean_text(what), is_drill=is_drill,
        sessions_ended=_end_sessions(account_of.id) if account_of.id != actor.person_id else 0,
    )  # fmt: skip
    db.session.add(incident)
    db.session.flush()
    n = recount(incident)
    changes = {"account_of": account_of.public_id, "n": n, "drill": is_drill}
    audit.record(actor, AuditEvent.INCIDENT_OPENED, incident, changes=changes)
    told = [one for one in holders(Permission.INCIDENT_HANDLE, organization.id) if one != actor.person_id]
    text = _("Учение: инцидент с персональными данными") if is_drill else _("Инцидент с персональными данными")
    notify(told, "incident", text, f"/privacy/incidents/{incident.public_id}")
    return incident


def recount(incident: Incident) -> int:
    """Write the list of affected people anew from the trail; returns how many."""
    db.session.execute(sa.delete(IncidentSubject).where(IncidentSubject.incident_id == incident.id))
    rows = [
        {"incident_id": incident.id, "person_id": one.person_id, "how": one.words, "first_at": one.first_at,
         "times": one.times}
        for one in affected(incident.account_of_id, incident.begins_at, incident.ends_at)
    ]  # fmt: skip
    for start in range(0, len(rows), BATCH):
        db.session.execute(sa.insert(IncidentSubject), rows[start : start + BATCH])
    return len(rows)


def note_step(actor: Actor, incident: Incident, step: str) -> None:
    """Note that Роскомнадзор was told, or that the results were sent."""
    _refuse_closed(incident)
    if step not in STEPS:
        raise Refusal(_("Такого шага нет."))
    if getattr(incident, STEPS[step]) is None:
        setattr(incident, STEPS[step], clock.now())
        db.session.flush()
        audit.record(actor, AuditEvent.INCIDENT_NOTED, incident, changes={"step": step})


def close_incident(actor: Actor, incident: Incident, *, conclusion: str) -> None:
    """Close it with conclusions; only after both notices, except in a drill."""
    _refuse_closed(incident)
    if not clean_text(conclusion):
        raise Refusal(_("Напишите выводы: причины, последствия, принятые меры."))
    if not incident.is_drill and not (incident.notified_at and incident.reported_at):
        raise Refusal(_("Сначала отметьте оба уведомления: первое и о результатах."))
    incident.state, incident.closed_at = IncidentState.CLOSED, clock.now()
    incident.conclusion, incident.closed_by_id = clean_text(conclusion), actor.person_id
    db.session.flush()
    audit.record(actor, AuditEvent.INCIDENT_CLOSED, incident)


def _end_sessions(person_id: int) -> int:
    mine = sa.select(User.id).where(User.person_id == person_id)
    return run(
        sa.update(LoginSession)
        .where(LoginSession.user_id.in_(mine), LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _refuse_closed(incident: Incident) -> None:
    if incident.state != IncidentState.OPEN:
        raise Refusal(_("Инцидент закрыт."))
