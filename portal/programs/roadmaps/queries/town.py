"""The municipal map over the maps of organisations: who has a programme, a year, a map, and how many steps are done.

Counts only: neither names nor texts of marks leave an organisation this way (ROAD-5).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.people.models import Organization
from portal.programs.models import Cycle, Program
from portal.programs.queries.programs import TEACHING
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapStage, RoadmapStep
from portal.programs.roadmaps.reading import Tally


@dataclass(frozen=True, kw_only=True)
class TownLine:
    """An organisation (and one programme of it) on the municipal map."""

    organization: Organization
    program: str = ""
    year: str = ""
    roadmap_id: int | None = None
    whole: Tally = field(default_factory=Tally)
    by_module: dict[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TownStage:
    """A stage of one map in numbers."""

    title: str
    number: str
    module: str
    tally: Tally


def town_lines(actor: Actor, today: date) -> list[TownLine]:
    """Teaching organisations of the reader's town by name; two statements, however many there are."""
    year = sa.and_(
        Cycle.program_id == Program.id, Cycle.closed_on.is_(None), Cycle.starts_on <= today, Cycle.ends_on >= today
    )
    rows = db.session.execute(
        sa.select(Organization, Program.name, Cycle.name, Roadmap.id)
        .outerjoin(Program, Program.organization_id == Organization.id)
        .outerjoin(Cycle, year)
        .outerjoin(Roadmap, Roadmap.cycle_id == Cycle.id)
        .where(
            allowed(actor, Permission.ROADMAP_WATCH, Organization), Organization.kind.in_(TEACHING),
            Organization.ends_on.is_(None),
        )
        .order_by(Organization.sort_name, Organization.id, Program.sort_name, Program.id)
    ).all()  # fmt: skip
    counted = _counted([row[3] for row in rows if row[3] is not None], today)
    return [_line(row, [each for each in counted if each.roadmap_id == row[3]]) for row in rows]


def town_stages(actor: Actor, organization: Organization, today: date) -> list[tuple[TownLine, list[TownStage]]]:
    """Each programme of one organisation with the stages of its map."""
    lines = [each for each in town_lines(actor, today) if each.organization.id == organization.id]
    counted = _counted([each.roadmap_id for each in lines if each.roadmap_id is not None], today)
    return [
        (line, [TownStage(title=each.title, number=each.number, module=each.module, tally=_tally([each]))
                for each in counted if each.roadmap_id == line.roadmap_id])
        for line in lines
    ]  # fmt: skip


def _counted(roadmap_ids: Sequence[int], today: date) -> Sequence[Any]:
    """Rows: map, stage, module, and how many of the steps there are done, overdue, not of this year."""
    open_ones = RoadmapOccurrence.done_on.is_(None)
    per_step = (
        sa.select(
            RoadmapStep.id, RoadmapStep.stage_id, RoadmapStep.module, RoadmapStep.skipped_on,
            sa.func.count(RoadmapOccurrence.id).label("n"),
            sa.func.coalesce(sa.func.sum(sa.case((open_ones, 1), else_=0)), 0).label("n_open"),
            sa.func.coalesce(
                sa.func.sum(sa.case((sa.and_(open_ones, RoadmapOccurrence.due_on < today), 1), else_=0)), 0
            ).label("n_late"),
        )
        .outerjoin(RoadmapOccurrence, RoadmapOccurrence.step_id == RoadmapStep.id)
        .where(RoadmapStep.roadmap_id.in_(roadmap_ids))
        .group_by(RoadmapStep.id, RoadmapStep.stage_id, RoadmapStep.module, RoadmapStep.skipped_on)
        .subquery()
    )  # fmt: skip
    applies = per_step.c.skipped_on.is_(None)
    module = sa.func.coalesce(sa.func.nullif(per_step.c.module, sa.literal_column("''")), RoadmapStage.module)
    counts = (
        sa.func.sum(sa.case((applies, 1), else_=0)).label("total"),
        sa.func.sum(sa.case((sa.and_(applies, per_step.c.n > 0, per_step.c.n_open == 0), 1), else_=0)).label("done"),
        sa.func.sum(sa.case((sa.and_(applies, per_step.c.n_late > 0), 1), else_=0)).label("overdue"),
        sa.func.sum(sa.case((applies, 0), else_=1)).label("skipped"),
    )
    where = (RoadmapStage.roadmap_id, RoadmapStage.id, RoadmapStage.position, RoadmapStage.title, RoadmapStage.number)
    return db.session.execute(
        sa.select(*where, module.label("module"), *counts)
        .join(per_step, per_step.c.stage_id == RoadmapStage.id)
        .group_by(*where, module)
        .order_by(RoadmapStage.roadmap_id, RoadmapStage.position, module)
    ).all()


def _line(row: Any, counted: Sequence[Any]) -> TownLine:
    organization, program, year, roadmap_id = row
    modules = {each.module for each in counted} - {""}
    return TownLine(
        organization=organization, program=program or "", year=year or "", roadmap_id=roadmap_id,
        whole=_tally(counted),
        by_module={code: _tally([each for each in counted if each.module == code]) for code in modules},
    )  # fmt: skip


def _tally(counted: Sequence[Any]) -> Tally:
    return Tally(
        total=sum(each.total for each in counted), done=sum(each.done for each in counted),
        overdue=sum(each.overdue for each in counted), skipped=sum(each.skipped for each in counted),
    )  # fmt: skip
