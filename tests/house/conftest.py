"""The stage, built once a module."""

from collections.abc import Iterator

import pytest
from flask import Flask

from portal.core import clock
from tests.conftest import NOW
from tests.house.examples import dress
from tests.house.stage import Stage, on_stage


@pytest.fixture(scope="module")
def stage(app: Flask) -> Iterator[Stage]:
    with clock.freeze(NOW), on_stage(app, dress) as built:
        yield built


@pytest.fixture
def fresh_stage(app: Flask) -> Iterator[Stage]:
    """A stage for one test: thousands of trials in one transaction slow PostgreSQL down."""
    with clock.freeze(NOW), on_stage(app, dress) as built:
        yield built
