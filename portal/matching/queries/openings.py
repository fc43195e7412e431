"""What a person may ask for: formats that run in the years of the organisations where the person has a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.db import db
from portal.matching.eligibility import Remark, remarks_on, side_of
from portal.matching.models import MentoringRequest
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.programs.definitions import formats
from portal.programs.models import Cycle, CycleFormat, Program
from portal.programs.queries import settings_of

BELONGING = (MembershipKind.LEARNER, MembershipKind.EMPLOYEE)


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A format of a year that suits a place of the person."""

    place: Membership
    format: CycleFormat

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.format.cycle.public_id}.{self.format.format.code}"

    @property
    def runs(self) -> bool:
        """Whether the format runs in the year; else asking for it is a wish."""
        return self.format.is_on

    @property
    def cycle(self) -> Cycle:
        return self.format.cycle


def openings_of(places: Sequence[Membership], on: date, *, with_wishes: bool = False) -> list[Opening]:
    """Formats for these places in years that run or lie ahead and are not closed; by organisation and year.

    `with_wishes` adds, after those that run in a year, those that do not: what people ask for changes the programme.
    """
    by_organization: dict[int, list[Membership]] = {}
    for place in places:
        if side_of(place):
            by_organization.setdefault(place.organization_id, []).append(place)
    rows = db.session.scalars(
        sa.select(CycleFormat)
        .join(Cycle, Cycle.id == CycleFormat.cycle_id)
        .join(Program, Program.id == Cycle.program_id)
        .where(
            Program.organization_id.in_(by_organization),
            sa.true() if with_wishes else CycleFormat.is_on.is_(True),
            Cycle.closed_on.is_(None),
            Cycle.ends_on >= on,
        )
        .options(
            contains_eager(CycleFormat.cycle).contains_eager(Cycle.program).joinedload(Program.organization),
            joinedload(CycleFormat.format),
        )
        .order_by(Program.organization_id, Cycle.starts_on, Cycle.id, CycleFormat.is_on.desc(), CycleFormat.position)
    ).all()
    found = []
    for row in rows:
        known = formats().get(row.format.code)
        here = by_organization[row.cycle.program.organization_id]
        suiting = [each for each in here if known and side_of(each) in known.mentees]
        found += [Opening(place=each, format=row) for each in suiting[:1]]
    return found


def own_places(person_id: int, on: date) -> Sequence[Membership]:
    """Where the person learns or works on the day."""
    return db.session.scalars(_places(person_id, on)).all()


def place_in(person_id: int, organization_id: int, format_code: str, on: date) -> Membership | None:
    """The person's place in the organisation on the day: one that suits the format before any other."""
    query = _places(person_id, on).where(Membership.organization_id == organization_id)
    found: Sequence[Membership] = db.session.scalars(query).all()
    known = formats().get(format_code)
    return min(found, key=lambda each: known is None or side_of(each) not in known.mentees, default=None)


def remarks_of(asked: MentoringRequest, on: date) -> list[Remark]:
    """What speaks against the request on the day, by the rules of its year."""
    place = place_in(asked.person_id, asked.organization_id, asked.format.code, on)
    person = db.session.scalars(sa.select(Person).where(Person.id == asked.person_id)).one()
    return remarks_on(person, place, asked.format.code, settings_of(asked.cycle), on)


def _places(person_id: int, on: date) -> Any:
    return (
        sa.select(Membership)
        .where(Membership.person_id == person_id, Membership.kind.in_(BELONGING), in_force(Membership, on))
        .options(joinedload(Membership.organization), joinedload(Membership.group))
        .order_by(Membership.starts_on.desc(), Membership.id)
    )
