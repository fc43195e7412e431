"""Which subjects an account reached between two moments: cards, lists, files and their own deeds about people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.audit import AuditEntry
from portal.core.db import UtcDateTime, db
from portal.core.i18n import _
from portal.people.disclosures import LIST
from portal.people.models import Disclosure, DisclosureState, DisclosureSubject, Membership, Organization, Person
from portal.privacy.kinds import IncidentState
from portal.privacy.models import Incident, IncidentSubject

HOW = {"card": _("карточка"), "list": _("список"), "file": _("файл")}


@dataclass
class Reached:
    """One affected person."""

    person_id: int
    first_at: datetime
    times: int
    how: set[str]

    @property
    def words(self) -> str:
        return ", ".join(HOW[code] for code in ("card", "list", "file") if code in self.how)


def incidents_of(actor: Actor) -> sa.Select[Any]:
    """Incidents that this actor handles: open ones first."""
    return (
        select_allowed(actor, Permission.INCIDENT_HANDLE, Incident)
        .options(joinedload(Incident.account_of), joinedload(Incident.organization))
        .order_by((Incident.state != IncidentState.OPEN), Incident.found_at.desc(), Incident.id.desc())
    )


def affected(account_of_id: int, begins_at: datetime, ends_at: datetime) -> list[Reached]:
    """Everybody whose data the account met in the period, both moments included; never the account's own person."""
    found: dict[int, Reached] = {}
    for person_id, at, how in _meetings(account_of_id, begins_at, ends_at):
        if person_id == account_of_id:
            continue
        one = found.setdefault(person_id, Reached(person_id, at, 0, set()))
        one.first_at, one.times = min(one.first_at, at), one.times + 1
        one.how.add(how)
    return sorted(found.values(), key=lambda each: each.person_id)


def _meetings(account_of_id: int, begins_at: datetime, ends_at: datetime) -> Iterable[tuple[int, datetime, str]]:
    """Cards by the trail (any entry about a person), lists and files by what was disclosed."""
    moment = UtcDateTime()
    cards = (
        sa.select(Person.id, sa.type_coerce(AuditEntry.happened_at, moment))
        .join(Person, Person.public_id == AuditEntry.subject_id)
        .where(
            AuditEntry.person_id == account_of_id, AuditEntry.subject_kind == "person",
            AuditEntry.happened_at >= begins_at, AuditEntry.happened_at <= ends_at,
        )
        .select_from(AuditEntry)
    )  # fmt: skip
    given = (
        sa.select(DisclosureSubject.person_id, Disclosure.given_at, Disclosure.kind)
        .join(Disclosure, Disclosure.id == DisclosureSubject.disclosure_id)
        .where(
            Disclosure.actor_id == account_of_id, Disclosure.state == DisclosureState.GIVEN,
            Disclosure.given_at >= begins_at, Disclosure.given_at <= ends_at,
        )
    )  # fmt: skip
    yield from ((row[0], row[1], "card") for row in db.session.execute(cards))
    yield from ((row[0], row[1], "list" if row[2] == LIST else "file") for row in db.session.execute(given) if row[1])


def subjects_of(actor: Actor, incident: Incident) -> sa.Select[Any]:
    """The affected people whom an organisation of this actor knows, now or from earlier, by name.

    An account may work in two schools: each reads the names of its own people, the administrator reads all.
    """
    mine = select_allowed(actor, Permission.INCIDENT_HANDLE, Organization).with_only_columns(Organization.id)
    is_known = sa.exists().where(Membership.person_id == Person.id, Membership.organization_id.in_(mine))
    return (
        sa.select(IncidentSubject)
        .join(Person, Person.id == IncidentSubject.person_id)
        .where(IncidentSubject.incident_id == incident.id, is_known)
        .options(joinedload(IncidentSubject.person))
        .order_by(Person.sort_name, Person.id)
    )


def count_subjects(incident: Incident) -> int:
    """How many people were affected."""
    query = sa.select(sa.func.count()).where(IncidentSubject.incident_id == incident.id)
    return db.session.scalar(query) or 0
