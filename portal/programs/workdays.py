"""The production calendar of Russia: which days are worked, and the n-th working day after a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from portal.core.yaml_files import load_yaml

FILE = Path(__file__).parent / "data" / "production_calendar.yaml"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the usual week; a year that nobody entered has none."""

    days_off: frozenset[date]
    working: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether offices are open on the day under a five-day week."""
        return day in self.working or (day.weekday() < 5 and day not in self.days_off)

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself never counts (ГК РФ ст. 191)."""
        while n > 0:
            day += ONE_DAY
            n -= self.is_working(day)
        return day


@cache
def calendar() -> Calendar:
    """The calendar of the file; every year names its source."""
    days_off: set[date] = set()
    working: set[date] = set()
    for year in load_yaml(FILE):
        if not year.get("source"):
            raise ValueError(f"{FILE.name}: the year {year['year']} names no source")
        days_off.update(_days(year["year"], year["days_off"]))
        working.update(_days(year["year"], year["working"]))
    return Calendar(frozenset(days_off), frozenset(working))


def _days(year: int, days: list[str]) -> list[date]:
    return [date.fromisoformat(f"{year}-{day}") for day in days]
