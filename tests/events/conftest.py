"""Events of the tests: announced for a day after the moment at which tests happen."""

from datetime import timedelta
from typing import Any

import pytest

from portal.events import actions
from portal.events.models import Event
from tests.conftest import NOW


def announced(world: Any, *, by: str = "kira", school: Any = None, days: float = 5, **facts: Any) -> Event:
    """An announced event of the college, `days` from now, two hours long."""
    starts_at = NOW + timedelta(days=days)
    said = {"title": "Час наставника", "kind": "seminar", "module": "progress", "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2), "place": "Кабинет 12", **facts}  # fmt: skip
    event = actions.draft_event(world.actor(by), school or world.school_1, **said)
    actions.announce(world.actor(by), event)
    return event


@pytest.fixture
def event(world: Any) -> Event:
    return announced(world, capacity=2)
