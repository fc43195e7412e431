"""Examples of the registers: people on one hand, organisations, groups and bodies on the other."""

from typing import Any

from tests.house.asked import Example
from tests.house.examples_organizations import ORGANIZATIONS, dress_organizations
from tests.house.examples_people import PEOPLE_PAGES, dress_people
from tests.world import World


def dress_registers(world: World) -> dict[str, Any]:
    """Put on the stage what these examples speak of; returns its public ids."""
    return {**dress_people(world), **dress_organizations(world)}


REGISTERS: dict[str, Example] = {**PEOPLE_PAGES, **ORGANIZATIONS}
