"""Who may be put forward: people of the audience of an award in a year of the programme, and partners."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core.db import db
from portal.matching.mentors.kinds import MentorCategory
from portal.matching.mentors.models import MentorProfile
from portal.mentorships.kinds import WORKING, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Organization, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle, Partner, Program
from portal.recognition.kinds import Audience
from portal.recognition.models import AwardKind, Nomination

STUDENTS = (MentorCategory.PUPIL, MentorCategory.STUDENT)
EMPLOYERS = (MentorCategory.EMPLOYER, MentorCategory.NGO, MentorCategory.ALUMNUS)
TEACHERS = (MentorCategory.TEACHER, MentorCategory.ADMINISTRATION)
CATEGORIES = {
    Audience.STUDENT_MENTORS: STUDENTS, Audience.EMPLOYER_MENTORS: EMPLOYERS, Audience.TEACHER_MENTORS: TEACHERS,
    Audience.MENTORS: tuple(MentorCategory),
}  # fmt: skip
MOST = 200


def years_of(organization_id: int) -> Sequence[Cycle]:
    """Years of the programmes of the organisation, the latest first."""
    return db.session.scalars(
        sa.select(Cycle).join(Program, Program.id == Cycle.program_id).where(Program.organization_id == organization_id)
        .options(joinedload(Cycle.program)).order_by(Cycle.starts_on.desc(), Cycle.id.desc())
    ).all()  # fmt: skip


def candidates(kind: AwardKind, cycle: Cycle, today: date) -> Sequence[Person]:
    """People of the audience who are not put forward for this award in this year yet, by name."""
    named = sa.select(Nomination.person_id).where(
        Nomination.award_kind_id == kind.id, Nomination.cycle_id == cycle.id, Nomination.person_id.is_not(None)
    )
    return db.session.scalars(
        sa.select(Person)
        .where(
            Person.id.in_(_audience(kind, cycle, today)), Person.id.not_in(named), Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
        .limit(MOST)
    ).all()  # fmt: skip


def partners_left(kind: AwardKind, cycle: Cycle, today: date) -> Sequence[Partner]:
    """Partners of the organisation who are not named for this award in this year yet, by name."""
    named = sa.select(Nomination.partner_id).where(
        Nomination.award_kind_id == kind.id, Nomination.cycle_id == cycle.id, Nomination.partner_id.is_not(None)
    )
    return db.session.scalars(
        sa.select(Partner)
        .join(Organization, Organization.id == Partner.home_id)
        .where(Partner.organization_id == kind.organization_id, in_force(Partner, today), Partner.id.not_in(named))
        .options(joinedload(Partner.home))
        .order_by(Organization.sort_name, Partner.id)
        .limit(MOST)
    ).all()


def _audience(kind: AwardKind, cycle: Cycle, today: date) -> sa.Select[int]:
    if kind.audience == Audience.CURATORS:
        return sa.select(RoleGrant.person_id).where(
            RoleGrant.organization_id == kind.organization_id,
            RoleGrant.role == Role.CURATOR,
            in_force(RoleGrant, today),
        )
    side = MemberSide.MENTEE if kind.audience == Audience.MENTEES else MemberSide.MENTOR
    query = (
        sa.select(MentorshipMember.person_id)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            Mentorship.cycle_id == cycle.id, Mentorship.organization_id == kind.organization_id,
            Mentorship.state.in_((*WORKING, MentorshipState.CLOSED)), MentorshipMember.side == side,
        )
    )  # fmt: skip
    categories = CATEGORIES.get(Audience(kind.audience))
    if categories is None or kind.audience == Audience.MENTORS:
        return query
    return query.join(MentorProfile, MentorProfile.id == MentorshipMember.profile_id).where(
        MentorProfile.category.in_(categories)
    )


def already_named(kind: AwardKind, cycle: Cycle, key: str) -> Person | Partner | None:
    """Who with this public id is put forward for the award in this year: a second click finds whom the first named."""
    found = db.session.scalars(
        sa.select(Nomination).outerjoin(Person, Person.id == Nomination.person_id)
        .outerjoin(Partner, Partner.id == Nomination.partner_id)
        .where(Nomination.award_kind_id == kind.id, Nomination.cycle_id == cycle.id,
               sa.or_(Person.public_id == key, Partner.public_id == key),
               Person.restricted_on.is_(None), Person.erased_on.is_(None))
    ).first()  # fmt: skip
    return (found.person or found.partner) if found is not None else None
