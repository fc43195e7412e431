"""Programmes of the college as the tests of the bases begin them, and its catalogue of awards."""

from typing import Any

import pytest

from portal.recognition import actions
from tests.matching.conftest import begin, cycle

__all__ = ["begin", "cycle"]


@pytest.fixture
def catalogue(world: Any) -> None:
    """The college has the awards of the reference."""
    actions.fill_kinds(world.actor("kira"), world.school_1)
