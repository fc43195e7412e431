"""Reads of the programmes."""

from portal.programs.queries.programs import (
    cycle_of,
    cycles_of,
    find_programs,
    forms_that_run,
    route_of,
    routes_of,
    settings_of,
)

__all__ = ["cycle_of", "cycles_of", "find_programs", "forms_that_run", "route_of", "routes_of", "settings_of"]
