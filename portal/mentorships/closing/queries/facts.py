"""What the data says about a pair from a day to a day: meetings, hours, items of plans, achievements."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _, ru_date
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.models import Achievement, Plan, PlanItem

MOST_NAMED = 40


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """Numbers of a pair; `minutes` are those of confirmed meetings, `late` items are those whose day has passed."""

    held: int = 0
    confirmed: int = 0
    minutes: int = 0
    has_final: bool = False
    items: int = 0
    done: int = 0
    late: int = 0
    achievements: int = 0

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """As it was frozen."""
        return cls(**{name: value for name, value in data.items() if name in cls.__dataclass_fields__})

    def as_data(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)


def facts_of(pair: Mentorship, first: date, last: date, today: date) -> PairFacts:
    """Meetings and achievements of these days; items of plans as they stand."""
    confirmed = Meeting.evidence == Evidence.CONFIRMED
    held, proven, minutes, final = db.session.execute(
        sa.select(
            sa.func.count(), sa.func.sum(sa.case((confirmed, 1), else_=0)),
            sa.func.sum(sa.case((confirmed, Meeting.minutes), else_=0)),
            sa.func.sum(sa.case((Meeting.kind == MeetingKind.FINAL, 1), else_=0)),
        )
        .where(Meeting.mentorship_id == pair.id, Meeting.state == MeetingState.HELD, Meeting.day.between(first, last))
    ).one()  # fmt: skip
    items, done, late = db.session.execute(
        sa.select(
            sa.func.count(), sa.func.sum(sa.case((PlanItem.done_on.is_not(None), 1), else_=0)),
            sa.func.sum(sa.case((sa.and_(PlanItem.done_on.is_(None), PlanItem.due_on < today), 1), else_=0)),
        )
        .join(Plan, Plan.id == PlanItem.plan_id).where(Plan.mentorship_id == pair.id)
    ).one()  # fmt: skip
    shown = db.session.scalar(
        sa.select(sa.func.count()).where(
            Achievement.mentorship_id == pair.id, Achievement.happened_on.between(first, last)
        )
    )
    return PairFacts(
        held=held, confirmed=int(proven or 0), minutes=int(minutes or 0), has_final=bool(final), items=items,
        done=int(done or 0), late=int(late or 0), achievements=shown or 0,
    )  # fmt: skip


def done_in_words(pair: Mentorship, first: date, last: date) -> str:
    """What was done, a line each: items of plans with their result, then achievements; at most MOST_NAMED lines."""
    items = db.session.execute(
        sa.select(PlanItem.title, PlanItem.result).join(Plan, Plan.id == PlanItem.plan_id)
        .where(Plan.mentorship_id == pair.id, PlanItem.done_on.between(first, last))
        .order_by(PlanItem.done_on, PlanItem.id).limit(MOST_NAMED)
    )  # fmt: skip
    shown = db.session.execute(
        sa.select(Achievement.title, Achievement.result, Achievement.happened_on)
        .where(Achievement.mentorship_id == pair.id, Achievement.happened_on.between(first, last))
        .order_by(Achievement.happened_on, Achievement.id).limit(MOST_NAMED)
    )  # fmt: skip
    lines = [f"{title}: {result}" for title, result in items]
    lines += [
        _("%(what)s, %(day)s", what=": ".join(filter(None, (title, result))), day=ru_date(day, "full"))
        for title, result, day in shown
    ]
    return "\n".join(lines[:MOST_NAMED])
