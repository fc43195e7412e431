"""Reads of one map: the years of a programme with their maps, stages with steps, history, documents to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.accounts.models import RoleGrant
from portal.core.db import db
from portal.core.web.choices import chosen, one_of
from portal.documents.kinds import DocumentState
from portal.documents.models import Document
from portal.programs.models import Cycle, Program
from portal.programs.roadmaps.definitions import modules
from portal.programs.roadmaps.kinds import StepState
from portal.programs.roadmaps.models import (
    Roadmap,
    RoadmapEntry,
    RoadmapOccurrence,
    RoadmapResource,
    RoadmapStage,
    RoadmapStep,
)
from portal.programs.roadmaps.reading import StageView, Tally, tally_of, view_of

MOST_DOCUMENTS = 200
WITH_YEAR = (
    joinedload(Roadmap.organization),
    joinedload(Roadmap.cycle).joinedload(Cycle.program),
)


@dataclass(frozen=True, kw_only=True)
class StepFilter:
    """What the list of steps is narrowed to; nonsense in the address narrows nothing."""

    state: str = ""
    module: str = ""

    @classmethod
    def from_args(cls, args: Mapping[str, Any]) -> Self:
        """As the address says."""
        return cls(state=one_of(args, "state", set(StepState)), module=one_of(args, "module", set(modules())))

    @property
    def as_args(self) -> dict[str, str]:
        """As an address says it."""
        return chosen({"state": self.state, "module": self.module})


@dataclass(frozen=True, kw_only=True)
class Board:
    """A map on a day."""

    stages: Sequence[StageView]
    tally: Tally = field(default_factory=Tally)

    @property
    def has_steps(self) -> bool:
        """Whether the filter leaves anything."""
        return any(each.steps for each in self.stages)


def years_of(program: Program) -> Sequence[Any]:
    """Rows (year, its map or None), the latest year first."""
    return db.session.execute(
        sa.select(Cycle, Roadmap)
        .outerjoin(Roadmap, Roadmap.cycle_id == Cycle.id)
        .where(Cycle.program_id == program.id)
        .order_by(Cycle.starts_on.desc())
    ).all()


def board_of(roadmap: Roadmap, today: date, wanted: StepFilter | None = None) -> Board:
    """Stages with their steps as they stand today; three statements, however many steps there are."""
    rows = db.session.execute(
        sa.select(RoadmapStage, RoadmapStep)
        .outerjoin(RoadmapStep, RoadmapStep.stage_id == RoadmapStage.id)
        .where(RoadmapStage.roadmap_id == roadmap.id)
        .options(selectinload(RoadmapStep.occurrences))
        .order_by(RoadmapStage.position, RoadmapStep.position)
    ).all()
    held = roles_held_in(roadmap.organization_id, today)
    by_number = {step.number: step for _stage, step in rows if step is not None and step.number}
    stages: dict[RoadmapStage, list[Any]] = {}
    for stage, step in rows:
        views = stages.setdefault(stage, [])
        if step is not None:
            views.append(view_of(step, stage, today, held, by_number))
    every = [view for views in stages.values() for view in views]
    return Board(
        stages=[
            StageView(stage=stage, steps=[each for each in views if _fits(each, wanted)], tally=tally_of(views))
            for stage, views in stages.items()
        ],
        tally=tally_of(every),
    )  # fmt: skip


def roles_held_in(organization_id: int, today: date) -> set[str]:
    """Roles that somebody holds in the organisation today."""
    found = db.session.scalars(
        sa.select(RoleGrant.role)
        .where(RoleGrant.organization_id == organization_id, RoleGrant.starts_on <= today,
               sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today))
        .distinct()
    )  # fmt: skip
    return set(found)


def steps_before(step: RoadmapStep) -> Sequence[RoadmapStep]:
    """Steps that logically come first, with their occurrences."""
    found = db.session.scalars(
        sa.select(RoadmapStep)
        .where(RoadmapStep.roadmap_id == step.roadmap_id, RoadmapStep.number.in_(step.after), RoadmapStep.number != "")
        .options(joinedload(RoadmapStep.occurrences))
        .order_by(RoadmapStep.position)
    )
    return found.unique().all()


def history_of(step: RoadmapStep) -> Sequence[RoadmapEntry]:
    """What was done with the step, the latest first."""
    return db.session.scalars(
        sa.select(RoadmapEntry)
        .where(RoadmapEntry.step_id == step.id)
        .options(joinedload(RoadmapEntry.recorded_by))
        .order_by(RoadmapEntry.happened_at.desc(), RoadmapEntry.id.desc())
        .limit(100)
    ).all()


def occurrence_of(step: RoadmapStep, public_id: str) -> RoadmapOccurrence | None:
    """One occurrence of the step."""
    return next((each for each in step.occurrences if each.public_id == public_id), None)


def stages_of(roadmap: Roadmap) -> Sequence[RoadmapStage]:
    """Stages in order."""
    return db.session.scalars(
        sa.select(RoadmapStage).where(RoadmapStage.roadmap_id == roadmap.id).order_by(RoadmapStage.position)
    ).all()


def resources_of(roadmap: Roadmap) -> Sequence[RoadmapResource]:
    """What the programme rests on, as it was entered."""
    return db.session.scalars(
        sa.select(RoadmapResource).where(RoadmapResource.roadmap_id == roadmap.id).order_by(RoadmapResource.id)
    ).all()


def documents_to_choose(actor: Actor, organization_id: int) -> Sequence[Document]:
    """Registered documents of the organisation that the reader may see, the latest first."""
    return db.session.scalars(
        sa.select(Document)
        .where(allowed(actor, Permission.DOCUMENT_READ, Document), Document.organization_id == organization_id,
               Document.state == DocumentState.SIGNED)
        .options(load_only(Document.public_id, Document.number, Document.title))
        .order_by(Document.registered_on.desc(), Document.id.desc())
        .limit(MOST_DOCUMENTS)
    ).all()  # fmt: skip


def step_rows(roadmap: Roadmap) -> Sequence[RoadmapStep]:
    """Every step in order with its stage and what proves it: for the file."""
    times = selectinload(RoadmapStep.occurrences)
    return db.session.scalars(
        sa.select(RoadmapStep)
        .join(RoadmapStage, RoadmapStage.id == RoadmapStep.stage_id)
        .where(RoadmapStep.roadmap_id == roadmap.id)
        .options(contains_eager(RoadmapStep.stage), times.joinedload(RoadmapOccurrence.document),
                 times.joinedload(RoadmapOccurrence.file))
        .order_by(RoadmapStage.position, RoadmapStep.position)
    ).all()  # fmt: skip


def _fits(view: Any, wanted: StepFilter | None) -> bool:
    if wanted is None:
        return True
    return wanted.state in ("", view.state) and wanted.module in ("", view.module)
