"""Who looked: cards that were opened, pages of lists and files with the person, with role, organisation and moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import UtcDateTime, db
from portal.core.i18n import _
from portal.people.disclosures import LABELS, LIST
from portal.people.models import Disclosure, DisclosureState, DisclosureSubject, Organization, Person

CARD, MARKS = "card", "marks"


@dataclass(frozen=True)
class View:
    """One look: when, in which role, of which organisation, and at what."""

    at: datetime
    role: str
    organization: str
    how: str


def looks_at(person: Person) -> sa.Select[Any]:
    """Every look at the person by others, newest first: (at, viewer_id, organization_id, kind)."""
    moment = UtcDateTime()
    cards = sa.select(
        sa.type_coerce(AuditEntry.happened_at, moment).label("at"), AuditEntry.person_id.label("viewer_id"),
        AuditEntry.organization_id.label("organization_id"),
        sa.case((AuditEntry.event == AuditEvent.MARKS_VIEWED, MARKS), else_=CARD).label("kind"),
    ).where(
        AuditEntry.event.in_([AuditEvent.PERSON_VIEWED, AuditEvent.MARKS_VIEWED]), AuditEntry.subject_kind == "person",
        AuditEntry.subject_id == person.public_id, AuditEntry.person_id != person.id,
    )  # fmt: skip
    given = (
        sa.select(Disclosure.given_at, Disclosure.actor_id, Disclosure.organization_id, Disclosure.kind)
        .join(DisclosureSubject, DisclosureSubject.disclosure_id == Disclosure.id)
        .where(
            DisclosureSubject.person_id == person.id, Disclosure.state == DisclosureState.GIVEN,
            Disclosure.actor_id != person.id,
        )
    )  # fmt: skip
    both = sa.union_all(cards, given).subquery("looks")
    return sa.select(both).order_by(both.c.at.desc(), both.c.viewer_id)


def in_words(rows: Iterable[Any]) -> list[View]:
    """The looks with roles held on the day and names of organisations; two queries whatever the number."""
    looks = list(rows)
    roles = _roles({row.viewer_id for row in looks})
    places = _places({row.organization_id for row in looks})
    return [
        View(
            at=row.at,
            role=_role_on(roles.get(row.viewer_id, []), row),
            organization=places.get(row.organization_id, ""),
            how=_how(row.kind),
        )
        for row in looks
    ]


def _how(kind: str) -> str:
    if kind in (CARD, MARKS):
        return _("Открыта карточка") if kind == CARD else _("Открыты чувствительные отметки")
    return _("В списке людей") if kind == LIST else _("В файле: %(name)s", name=LABELS.get(kind, _("выгрузка")))


def _roles(viewers: set[int | None]) -> dict[int, list[RoleGrant]]:
    found: dict[int, list[RoleGrant]] = {}
    query = sa.select(RoleGrant).where(RoleGrant.person_id.in_([one for one in viewers if one])).order_by(RoleGrant.id)
    for grant in db.session.scalars(query):
        found.setdefault(grant.person_id, []).append(grant)
    return found


def _role_on(grants: list[RoleGrant], row: Any) -> str:
    day = row.at.date()
    held = [one for one in grants if one.starts_on <= day and (one.ends_on is None or one.ends_on >= day)]
    near = [one for one in held if one.organization_id == row.organization_id] or held
    return Role(near[0].role).label if near else _("Портал")


def _places(keys: set[int | None]) -> dict[int, str]:
    query = sa.select(Organization.id, Organization.short_name).where(Organization.id.in_([one for one in keys if one]))
    return {row[0]: row[1] for row in db.session.execute(query)}
