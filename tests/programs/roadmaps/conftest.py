"""The programme of the first school with a road map in the year of the tests."""

import pytest

from portal.core.db import db
from portal.programs.queries import cycles_of
from portal.programs.roadmaps.actions import make_ready
from portal.programs.roadmaps.definitions import ready_maps
from portal.programs.roadmaps.models import RoadmapStep
from tests.programs.conftest import begin, cycle, program, reference

__all__ = ["begin", "cycle", "program", "reference"]


@pytest.fixture
def draw_map(world, begin):
    """Makes the ready map of a customer for the year of a fresh programme."""

    def draw_map(code="chgtt", school=1, **more):
        cycle = cycles_of(begin(code, school=school))[0]
        made = make_ready(world.actor("kira"), cycle, ready_maps()[code], **more)
        db.session.commit()
        return made

    return draw_map


@pytest.fixture
def step_of(database):
    """Finds a step of a map by its number."""

    def step_of(roadmap, number):
        return db.session.scalars(
            db.select(RoadmapStep).where(RoadmapStep.roadmap_id == roadmap.id, RoadmapStep.number == number)
        ).one()

    return step_of
