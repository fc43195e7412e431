"""Days in which an organisation differs from the calendar: holidays, days off, days that are worked."""

from datetime import date, timedelta

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.models import Organization
from portal.programs.kinds import DayKind
from portal.programs.models import OwnDay
from portal.programs.queries.days import own_days

LONGEST = timedelta(days=120)


def add_own_days(
    actor: Actor, organization: Organization, *, kind: DayKind, name: str, starts_on: date, ends_on: date
) -> OwnDay:
    """Enter days of the organisation's own, both included. Raises Refusal for a wrong span or for the same twice."""
    if not starts_on <= ends_on <= starts_on + LONGEST:
        raise Refusal(_("Последний день стоит не раньше первого и не дальше четырёх месяцев от него."))
    if any(each.kind == kind for each in own_days(organization, starts_on, ends_on)):
        raise Refusal(_("На эти дни такая запись уже есть. Сначала уберите её."))
    made = OwnDay(
        organization_id=organization.id, kind=kind, name=clean_line(name), starts_on=starts_on, ends_on=ends_on
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.OWN_DAYS_CHANGED, made, changes={"added": kind})
    return made


def remove_own_days(actor: Actor, days: OwnDay) -> None:
    """Back to the calendar of the country."""
    audit.record(actor, AuditEvent.OWN_DAYS_CHANGED, days, changes={"removed": days.kind})
    db.session.delete(days)
    db.session.flush()
