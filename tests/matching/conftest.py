"""A programme of the college from the pattern with the most bodies, and requests of its people."""

import pytest

from portal.core.db import db
from portal.matching.actions import apply, nominate
from portal.matching.kinds import Origin
from portal.matching.queries import openings_of, own_places
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring
from tests.conftest import NOW

TODAY = NOW.date()


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


@pytest.fixture
def cycle(begin):
    return begin()


def openings(world, key):
    """Format code → what the person may ask for today."""
    return {each.format.format.code: each for each in openings_of(own_places(world.person(key).id, TODAY), TODAY)}


@pytest.fixture
def ask(world, cycle):
    """The person asks for a mentor; the first format that suits."""

    def ask(key="misha", goal="Хочу увереннее писать отчёты", code="student_student"):
        made = apply(world.actor(key), world.person(key), openings(world, key)[code], goal=goal)
        db.session.commit()
        return made

    return ask


@pytest.fixture
def bring(world, cycle):
    """The curator brings a person into the base."""

    def bring(key="misha", code="student_student", agreed_on=None, **more):
        said = {"origin": Origin.TEACHER, "goal": "Трудно войти в группу", "agreed_on": agreed_on, **more}
        made = nominate(world.actor("kira"), world.person(key), openings(world, key)[code], **said)
        db.session.commit()
        return made

    return bring
