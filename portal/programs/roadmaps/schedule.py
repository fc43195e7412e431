"""Periods of steps: which occurrences a step has in a year, and how its days move into another year. Pure."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.programs.roadmaps.kinds import Period

ONE_DAY = timedelta(days=1)
QUARTER_COUNTS_FROM = 80  # days of a quarter within the year: a September alone is no quarter


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a step is done. `months` are 1–12; with `each_month` every one of them is an occurrence of its own."""

    period: Period
    first_on: date | None = None
    last_on: date | None = None
    months: tuple[int, ...] = ()
    each_month: bool = False

    def moved(self, years: int) -> "Schedule":
        """The same day limits and months in another year; 29 February becomes the 28th."""
        return replace(self, first_on=moved(self.first_on, years), last_on=moved(self.last_on, years))


@dataclass(frozen=True, kw_only=True)
class Due:
    """One occurrence: `key` tells it from the others of its step; both days belong to it."""

    key: str
    starts_on: date | None = None
    due_on: date | None = None


def moved(day: date | None, years: int) -> date | None:
    """The day in another year."""
    if day is None:
        return None
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def occurrences(schedule: Schedule, first: date, last: date) -> list[Due]:
    """What the step has to close in the year from `first` to `last`, both included, in order.

    A run of neighbouring months («ноябрь – май») is one occurrence and belongs to the year in which it ends, so
    «август – сентябрь» begins before a year that begins in September. A deadline stands where it was put.
    """
    match schedule.period:
        case Period.MONTHS:
            return list(_runs(schedule, first, last))
        case Period.QUARTERLY:
            return list(_quarters(first, last))
        case Period.YEARLY:
            return list(_years(first, last))
        case _:
            return [_once(schedule, first, last)]


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """(year, month) of every month that the days touch."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [divmod_month(each) for each in range(start, end + 1)]


def divmod_month(number: int) -> tuple[int, int]:
    """Months counted from the year 0 as (year, month)."""
    return number // 12, number % 12 + 1


def _once(schedule: Schedule, first: date, last: date) -> Due:
    match schedule.period:
        case Period.DEADLINE:
            return Due(key="once", due_on=schedule.last_on)
        case Period.RANGE:
            return Due(key="once", starts_on=schedule.first_on, due_on=schedule.last_on)
        case Period.ONGOING:
            return Due(key="all", starts_on=first, due_on=last)
        case Period.AFTER_YEAR:
            return Due(key="all", starts_on=max(first, last.replace(day=1)), due_on=last)
        case _:
            return Due(key="all")


def _runs(schedule: Schedule, first: date, last: date) -> Iterator[Due]:
    wanted = set(schedule.months)
    if len(wanted) == 12 and not schedule.each_month:
        yield Due(key="all", starts_on=first, due_on=last)
        return
    for year, month in months_between(first, last):
        number = year * 12 + month - 1
        is_last = schedule.each_month or divmod_month(number + 1)[1] not in wanted
        if month not in wanted or not is_last:
            continue
        start = number
        while not schedule.each_month and divmod_month(start - 1)[1] in wanted:
            start -= 1
        yield Due(
            key=f"{year}-{month:02}", starts_on=date(*divmod_month(start), 1), due_on=month_end(year, month)
        )  # fmt: skip


def _quarters(first: date, last: date) -> Iterator[Due]:
    for year, month in months_between(first, last):
        if month % 3:
            continue
        start, end = max(first, date(year, month - 2, 1)), min(last, month_end(year, month))
        if (end - start).days >= QUARTER_COUNTS_FROM:
            yield Due(key=f"{year}-q{month // 3}", starts_on=start, due_on=end)


def _years(first: date, last: date) -> Iterator[Due]:
    start = first
    while start <= last:
        following = moved(start, 1) or last
        yield Due(key=str(start.year), starts_on=start, due_on=min(last, following - ONE_DAY))
        start = following


def span_of(dues: Sequence[Due], first: date, last: date) -> list[tuple[int, int]]:
    """(year, month) in which the step is at work within the year, for the picture; none where no day is known."""
    found: dict[tuple[int, int], None] = {}
    for due in dues:
        if due.due_on is None:
            continue
        start, end = max(first, due.starts_on or due.due_on), min(last, due.due_on)
        if start <= end:
            found |= dict.fromkeys(months_between(start, end))
    return list(found)
