"""Whom pairs may ask: mentors of a year with their places and formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from portal.core.db import db
from portal.matching.mentors.kinds import MentorState
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle, Program
from portal.programs.queries import forms_that_run, settings_of


@dataclass(frozen=True, kw_only=True)
class MentorCapacity:
    """A mentor who may take mentees: how many at once, in which formats (codes). Traits hang on `profile`."""

    profile: MentorProfile
    places: int
    formats: tuple[str, ...]

    @property
    def person_id(self) -> int:
        return self.profile.person_id


def mentor_capacities(cycle: Cycle, on: date) -> Sequence[MentorCapacity]:
    """Mentors of the cycle's organisation who are active and not on a pause on the day, by id of the profile.

    Places are those of the profile, at most what the year allows; formats are those that run in the year, and a mentor
    with none of them is left out. So is who has no place in the organisation any more, and whose data is restricted or
    erased. Pairs subtract who is taken.
    """
    belongs = sa.exists().where(
        Membership.person_id == MentorProfile.person_id,
        Membership.organization_id == MentorProfile.organization_id,
        in_force(Membership, on),
    )
    paused = sa.exists().where(MentorPause.profile_id == MentorProfile.id, in_force(MentorPause, on))
    rows = db.session.scalars(
        sa.select(MentorProfile)
        .join(Program, Program.organization_id == MentorProfile.organization_id)
        .join(MentorPeriod, MentorPeriod.profile_id == MentorProfile.id)
        .join(Person, Person.id == MentorProfile.person_id)
        .where(
            Program.id == cycle.program_id,
            MentorPeriod.state == MentorState.ACTIVE,
            in_force(MentorPeriod, on),
            ~paused,
            belongs,
            Person.restricted_on.is_(None),
            Person.erased_on.is_(None),
        )
        .options(selectinload(MentorProfile.traits))
        .order_by(MentorProfile.id)
    ).all()
    most = settings_of(cycle).mentor_capacity
    running = [each.format.code for each in forms_that_run(cycle)]
    found = []
    for profile in rows:
        formats = tuple(code for code in running if code in profile.format_codes)
        if formats:
            found.append(MentorCapacity(profile=profile, places=min(profile.capacity, most), formats=formats))
    return found
