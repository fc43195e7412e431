"""Reads of plans: lists, whose turn it is, what is late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.kinds import BEFORE, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.plans.kinds import PlanKind, PlanState
from portal.mentorships.plans.models import Achievement, Plan, PlanItem
from portal.programs.models import Cycle

LATE = "late"
_HEAD = (
    joinedload(Plan.organization), joinedload(Plan.person),
    joinedload(Plan.mentorship).joinedload(Mentorship.format),
    joinedload(Plan.mentorship).joinedload(Mentorship.group),
    joinedload(Plan.mentorship).joinedload(Mentorship.cycle).joinedload(Cycle.program),
    joinedload(Plan.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
)  # fmt: skip
LOADED = (
    *_HEAD, joinedload(Plan.approved_by), selectinload(Plan.versions),
    selectinload(Plan.items).selectinload(PlanItem.files), selectinload(Plan.items).joinedload(PlanItem.practice_step),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class PlanFilter:
    """What the reader chose above the list; nonsense means nothing was chosen. `state` is a state, or LATE."""

    state: str = ""
    kind: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        state, kind = args.get("state", ""), args.get("kind", "")
        return cls(state=state if state in {*PlanState, LATE} else "", kind=kind if kind in set(PlanKind) else "")

    @property
    def is_set(self) -> bool:
        return bool(self.state or self.kind)


def find_plans(actor: Actor, wanted: PlanFilter, today: date) -> sa.Select[Plan]:
    """Plans that the actor may read: those that wait first, then the latest."""
    query = select_allowed(actor, Permission.PLAN_READ, Plan).options(*_HEAD, selectinload(Plan.items))
    if wanted.state:
        late = Plan.id.in_(sa.select(PlanItem.plan_id).where(_is_late(today)))
        query = query.where(late & _goes_on() if wanted.state == LATE else Plan.state == wanted.state)
    if wanted.kind:
        query = query.where(Plan.kind == wanted.kind)
    waits = sa.case((Plan.state == PlanState.WITH_CURATOR, 0), else_=1)
    return query.order_by(waits, Plan.starts_on.desc(), Plan.id.desc())


def plans_of(pair: Mentorship) -> Sequence[Plan]:
    """Plans of a pair in the order of their types."""
    found = db.session.scalars(
        sa.select(Plan).where(Plan.mentorship_id == pair.id).options(*_HEAD, selectinload(Plan.items)).order_by(Plan.id)
    ).all()
    return sorted(found, key=lambda each: list(PlanKind).index(PlanKind(each.kind)))


def may_read_plans(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor reads plans of the pair."""
    may = allowed(actor, Permission.PLAN_READ, Mentorship)
    return bool(db.session.scalar(sa.select(sa.exists().where(Mentorship.id == pair.id, may))))


def format_of(plan: Plan) -> str | None:
    """The code of the format in which the pair works; None for a plan without a pair."""
    return plan.mentorship.format.code if plan.mentorship else None


def who_is_asked(plan: Plan, person_id: int | None) -> MemberSide | None:
    """On whose side this person may say yes now; None where nobody asks."""
    if person_id is None or plan.state not in (PlanState.WITH_MENTEE, PlanState.WITH_MENTOR):
        return None
    side = MemberSide.MENTEE if plan.state == PlanState.WITH_MENTEE else MemberSide.MENTOR
    return side if person_id in people_on(plan, side) else None


def people_on(plan: Plan, side: MemberSide) -> set[int]:
    """Ids of those who speak for a side: the person of the plan, else everybody who stands there."""
    if plan.mentorship is None:
        return {plan.person_id} if side == MemberSide.MENTEE and plan.person_id else set()
    standing = {each.person_id for each in plan.mentorship.standing(side)}
    return standing & {plan.person_id} if plan.person_id in standing else standing


def achievements_of(pair: Mentorship) -> Sequence[Achievement]:
    """What members showed while the pair lasted, the latest first."""
    return db.session.scalars(
        sa.select(Achievement).where(Achievement.mentorship_id == pair.id).options(joinedload(Achievement.person))
        .order_by(Achievement.happened_on.desc(), Achievement.id.desc())
    ).all()  # fmt: skip


def overdue_items(person_id: int, today: date) -> sa.Select[str, PlanKind, int, date | None]:
    """(plan's public id, its kind, number of late items, the earliest day) of plans of one's working pairs and own."""
    return (
        sa.select(Plan.public_id, Plan.kind, sa.func.count(), sa.func.min(PlanItem.due_on))
        .join(PlanItem, PlanItem.plan_id == Plan.id)
        .where(_is_late(today), _goes_on(), sa.or_(Plan.mentorship_id.in_(_stands(person_id)), _alone(person_id)))
        .group_by(Plan.id, Plan.public_id, Plan.kind)
        .order_by(sa.func.min(PlanItem.due_on), Plan.id)
    )


def asked_plans(person_id: int) -> sa.Select[Plan]:
    """Plans of the person that wait for a yes; whose it is, `who_is_asked` says."""
    asked = Plan.state.in_((PlanState.WITH_MENTEE, PlanState.WITH_MENTOR))
    return (
        sa.select(Plan).where(asked, sa.or_(Plan.mentorship_id.in_(_stands(person_id)), _alone(person_id)))
        .options(*_HEAD).order_by(Plan.id)
    )  # fmt: skip


def waiting_plans(actor: Actor) -> sa.Select[int]:
    """How many plans wait for the actor's approval: one row, or none where nothing waits."""
    counted = sa.func.count()
    return (
        sa.select(counted).select_from(Plan)
        .where(allowed(actor, Permission.PLAN_APPROVE, Plan), Plan.state == PlanState.WITH_CURATOR)
        .having(counted > 0)
    )  # fmt: skip


def plans_before(actor: Actor, pair: Mentorship) -> Sequence[Plan]:
    """Plans of other pairs and of the time before that the actor may read: a year's plan may begin from the last one.

    Those of people in the pair, the latest first.
    """
    people = {each.person_id for each in pair.members}
    return db.session.scalars(
        select_allowed(actor, Permission.PLAN_READ, Plan)
        .where(Plan.person_id.in_(people), sa.or_(Plan.mentorship_id.is_(None), Plan.mentorship_id != pair.id))
        .options(*_HEAD, selectinload(Plan.items))
        .order_by(Plan.starts_on.desc(), Plan.id.desc())
        .limit(5)
    ).all()


def earlier_plans(person_ids: Collection[int], before: Plan) -> Sequence[Plan]:
    """Other plans of these people in the same organisation, the latest first."""
    return db.session.scalars(
        sa.select(Plan)
        .where(Plan.person_id.in_(person_ids), Plan.id != before.id, Plan.organization_id == before.organization_id)
        .options(*_HEAD, selectinload(Plan.items))
        .order_by(Plan.starts_on.desc(), Plan.id.desc())
        .limit(3)
    ).all()


def _is_late(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(PlanItem.due_on < today, PlanItem.done_on.is_(None))


def _goes_on() -> sa.ColumnElement[bool]:
    """Its pair works or will, or it has none; a pause is no time to be late in."""
    works = sa.select(Mentorship.id).where(Mentorship.state.in_((*BEFORE, MentorshipState.ACTIVE)))
    return sa.or_(Plan.mentorship_id.is_(None), Plan.mentorship_id.in_(works))


def _stands(person_id: int) -> sa.Select[int]:
    return sa.select(MentorshipMember.mentorship_id).where(
        MentorshipMember.person_id == person_id, MentorshipMember.ends_on.is_(None)
    )


def _alone(person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(Plan.mentorship_id.is_(None), Plan.person_id == person_id)
