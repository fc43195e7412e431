"""Occasions that the portal knows of people themselves: dated facts of a career, and the day on which somebody came.

Those of pairs, meetings and programmes are made known by their rooms in the same way (`surveys.occasions`).
"""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.core.i18n import _
from portal.people.kinds import FactKind, MembershipKind
from portal.people.models import CareerFact, Membership
from portal.people.words import fact_words
from surveys import occasions

TOLD = (FactKind.HIRED, FactKind.ENROLLED, FactKind.ATTESTED, FactKind.PROMOTED, FactKind.RESERVED)
"""Facts after which the person still belongs to the organisation and can be asked there."""


def since_joining(organization_id: int, days: int, on: date) -> sa.Select[int, str]:
    """Whoever came to learn or to work `days` before the day, about nothing in particular."""
    return sa.select(Membership.person_id, sa.literal("")).where(
        Membership.organization_id == organization_id,
        Membership.kind.in_((MembershipKind.EMPLOYEE, MembershipKind.LEARNER)),
        Membership.starts_on == on - timedelta(days=days),
    )


def since_fact(kind: FactKind) -> occasions.Starts:
    """Whose fact of this kind happened `days` before the day; the fact is the subject."""

    def starts(organization_id: int, days: int, on: date) -> sa.Select[int, str]:
        return sa.select(CareerFact.person_id, sa.literal("fact:") + CareerFact.public_id).where(
            CareerFact.organization_id == organization_id,
            CareerFact.kind == kind,
            CareerFact.happened_on == on - timedelta(days=days),
            CareerFact.removed_at.is_(None),
        )

    return starts


occasions.counting("joined", _("Начало учёбы или работы"), since_joining)
for fact in TOLD:
    occasions.event(fact.value, fact_words(fact))
    occasions.counting(fact.value, fact_words(fact), since_fact(fact))
