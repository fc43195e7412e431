"""Road maps begun: from a ready one, from the map of another year, empty; and what is said of a map as a whole."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.programs.actions.programs import refuse_if_over
from portal.programs.models import Cycle, ProgramFact
from portal.programs.roadmaps.actions.closing import close_by
from portal.programs.roadmaps.definitions import MapDefinition, StepDefinition
from portal.programs.roadmaps.kinds import Period
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapResource, RoadmapStage, RoadmapStep
from portal.programs.roadmaps.schedule import Schedule, occurrences

COPIED = ("number", "title", "principal", "others", "responsible", "result", "paper", "fact", "module", "after",
          "is_own", "position")  # fmt: skip


def make_empty(actor: Actor, cycle: Cycle, *, title: str) -> Roadmap:
    """A map without steps. Call with the cycle locked. Raises Refusal in a closed year and where a map stands."""
    made = _begin(cycle, title, pattern="", controller=Role.DIRECTOR)
    _finish(actor, made)
    return made


def make_ready(actor: Actor, cycle: Cycle, ready: MapDefinition, *, skip_past: bool = False) -> Roadmap:
    """The map of a customer, its days moved into this year; day limits and sets of months stay (C3 №26).

    With `skip_past` steps whose term had passed before the year are marked as not of this year. Facts that the portal
    knows already close their steps. Raises Refusal in a closed year and where a map stands.
    """
    made = _begin(cycle, ready.title, pattern=ready.code, controller=ready.controller)
    years, place = cycle.starts_on.year - ready.base_year, 0
    for position, stage in enumerate(ready.stages, 1):
        row = RoadmapStage(roadmap_id=made.id, number=stage.number, title=stage.title, task=stage.task,
                           result=stage.result, module=stage.module, position=position)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        for each in stage.steps:
            place += 1
            step = RoadmapStep(roadmap_id=made.id, stage_id=row.id, position=place, **_said(each, years))
            _add(step, cycle, skip_past=skip_past)
    db.session.add_all(
        RoadmapResource(roadmap_id=made.id, kind=each.kind, name=each.name, source=each.source,
                        is_external=each.is_external)
        for each in ready.resources
    )  # fmt: skip
    _finish(actor, made)
    return made


def copy_map(actor: Actor, source: Roadmap, cycle: Cycle, *, skip_past: bool = False) -> Roadmap:
    """The map of another year again (ROAD-2): own steps too, days moved, nothing done yet.

    Raises Refusal in a closed year and where a map stands.
    """
    made = _begin(cycle, source.title, pattern=source.pattern, controller=source.controller)
    years = cycle.starts_on.year - source.cycle.starts_on.year
    stages = _of(RoadmapStage, source, RoadmapStage.position)
    places = {}
    for each in stages:
        row = RoadmapStage(roadmap_id=made.id, **_fields(each, ("number", "title", "task", "result", "module",
                                                                "position")))  # fmt: skip
        db.session.add(row)
        db.session.flush()
        places[each.id] = row.id
    for each in _of(RoadmapStep, source, RoadmapStep.position):
        step = RoadmapStep(roadmap_id=made.id, stage_id=places[each.stage_id], **_fields(each, COPIED),
                           **scheduled(each.schedule.moved(years)))  # fmt: skip
        _add(step, cycle, skip_past=skip_past)
    db.session.add_all(
        RoadmapResource(roadmap_id=made.id, **_fields(each, ("kind", "name", "source", "is_external")))
        for each in _of(RoadmapResource, source, RoadmapResource.id)
    )
    _finish(actor, made)
    return made


def edit_map(actor: Actor, roadmap: Roadmap, *, title: str, controller: str) -> None:
    """Call the map otherwise, name who watches over it. Raises Refusal in a closed year."""
    refuse_if_over(roadmap.cycle)
    roadmap.title, roadmap.controller = clean_line(title), Role(controller)
    roadmap.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.ROADMAP_CHANGED, roadmap, changes={"fields": ["title", "controller"]})


def scheduled(schedule: Schedule) -> dict[str, Any]:
    """The columns of a step in which its schedule is kept."""
    keeps_days = schedule.period in (Period.DEADLINE, Period.RANGE)
    return {
        "period": schedule.period,
        "first_on": schedule.first_on if schedule.period == Period.RANGE else None,
        "last_on": schedule.last_on if keeps_days else None,
        "months": sorted(schedule.months) if schedule.period == Period.MONTHS else [],
        "each_month": schedule.each_month and schedule.period == Period.MONTHS,
    }


def lay_out(step: RoadmapStep, cycle: Cycle) -> None:
    """Give a step that was added the occurrences of its schedule in the year."""
    db.session.add_all(
        RoadmapOccurrence(step_id=step.id, key=each.key, starts_on=each.starts_on, due_on=each.due_on)
        for each in occurrences(step.schedule, cycle.starts_on, cycle.ends_on)
    )


def _begin(cycle: Cycle, title: str, *, pattern: str, controller: str) -> Roadmap:
    refuse_if_over(cycle)
    made = Roadmap(cycle_id=cycle.id, organization_id=cycle.program.organization_id, title=clean_line(title),
                   pattern=pattern, controller=controller)  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # the database holds one map a year
        raise Refusal(_("У этого года уже есть дорожная карта.")) from None
    return made


def _finish(actor: Actor, made: Roadmap) -> None:
    db.session.flush()
    audit.record(actor, AuditEvent.ROADMAP_ADDED, made, changes={"pattern": made.pattern})
    facts = db.session.scalars(
        sa.select(ProgramFact)
        .join(Cycle, Cycle.id == made.cycle_id)
        .where(ProgramFact.organization_id == made.organization_id,
               ProgramFact.happened_on.between(Cycle.starts_on, Cycle.ends_on))
        .order_by(ProgramFact.happened_on, ProgramFact.id)
    ).all()  # fmt: skip
    for fact in facts:
        close_by(actor, fact, roadmap=made)


def _add(step: RoadmapStep, cycle: Cycle, *, skip_past: bool) -> None:
    dues = occurrences(step.schedule, cycle.starts_on, cycle.ends_on)
    if skip_past and _is_past([each.due_on for each in dues], cycle.starts_on):
        step.skip_reason = _("Срок прошёл до начала года")
        step.skipped_on = clock.today(cycle.program.organization.time_zone)
    db.session.add(step)
    db.session.flush()
    lay_out(step, cycle)


def _is_past(days: Iterable[date | None], first: date) -> bool:
    return all(day is not None and day < first for day in days)


def _said(each: StepDefinition, years: int) -> dict[str, Any]:
    return {
        "number": each.number, "title": each.title, "principal": each.roles[0] if each.roles else "",
        "others": list(each.roles[1:]), "responsible": each.responsible, "result": each.result, "paper": each.paper,
        "fact": each.fact, "module": each.module, "after": list(each.after),
        **scheduled(each.schedule.moved(years)),
    }  # fmt: skip


def _fields(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _of(model: Any, roadmap: Roadmap, order: Any) -> Sequence[Any]:
    return db.session.scalars(sa.select(model).where(model.roadmap_id == roadmap.id).order_by(order)).all()
