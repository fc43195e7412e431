"""How the pages of a map find it: through the gate, with its year and programme."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotSeen
from portal.documents.models import Document
from portal.programs.models import Program
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapStep
from portal.programs.roadmaps.queries.maps import WITH_YEAR, occurrence_of


def one_map(public_id: str, permission: Permission, *, lock: bool = False) -> Roadmap:
    """The map with its year."""
    return get_or_404(current_actor(), Roadmap, public_id, permission, *WITH_YEAR, lock=lock)


def one_program(public_id: str, permission: Permission, *, lock: bool = False) -> Program:
    """The programme with its organisation."""
    loaded = joinedload(Program.organization)
    return get_or_404(current_actor(), Program, public_id, permission, loaded, lock=lock)


def one_step(public_id: str, permission: Permission, *, lock: bool = False) -> RoadmapStep:
    """The step with its times, what proves them, its map and year."""
    times = selectinload(RoadmapStep.occurrences)
    options: tuple[Any, ...] = (
        times.joinedload(RoadmapOccurrence.file),
        times.joinedload(RoadmapOccurrence.document).load_only(Document.number),
        times.joinedload(RoadmapOccurrence.recorded_by), times.joinedload(RoadmapOccurrence.fact),
        joinedload(RoadmapStep.stage), joinedload(RoadmapStep.roadmap).options(*WITH_YEAR),
    )  # fmt: skip
    return get_or_404(current_actor(), RoadmapStep, public_id, permission, *options, lock=lock)


def one_time(step: RoadmapStep, public_id: str) -> RoadmapOccurrence:
    """One occurrence of the step. Raises NotSeen where it is none of it."""
    found = occurrence_of(step, public_id)
    if found is None:
        raise NotSeen
    return found
