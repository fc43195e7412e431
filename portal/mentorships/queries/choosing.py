"""Whom a pair may be made of: years and formats, mentors with a free place, requests that wait, groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import sort_key
from portal.matching.kinds import RequestState
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.queries import mentor_capacities
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import MentorshipMember
from portal.mentorships.queries.places import taken_by_each
from portal.people.models import Group, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle, CycleFormat, Program

MOST_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class FreeMentor:
    """A mentor who may take one more: how many places are free, of how many."""

    profile: MentorProfile
    free: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Opportunity:
    """A format of a year with the number of requests in the base that nobody answers yet."""

    format: CycleFormat
    waiting: int


def opportunities(actor: Actor, today: date) -> list[Opportunity]:
    """Formats that run in open years of the actor's organisations, by organisation, year and place in the year."""
    waits = _unanswered().where(
        MentoringRequest.cycle_id == CycleFormat.cycle_id, MentoringRequest.format_id == CycleFormat.format_id
    ).with_only_columns(sa.func.count()).correlate(CycleFormat).scalar_subquery()  # fmt: skip
    cycles = select_allowed(actor, Permission.MENTORSHIP_PROPOSE, Cycle).with_only_columns(Cycle.id)
    rows = db.session.execute(
        sa.select(CycleFormat, waits)
        .join(Cycle, Cycle.id == CycleFormat.cycle_id)
        .join(Program, Program.id == Cycle.program_id)
        .where(
            CycleFormat.is_on.is_(True), Cycle.id.in_(cycles), Cycle.closed_on.is_(None), Cycle.ends_on >= today
        )
        .options(
            contains_eager(CycleFormat.cycle).contains_eager(Cycle.program).joinedload(Program.organization),
            joinedload(CycleFormat.format),
        )
        .order_by(Program.organization_id, Cycle.starts_on, Cycle.id, CycleFormat.position)
    ).all()  # fmt: skip
    return [Opportunity(format=row, waiting=n) for row, n in rows]


def running_format(cycle: Cycle, code: str) -> CycleFormat | None:
    """The format of the year with this code, if it runs."""
    found = db.session.scalars(
        sa.select(CycleFormat).where(CycleFormat.cycle_id == cycle.id, CycleFormat.is_on.is_(True))
        .options(joinedload(CycleFormat.format))
    ).all()  # fmt: skip
    return next((each for each in found if each.format.code == code), None)


def free_mentors(cycle: Cycle, code: str, on: date, text: str = "") -> list[FreeMentor]:
    """Mentors of the format with a free place, by name; `text` are beginnings of names."""
    found = [each for each in mentor_capacities(cycle, on) if code in each.formats]
    taken = taken_by_each([each.person_id for each in found], cycle.program.organization_id, MemberSide.MENTOR)
    people = {
        each.id: each for each in db.session.scalars(
            sa.select(Person).where(Person.id.in_([one.person_id for one in found]), *_named(text))
        )
    }  # fmt: skip
    free = [
        FreeMentor(profile=each.profile, free=each.places - len(taken.get(each.person_id, ())), most=each.places)
        for each in found if each.person_id in people
    ]  # fmt: skip
    free = [each for each in free if each.free > 0]
    return sorted(free, key=lambda each: (people[each.profile.person_id].sort_name, each.profile.id))


def waiting_requests(cycle: Cycle, format_id: int, text: str = "") -> Sequence[MentoringRequest]:
    """Requests in the base of the year and format that no open pair answers, by name."""
    return db.session.scalars(
        _unanswered().join(Person, Person.id == MentoringRequest.person_id)
        .where(
            MentoringRequest.cycle_id == cycle.id, MentoringRequest.format_id == format_id,
            Person.restricted_on.is_(None), Person.erased_on.is_(None), *_named(text),
        )
        .options(contains_eager(MentoringRequest.person))
        .order_by(Person.sort_name, MentoringRequest.id)
    ).all()  # fmt: skip


def whole_groups(organization_id: int, on: date) -> Sequence[Group]:
    """Groups of the organisation on the day, by name."""
    return db.session.scalars(
        sa.select(Group).where(Group.organization_id == organization_id, in_force(Group, on)).order_by(Group.sort_name)
    ).all()


def _unanswered() -> sa.Select[MentoringRequest]:
    answered = sa.exists().where(MentorshipMember.request_id == MentoringRequest.id, MentorshipMember.ends_on.is_(None))
    return sa.select(MentoringRequest).where(MentoringRequest.state == RequestState.IN_BASE, ~answered)


def _named(text: str) -> list[sa.ColumnElement[bool]]:
    spaced = sa.literal(" ") + Person.sort_name
    return [spaced.contains(f" {word}", autoescape=True) for word in sort_key(text[:100]).split()[:5]]
