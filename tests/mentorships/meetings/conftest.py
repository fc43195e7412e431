"""Programmes of two schools and pairs in them."""

import pytest

from portal.core.db import db
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring
from tests.mentorships.pairing import make_pair


@pytest.fixture
def cycle(world):
    """The running year of a programme of the college."""
    sync_mentoring()
    made = add_program(
        world.actor("kira"), world.school_1, name="Наставничество рядом", pattern=program_patterns()["chgtt"],
        span=school_span(2026),
    )  # fmt: skip
    db.session.commit()
    return cycles_of(made)[0]


@pytest.fixture
def pair(world, cycle):
    """Нина with Миша, who work since the middle of October."""
    made = make_pair(world.nina, world.misha, cycle)
    db.session.commit()
    return made
