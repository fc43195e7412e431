"""The curator's queue: warnings that wait, the most pressing first; those of one pair; calls of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.health.kinds import Urgency, WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.models import Mentorship, MentorshipMember

MINE, SNOOZED, CLOSED = "mine", "snoozed", "closed"
WITH_PAIR = (
    joinedload(PairWarning.mentorship).joinedload(Mentorship.organization),
    joinedload(PairWarning.mentorship).joinedload(Mentorship.format),
    joinedload(PairWarning.mentorship).joinedload(Mentorship.group),
    joinedload(PairWarning.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
    joinedload(PairWarning.owner), joinedload(PairWarning.call),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class HealthFilter:
    """What the reader chose above the queue; nonsense means nothing was chosen. No `state` is what waits today."""

    state: str = ""
    rule: str = ""
    urgency: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the queue."""
        state, rule, urgency = (args.get(name, "") for name in ("state", "rule", "urgency"))
        return cls(
            state=state if state in (MINE, SNOOZED, CLOSED) else "", rule=rule if rule in set(WarningRule) else "",
            urgency=urgency if urgency in {str(each.value) for each in Urgency} else "",
        )  # fmt: skip

    @property
    def is_set(self) -> bool:
        return bool(self.state or self.rule or self.urgency)


def find_warnings(actor: Actor, wanted: HealthFilter, today: date) -> sa.Select[PairWarning]:
    """Warnings that the actor deals with: the most pressing and the oldest first, closed ones by their day."""
    query = select_allowed(actor, Permission.HEALTH_KEEP, PairWarning).where(_in_state(actor, wanted.state, today))
    if wanted.rule:
        query = query.where(PairWarning.rule == wanted.rule)
    if wanted.urgency:
        query = query.where(PairWarning.urgency == int(wanted.urgency))
    order: tuple[Any, ...] = (PairWarning.urgency.desc(), PairWarning.since, PairWarning.id)
    if wanted.state == CLOSED:
        order = (PairWarning.closed_on.desc(), PairWarning.id.desc())
    return query.options(*WITH_PAIR).order_by(*order)


def waiting_by_urgency(actor: Actor, today: date) -> sa.Select[int, int]:
    """(urgency, how many wait today), no row where nothing waits."""
    n = sa.func.count()
    return (
        sa.select(PairWarning.urgency, n)
        .where(allowed(actor, Permission.HEALTH_KEEP, PairWarning), _in_state(actor, "", today))
        .group_by(PairWarning.urgency).order_by(PairWarning.urgency.desc())
    )  # fmt: skip


def warnings_of(actor: Actor, pair: Mentorship) -> Sequence[PairWarning]:
    """Open warnings of one pair that the actor may see, the most pressing first."""
    return db.session.scalars(
        select_allowed(actor, Permission.HEALTH_KEEP, PairWarning)
        .where(PairWarning.mentorship_id == pair.id, PairWarning.closed_on.is_(None))
        .options(joinedload(PairWarning.owner), joinedload(PairWarning.call))
        .order_by(PairWarning.urgency.desc(), PairWarning.since, PairWarning.id)
    ).all()  # fmt: skip


def own_calls(person_id: int | None, pair: Mentorship) -> Sequence[Any]:
    """(call, its warning) of what the person told about the pair, the latest first."""
    return db.session.execute(
        sa.select(CuratorCall, PairWarning).join(PairWarning, PairWarning.call_id == CuratorCall.id)
        .where(CuratorCall.mentorship_id == pair.id, CuratorCall.sent_by_id == person_id)
        .order_by(CuratorCall.id.desc()).limit(5)
    ).all()  # fmt: skip


def warning_of(call: CuratorCall) -> PairWarning | None:
    """What became of a call."""
    return db.session.scalars(
        sa.select(PairWarning).where(PairWarning.call_id == call.id).options(joinedload(PairWarning.owner))
    ).one_or_none()


def _in_state(actor: Actor, state: str, today: date) -> sa.ColumnElement[bool]:
    if state == CLOSED:
        return PairWarning.closed_on.is_not(None)
    is_open, later = PairWarning.closed_on.is_(None), PairWarning.snoozed_until > today
    if state == MINE:
        return sa.and_(is_open, PairWarning.owner_id == actor.person_id)
    if state == SNOOZED:
        return sa.and_(is_open, later)
    return sa.and_(is_open, sa.or_(PairWarning.snoozed_until.is_(None), ~later))
