"""Reads of single pairs and of one's own."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.people.models import Person
from portal.people.queries import represents_child
from portal.programs.models import Cycle, CycleFormat

WITH_MEMBERS = (
    joinedload(Mentorship.organization), joinedload(Mentorship.format), joinedload(Mentorship.group),
    joinedload(Mentorship.cycle).joinedload(Cycle.program),
    selectinload(Mentorship.members).joinedload(MentorshipMember.person),
)  # fmt: skip


def own_pairs(person_id: int | None, today: date) -> Sequence[Mentorship]:
    """Pairs in which one stands or stood and those of one's children until 18; what goes on stands first."""
    member = MentorshipMember.person_id
    mine = sa.select(MentorshipMember.mentorship_id).where(
        sa.or_(member == person_id, represents_child(person_id, member, today))
    )
    return db.session.scalars(
        sa.select(Mentorship).where(Mentorship.id.in_(mine)).options(*WITH_MEMBERS)
        .order_by(Mentorship.ends_on.is_not(None), Mentorship.proposed_on.desc(), Mentorship.id.desc())
    ).all()  # fmt: skip


def decisions_of(pair: Mentorship) -> Sequence[MentorshipDecision]:
    """What was said at the steps of the route, in the order in which it was written down."""
    return db.session.scalars(
        sa.select(MentorshipDecision).where(MentorshipDecision.mentorship_id == pair.id)
        .order_by(MentorshipDecision.acted_on, MentorshipDecision.id)
    ).all()  # fmt: skip


def periods_of(pair: Mentorship) -> Sequence[MentorshipPeriod]:
    """In which state the pair was from day to day, from the first."""
    return db.session.scalars(
        sa.select(MentorshipPeriod).where(MentorshipPeriod.mentorship_id == pair.id)
        .order_by(MentorshipPeriod.starts_on)
    ).all()  # fmt: skip


def openable_people(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these people whose card the actor may open."""
    may = allowed(actor, Permission.PERSON_READ, Person)
    return set(db.session.scalars(sa.select(Person.id).where(Person.id.in_(ids), may)))


def format_name(pair: Mentorship) -> str:
    """The format as the organisation calls it in this year."""
    own = db.session.scalars(
        sa.select(CycleFormat.own_name).where(
            CycleFormat.cycle_id == pair.cycle_id, CycleFormat.format_id == pair.format_id
        )
    ).one_or_none()
    return own or pair.format.name


def paired(some: Collection[int], others: Collection[int]) -> set[tuple[int, int]]:
    """(one, other) who stand, or once stood, in the same pair: what a jury must know of a mentor and a mentee."""
    one, other = aliased(MentorshipMember), aliased(MentorshipMember)
    rows = db.session.execute(
        sa.select(one.person_id, other.person_id)
        .join(other, other.mentorship_id == one.mentorship_id)
        .where(one.person_id.in_(some), other.person_id.in_(others), one.person_id != other.person_id)
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}
