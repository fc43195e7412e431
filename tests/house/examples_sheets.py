"""Examples of the endpoints of one room: sheets."""

from typing import Any

from tests.house.asked import Example
from tests.world import World


def dress_sheets(world: World) -> dict[str, Any]:
    """Put on the stage what these examples speak of; returns its public ids."""
    return {}


SHEETS: dict[str, Example] = {}
