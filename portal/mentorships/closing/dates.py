"""By which days the mentors of a pair report (PLAN-9)."""

import calendar
from collections.abc import Iterable
from datetime import date

from portal.mentorships.models import Mentorship
from portal.programs.cycle_settings import CycleSettings
from portal.programs.queries import settings_of


def due_dates(pair: Mentorship) -> tuple[date, ...]:
    """Days of the year's settings on which the pair works, in order; without any the last day of the pair.

    Nothing for a pair that has not begun.
    """
    if pair.starts_on is None:
        return ()
    last = pair.ends_on or pair.planned_until or pair.cycle.ends_on
    found = tuple(day for day in dates_between(settings_of(pair.cycle), pair.starts_on, last) if day > pair.starts_on)
    return found or (last,)


def next_due(pair: Mentorship, today: date, sent: Iterable[date] = ()) -> date | None:
    """The first date, from today on, by which nothing was sent yet; where all lie behind, the last one."""
    dates, taken = due_dates(pair), set(sent)
    ahead = [day for day in dates if day >= today and day not in taken]
    behind = [day for day in dates if day < today and day not in taken]
    return next(iter(ahead or behind[-1:]), None)


def begins_on(pair: Mentorship, due_on: date) -> date:
    """From which day a report by this date tells: the day after the date before it, or the first day of the pair."""
    before = [day for day in due_dates(pair) if day < due_on]
    first = pair.starts_on or due_on
    return date.fromordinal(before[-1].toordinal() + 1) if before else first


def dates_between(settings: CycleSettings, first: date, last: date) -> list[date]:
    """Every date of the settings from a day to a day, both included."""
    found = []
    for year in range(first.year, last.year + 1):
        for month in settings.report_months:
            day = date(year, month, min(settings.report_day, calendar.monthrange(year, month)[1]))
            if first <= day <= last:
                found.append(day)
    return sorted(found)
