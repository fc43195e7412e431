"""Examples of the endpoints of one room: accounts."""

from typing import Any

from tests.house.asked import Example
from tests.world import World


def dress_accounts(world: World) -> dict[str, Any]:
    """Put on the stage what these examples speak of; returns its public ids."""
    return {}


ACCOUNTS: dict[str, Example] = {}
