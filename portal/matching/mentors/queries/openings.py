"""As whom and in which formats a person may become a mentor, by the places of the person and the years that run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.db import db
from portal.matching.mentors.eligibility import categories_of, suits
from portal.matching.mentors.kinds import OPEN, MentorCategory
from portal.matching.mentors.models import MentorProfile
from portal.people.models import Membership, Organization
from portal.people.periods import in_force
from portal.programs.models import Cycle, CycleFormat, Program


@dataclass(frozen=True, kw_only=True)
class MentorOpening:
    """A place of the person and a category in which it may mentor; `formats` by code, as the year calls them."""

    place: Membership
    category: MentorCategory
    formats: dict[str, str]

    @property
    def key(self) -> str:
        """Names it in a form."""
        return f"{self.place.organization.public_id}.{self.category}"

    @property
    def organization(self) -> Organization:
        return self.place.organization


def mentor_openings(places: Sequence[Membership], on: date) -> list[MentorOpening]:
    """What these places allow in years that run or lie ahead; the likeliest category of a place first."""
    running = _running({place.organization_id for place in places}, on)
    found: dict[str, MentorOpening] = {}
    for place in places:
        names = running.get(place.organization_id, {})
        for category in categories_of(place):
            suiting = {code: name for code, name in names.items() if suits(category, code)}
            if suiting:
                opening = MentorOpening(place=place, category=category, formats=suiting)
                found.setdefault(opening.key, opening)
    return list(found.values())


def formats_for(profile: MentorProfile, on: date) -> dict[str, str]:
    """Formats that the profile may bear: those of the running years that suit its category, by code."""
    names = _running({profile.organization_id}, on).get(profile.organization_id, {})
    return {code: name for code, name in names.items() if suits(profile.category, code)}


def own_mentor_places(person_id: int, on: date) -> Sequence[Membership]:
    """Places of the person on the day, the latest first."""
    return db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id == person_id, in_force(Membership, on))
        .options(joinedload(Membership.organization), joinedload(Membership.group), joinedload(Membership.home))
        .order_by(Membership.starts_on.desc(), Membership.id)
    ).all()


def open_profile(person_id: int, organization_id: int) -> MentorProfile | None:
    """The profile of the person in the organisation that is not over."""
    return db.session.scalars(
        sa.select(MentorProfile).where(
            MentorProfile.person_id == person_id,
            MentorProfile.organization_id == organization_id,
            MentorProfile.state.in_(OPEN),
        )
    ).one_or_none()


def cycles_by_format(organization_id: int, on: date) -> dict[str, Cycle]:
    """Format code → the nearest year of the organisation that runs it and is not over on the day."""
    found: dict[str, Cycle] = {}
    for row in _cycle_formats({organization_id}, on):
        found.setdefault(row.format.code, row.cycle)
    return found


def _running(organization_ids: set[int], on: date) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in _cycle_formats(organization_ids, on):
        found.setdefault(row.cycle.program.organization_id, {}).setdefault(row.format.code, row.name)
    return found


def _cycle_formats(organization_ids: set[int], on: date) -> Sequence[CycleFormat]:
    return db.session.scalars(
        sa.select(CycleFormat)
        .join(Cycle, Cycle.id == CycleFormat.cycle_id)
        .join(Program, Program.id == Cycle.program_id)
        .where(
            Program.organization_id.in_(organization_ids),
            CycleFormat.is_on.is_(True),
            Cycle.closed_on.is_(None),
            Cycle.ends_on >= on,
        )
        .options(contains_eager(CycleFormat.cycle).contains_eager(Cycle.program), joinedload(CycleFormat.format))
        .order_by(Cycle.starts_on, Cycle.id, CycleFormat.position)
    ).all()
