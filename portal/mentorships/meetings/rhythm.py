"""The rhythm of meetings: pure counting of days, in which holidays and pauses do not count."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
LONGEST_REST = 800  # days that the search for a due day looks ahead


def days_between(after: date, until: date, quiet: AbstractSet[date]) -> int:
    """Days after `after` up to and including `until` that count; 0 where `until` is not later."""
    whole = (until - after).days
    return max(whole - sum(1 for day in quiet if after < day <= until), 0)


def due_on(after: date, gap: int, quiet: AbstractSet[date]) -> date:
    """The day by which the next meeting is due: the `gap`-th counted day after `after`, a positive number."""
    day, counted = after, 0
    for _step in range(LONGEST_REST):
        day += ONE_DAY
        counted += day not in quiet
        if counted == gap:
            break
    return day


def with_bridges(days_off: AbstractSet[date], free: AbstractSet[date], long: int = 5) -> set[date]:
    """The holidays among days on which nobody works: `days_off`, and weekends inside a run of `long` free days or more.

    `free` are all days without work, weekends too. So the first ten days of January rest whole, and the weekend beside
    one holiday in May does not.
    """
    quiet = set(days_off)
    run: list[date] = []
    for day in [*sorted(free), date.max]:
        if run and day - run[-1] != ONE_DAY:
            if len(run) >= long and days_off & set(run):
                quiet.update(run)
            run = []
        run.append(day)
    return quiet
