"""By which days the curators report about a year: the dates of the mentors' reports, else its last day."""

from collections.abc import Iterable
from datetime import date, timedelta

from portal.mentorships.closing.dates import dates_between
from portal.programs.models import Cycle
from portal.programs.queries import settings_of

DAY = timedelta(days=1)


def due_dates(cycle: Cycle) -> tuple[date, ...]:
    """Every date of the year, in order."""
    found = [day for day in dates_between(settings_of(cycle), cycle.starts_on, cycle.ends_on) if day > cycle.starts_on]
    return tuple(found) or (cycle.ends_on,)


def next_due(cycle: Cycle, today: date, written: Iterable[date] = ()) -> date | None:
    """The first date, from today on, for which nothing is begun; where all lie behind, the last one."""
    dates, taken = due_dates(cycle), set(written)
    ahead = [day for day in dates if day >= today and day not in taken]
    behind = [day for day in dates if day < today and day not in taken]
    return next(iter(ahead or behind[-1:]), None)


def begins_on(cycle: Cycle, due_on: date) -> date:
    """From which day a report by this date tells: the day after the date before it, or the first day of the year."""
    before = [day for day in due_dates(cycle) if day < due_on]
    return before[-1] + DAY if before else cycle.starts_on
