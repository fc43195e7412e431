"""Reads of the programmes."""

from portal.programs.queries.days import add_working_days, is_school_day, is_working_day
from portal.programs.queries.papers import facts_of, paper_in_force
from portal.programs.queries.programs import (
    cycle_of,
    cycles_of,
    find_programs,
    forms_that_run,
    route_of,
    routes_of,
    settings_of,
)

__all__ = [
    "add_working_days",
    "cycle_of",
    "cycles_of",
    "facts_of",
    "find_programs",
    "forms_that_run",
    "is_school_day",
    "is_working_day",
    "paper_in_force",
    "route_of",
    "routes_of",
    "settings_of",
]
