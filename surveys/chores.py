"""Work of this room by the clock."""

from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.schedule import every
from surveys.models import Mode, SurveyAssignment
from surveys.records import scatter_participation, sort_responses_by_chance

AFTER_THE_END = timedelta(days=1)


@every(minute="11")
def scatter_unnamed_waves() -> None:
    """Hourly, as long as a wave without names collects and a day longer: no row keeps the company it was written in."""
    for assignment_id in _unnamed_and_collecting():
        scatter_participation(assignment_id)
        db.session.commit()


@every(minute="41", hour="1")
def forget_the_order_of_responses() -> None:
    """Nightly, before the copies are made: responses lie in the order of their random ids, not in that of sending."""
    collecting = _unnamed_and_collecting()
    if collecting:
        sort_responses_by_chance(collecting)
        db.session.commit()


def _unnamed_and_collecting() -> list[int]:
    now = clock.now()
    unnamed = sa.select(SurveyAssignment.id).where(
        SurveyAssignment.mode != Mode.NAMED,
        SurveyAssignment.opens_at <= now,
        sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at > now - AFTER_THE_END),
    )
    return list(db.session.scalars(unnamed))
