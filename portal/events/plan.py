"""The ready plan of the year: rows of `data/plan.yaml`, and the school year in which a day lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from portal.core.yaml_files import load_yaml
from portal.events.labels import FOLDER

SEPTEMBER = 9
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """An event that recurs every year. With `each` every month of `months` has an event of its own."""

    code: str
    title: str
    kind: str
    module: str = ""
    level: str = ""
    months: tuple[int, ...] = ()
    each: bool = False
    period: str = ""
    participants: str = ""
    audience: Mapping[str, Any] = field(default_factory=dict)
    is_online: bool = False

    @property
    def places(self) -> list[tuple[str, int | None]]:
        """(code of the event, month): one, or one a month."""
        if self.each:
            return [(f"{self.code}-{month}", month) for month in self.months]
        return [(self.code, self.months[0] if self.months else None)]


@cache
def plan_rows() -> tuple[PlanRow, ...]:
    """The plan; an unknown key is refused."""
    return tuple(PlanRow(**{**row, "months": tuple(row.get("months", ()))}) for row in load_yaml(FOLDER / "plan.yaml"))


def n_planned() -> int:
    """How many events the plan brings."""
    return sum(len(row.places) for row in plan_rows())


def school_year_of(day: date) -> int:
    """The year of the September before the day."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def months_of_year() -> list[int]:
    """Months from September to August."""
    return [*range(SEPTEMBER, 13), *range(1, SEPTEMBER)]
