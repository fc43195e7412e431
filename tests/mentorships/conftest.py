"""A year of the college and of school 2, with pairs in them."""

import pytest

from portal.core.db import db
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring


@pytest.fixture
def begin(world):
    """Begins a programme of a school; returns its running year."""
    sync_mentoring()

    def begin(pattern="chgtt", school=1, year=2026):
        made = add_program(
            world.actor("kira"), world.town.schools[school], name="Наставничество рядом",
            pattern=program_patterns()[pattern], span=school_span(year),
        )  # fmt: skip
        db.session.commit()
        return cycles_of(made)[0]

    return begin
