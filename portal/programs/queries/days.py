"""Working and school days of an organisation: the calendar of the country, and where the organisation differs."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.core.db import db
from portal.people.models import Organization
from portal.programs.kinds import DayKind
from portal.programs.models import OwnDay
from portal.programs.workdays import calendar

ONE_DAY = timedelta(days=1)
FURTHEST = 3_660  # days to look ahead for a working day: an organisation that is closed for longer has none


def own_days(organization: Organization, first: date, last: date) -> Sequence[OwnDay]:
    """Days of the organisation's own that touch the span, in order."""
    return db.session.scalars(
        sa.select(OwnDay)
        .where(OwnDay.organization_id == organization.id, OwnDay.starts_on <= last, OwnDay.ends_on >= first)
        .order_by(OwnDay.starts_on, OwnDay.id)
    ).all()


def is_working_day(organization: Organization, day: date) -> bool:
    """Whether the organisation works: its own word first, else the production calendar. Holidays are learners' only."""
    return _works(day, own_days(organization, day, day))


def add_working_days(organization: Organization, day: date, n: int) -> date:
    """The n-th working day after `day`, which itself never counts (ГК РФ ст. 191). `n` is 0 or more.

    Raises ValueError where the organisation does not work for ten years.
    """
    own = own_days(organization, day, day + timedelta(days=FURTHEST))
    for _step in range(FURTHEST):
        if n <= 0:
            return day
        day += ONE_DAY
        n -= _works(day, own)
    if n > 0:
        raise ValueError("no working day within ten years")
    return day


def is_school_day(organization: Organization, day: date) -> bool:
    """Whether learners are there: a working day outside the holidays."""
    own = own_days(organization, day, day)
    return _works(day, own) and not any(each.kind == DayKind.HOLIDAYS for each in own)


def _works(day: date, own: Sequence[OwnDay]) -> bool:
    """A working day named by the organisation outweighs a day off of its own, and both the calendar."""
    said = {each.kind for each in own if each.starts_on <= day <= each.ends_on}
    if DayKind.WORKING in said:
        return True
    return DayKind.DAY_OFF not in said and calendar().is_working(day)
