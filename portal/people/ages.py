"""Ages as numbers that both databases can subtract: 29 February counts as 1 March by itself."""

from datetime import date
from typing import Any

import sqlalchemy as sa

YEAR = 10_000
OWN_SIGNATURE_FROM = 14
ADULT_FROM = 18


def day_number(day: Any) -> Any:
    """The day as ггггммдд: a number for a date, an expression for a column.

    The difference of two such numbers is at least n · YEAR exactly when n full years have passed; who was born on
    29 February (…0229) is a year older on 1 March (…0301) of a common year, not on 28 February (…0228).
    """
    if isinstance(day, date):
        return day.year * YEAR + day.month * 100 + day.day
    parts = (sa.extract("year", day), sa.extract("month", day), sa.extract("day", day))
    year, month, number = (sa.cast(part, sa.Integer) for part in parts)
    return year * YEAR + month * 100 + number


def is_of_age(birth_on: Any, years: int, on: Any) -> sa.ColumnElement[bool]:
    """The clause «this many full years on the day»; NULL where the birth date is not known."""
    grown: sa.ColumnElement[bool] = day_number(on) - day_number(birth_on) >= years * YEAR
    return grown
