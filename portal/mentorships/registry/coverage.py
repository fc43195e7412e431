"""Coverage (PAIR-12): of those who need a mentor, how many have one on a day; by format and category of the mentee.

Who needs one: whoever's request stands on the day, and whoever's pair works on it. A person counts once in a row and
once in the total, however many requests there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.web.choices import chosen, day_of, key_of, one_of
from portal.matching.labels import all_variants
from portal.matching.models import MentoringRequest
from portal.mentorships.kinds import WORKING
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.people.models import Organization, Person
from portal.people.periods import in_force
from portal.programs.definitions import formats
from portal.programs.models import MentoringFormat

NONE_CHOSEN = "none"
HAS, WAITS = "has", "waits"


@dataclass(frozen=True, kw_only=True)
class CoverageFilter:
    """Which day, which organisation; for the list of people also the row that was clicked and which part of it."""

    on: date | None = None
    organization: str = ""
    format: str = ""
    variant: str = ""
    part: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address."""
        return cls(
            on=day_of(args, "on"), organization=key_of(args, "organization"), format=one_of(args, "format", formats()),
            variant=one_of(args, "variant", {*all_variants(), NONE_CHOSEN}), part=one_of(args, "part", (HAS, WAITS)),
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"on": self.on.isoformat() if self.on else "", "organization": self.organization,
                       "format": self.format, "variant": self.variant, "part": self.part})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Share:
    """`has` of `needs` people have a mentor; `format` and `variant` are codes, empty in the total."""

    has: int
    needs: int
    format: str = ""
    variant: str = ""

    @property
    def percent(self) -> int | None:
        """Full per cents, rounded down, so that 100 means everybody; None where nobody needs one."""
        return self.has * 100 // self.needs if self.needs else None


def coverage(actor: Actor, wanted: CoverageFilter, today: date) -> tuple[Share, list[Share]]:
    """The total, and a row for each format and category in the order of the reference."""
    on = wanted.on or today
    has = sa.case((MentoringRequest.id.in_(_covered(on)), MentoringRequest.person_id))
    figures = (
        sa.func.count(sa.distinct(has)).label("has"),
        sa.func.count(sa.distinct(MentoringRequest.person_id)).label("needs"),
    )
    total = db.session.execute(_needs(sa.select(*figures), actor, wanted, on)).one()
    rows = db.session.execute(
        _needs(sa.select(MentoringFormat.code, MentoringRequest.variant, *figures), actor, wanted, on)
        .group_by(MentoringFormat.code, MentoringFormat.position, MentoringRequest.variant)
        .order_by(MentoringFormat.position, MentoringRequest.variant)
    ).all()
    shares = [Share(has=row.has, needs=row.needs, format=row.code, variant=row.variant) for row in rows]
    return Share(has=total.has, needs=total.needs), shares


def people_behind(actor: Actor, wanted: CoverageFilter, today: date) -> Any:
    """The requests behind a figure as rows (request, whether the person has a mentor by it), by name."""
    on = wanted.on or today
    has = MentoringRequest.id.in_(_covered(on))
    query = (
        _needs(sa.select(MentoringRequest, has.label("has")), actor, wanted, on)
        .join(Person, Person.id == MentoringRequest.person_id)
        .options(
            contains_eager(MentoringRequest.person), contains_eager(MentoringRequest.format),
            contains_eager(MentoringRequest.organization),
        )
        .order_by(Person.sort_name, Person.id, MentoringRequest.id)
    )  # fmt: skip
    if wanted.part:
        query = query.where(has if wanted.part == HAS else ~has)
    return query


def pairs_by_request(request_ids: Sequence[int], on: date) -> dict[int, str]:
    """Request id → public id of the pair that works by it on the day."""
    rows = db.session.execute(
        _working(sa.select(MentorshipMember.request_id, Mentorship.public_id), on)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(MentorshipMember.request_id.in_(request_ids))
    )
    return {request_id: public_id for request_id, public_id in rows if request_id is not None}


def _needs(query: Any, actor: Actor, wanted: CoverageFilter, on: date) -> Any:
    stands = sa.or_(in_force(MentoringRequest, on), MentoringRequest.id.in_(_covered(on)))
    clauses = [stands, allowed(actor, Permission.MENTORSHIP_CHANGE, MentoringRequest)]
    if wanted.organization:
        clauses.append(Organization.public_id == wanted.organization)
    if wanted.format:
        clauses.append(MentoringFormat.code == wanted.format)
    if wanted.variant:
        clauses.append(MentoringRequest.variant == ("" if wanted.variant == NONE_CHOSEN else wanted.variant))
    return (
        query.select_from(MentoringRequest)
        .join(MentoringFormat, MentoringFormat.id == MentoringRequest.format_id)
        .join(Organization, Organization.id == MentoringRequest.organization_id)
        .where(*clauses)
    )


def _covered(on: date) -> Any:
    return _working(sa.select(MentorshipMember.request_id), on).where(MentorshipMember.request_id.is_not(None))


def _working(query: Any, on: date) -> Any:
    return query.join(MentorshipPeriod, MentorshipPeriod.mentorship_id == MentorshipMember.mentorship_id).where(
        in_force(MentorshipMember, on), in_force(MentorshipPeriod, on), MentorshipPeriod.state.in_(WORKING)
    )
