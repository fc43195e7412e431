"""A programme of the first school from the pattern with the most bodies, in the year of the tests."""

import pytest

from portal.core.db import db
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring


@pytest.fixture
def reference(database):
    sync_mentoring()


@pytest.fixture
def begin(world, reference):
    """Begins a programme of a school from a pattern."""

    def begin(pattern="chgtt", school=1, year=2026):
        made = add_program(
            world.actor("kira"), world.town.schools[school], name="Наставничество рядом",
            pattern=program_patterns()[pattern], span=school_span(year),
        )  # fmt: skip
        db.session.commit()
        return made

    return begin


@pytest.fixture
def program(begin):
    return begin()


@pytest.fixture
def cycle(program):
    return cycles_of(program)[0]
