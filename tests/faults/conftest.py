"""The stage of the house tests serves the fault loop too, anew for each room.

One transaction that was rolled back ten thousand times slows PostgreSQL down: every trial leaves dead rows in it.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.core import clock
from tests.conftest import NOW
from tests.house.examples import dress
from tests.house.stage import Stage, on_stage


@pytest.fixture
def stage(app: Flask) -> Iterator[Stage]:
    with clock.freeze(NOW), on_stage(app, dress) as built:
        yield built
