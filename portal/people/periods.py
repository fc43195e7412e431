"""Periods instead of flags: whatever begins has `starts_on`, whatever ended has `ends_on`, both days included."""

from datetime import date
from typing import Any

import sqlalchemy as sa

PERIOD = "ends_on IS NULL OR ends_on >= starts_on"


def in_force(model: Any, on: date) -> sa.ColumnElement[bool]:
    """The clause «this period covers the day»."""
    return sa.and_(model.starts_on <= on, sa.or_(model.ends_on.is_(None), model.ends_on >= on))


def age_on(birth_on: date, on: date) -> int:
    """Full years on a day; who was born on 29 February grows older on 1 March of a common year."""
    try:
        birthday = birth_on.replace(year=on.year)
    except ValueError:
        birthday = date(on.year, 3, 1)
    return on.year - birth_on.year - (on < birthday)
