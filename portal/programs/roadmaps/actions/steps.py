"""Steps added, changed, removed; resources of the programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.programs.actions.programs import refuse_if_over
from portal.programs.roadmaps.actions.making import lay_out, scheduled
from portal.programs.roadmaps.kinds import Deed, ResourceKind
from portal.programs.roadmaps.models import (
    Roadmap,
    RoadmapEntry,
    RoadmapOccurrence,
    RoadmapResource,
    RoadmapStage,
    RoadmapStep,
)
from portal.programs.roadmaps.schedule import Schedule, occurrences

MOST_STEPS, MOST_RESOURCES = 150, 100


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """What a step says of itself; `principal` is empty where the curator answers."""

    title: str
    schedule: Schedule
    number: str = ""
    principal: str = ""
    others: Sequence[str] = ()
    responsible: str = ""
    result: str = ""
    paper: str = ""
    fact: str = ""
    module: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """As they are stored."""
        others = [each for each in self.others if each != self.principal]
        return {
            "title": clean_line(self.title), "number": clean_line(self.number), "principal": self.principal,
            "others": others, "responsible": clean_line(self.responsible), "result": clean_text(self.result),
            "paper": clean_line(self.paper), "fact": self.fact, "module": self.module, **scheduled(self.schedule),
        }  # fmt: skip


def add_stage(actor: Actor, roadmap: Roadmap, *, title: str) -> RoadmapStage:
    """One more stage at the end."""
    refuse_if_over(roadmap.cycle)
    last = sa.select(sa.func.coalesce(sa.func.max(RoadmapStage.position), 0))
    position = (db.session.scalar(last.where(RoadmapStage.roadmap_id == roadmap.id)) or 0) + 1
    made = RoadmapStage(
        roadmap_id=roadmap.id, title=clean_line(title), number=str(position), position=position
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.ROADMAP_CHANGED, roadmap, changes={"added": "stage"})
    return made


def add_step(actor: Actor, stage: RoadmapStage, facts: StepFacts) -> RoadmapStep:
    """A step of one's own at the end of a stage. Raises Refusal in a closed year and when the map is full."""
    roadmap = stage.roadmap
    refuse_if_over(roadmap.cycle)
    said = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(RoadmapStep.position), 0))
    count, last = db.session.execute(said.where(RoadmapStep.roadmap_id == roadmap.id)).one()
    if count >= MOST_STEPS:
        raise Refusal(_("В карте уже %(n)s шагов, больше не помещается.", n=MOST_STEPS))
    step = RoadmapStep(
        roadmap_id=roadmap.id, stage_id=stage.id, is_own=True, position=last + 1, after=[], **facts.columns
    )  # fmt: skip
    db.session.add(step)
    db.session.flush()
    lay_out(step, roadmap.cycle)
    _record(actor, roadmap, step, {"added": step.period})
    return step


def edit_step(actor: Actor, step: RoadmapStep, facts: StepFacts) -> None:
    """Change a step. Call with it locked. What is done stays done; what waits follows the new days.

    Raises Refusal in a closed year.
    """
    roadmap = step.roadmap
    refuse_if_over(roadmap.cycle)
    fields = [name for name, value in facts.columns.items() if getattr(step, name) != value]
    for name in fields:
        setattr(step, name, facts.columns[name])
    step.version += 1
    db.session.flush()
    if {"period", "first_on", "last_on", "months", "each_month"} & set(fields):
        _lay_out_again(step)
    db.session.add(RoadmapEntry(step_id=step.id, deed=Deed.CHANGED, recorded_by_id=actor.person_id))
    _record(actor, roadmap, step, {"fields": fields})


def remove_step(actor: Actor, step: RoadmapStep) -> None:
    """Take a step out. Call with it locked. Raises Refusal in a closed year and where something of it is done."""
    roadmap = step.roadmap
    refuse_if_over(roadmap.cycle)
    if any(each.done_on is not None for each in step.occurrences):
        raise Refusal(_("По этому шагу есть отметка. Уберите её или пометьте шаг «не применяется»."))
    _record(actor, roadmap, step, {"removed": step.number or step.public_id})
    for model in (RoadmapEntry, RoadmapOccurrence):
        db.session.execute(sa.delete(model).where(model.step_id == step.id))
    db.session.expire(step, ["occurrences"])
    db.session.delete(step)
    db.session.flush()


def add_resource(
    actor: Actor, roadmap: Roadmap, *, kind: ResourceKind, name: str, source: str, is_external: bool
) -> RoadmapResource:
    """What the programme rests on (ROAD-7). Raises Refusal in a closed year and when the list is full."""
    refuse_if_over(roadmap.cycle)
    there = sa.select(sa.func.count()).select_from(RoadmapResource).where(RoadmapResource.roadmap_id == roadmap.id)
    if (db.session.scalar(there) or 0) >= MOST_RESOURCES:
        raise Refusal(_("Ресурсов уже %(n)s, больше не помещается.", n=MOST_RESOURCES))
    made = RoadmapResource(roadmap_id=roadmap.id, kind=kind, name=clean_line(name), source=clean_line(source),
                           is_external=is_external)  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.ROADMAP_RESOURCES_CHANGED, roadmap, changes={"added": kind})
    return made


def remove_resource(actor: Actor, resource: RoadmapResource) -> None:
    """Take a resource out. Raises Refusal in a closed year."""
    refuse_if_over(resource.roadmap.cycle)
    audit.record(actor, AuditEvent.ROADMAP_RESOURCES_CHANGED, resource.roadmap, changes={"removed": resource.kind})
    db.session.delete(resource)
    db.session.flush()


def _lay_out_again(step: RoadmapStep) -> None:
    """Open occurrences become those of the new schedule; a moved deadline is reminded of anew."""
    cycle = step.roadmap.cycle
    wanted = {each.key: each for each in occurrences(step.schedule, cycle.starts_on, cycle.ends_on)}
    for each in list(step.occurrences):
        due = wanted.pop(each.key, None)
        if each.done_on is not None:
            continue
        if due is None:
            db.session.delete(each)
        elif (each.starts_on, each.due_on) != (due.starts_on, due.due_on):
            each.starts_on, each.due_on, each.reminded_at = due.starts_on, due.due_on, None
    db.session.add_all(
        RoadmapOccurrence(step_id=step.id, key=due.key, starts_on=due.starts_on, due_on=due.due_on)
        for due in wanted.values()
    )
    db.session.flush()
    db.session.expire(step, ["occurrences"])


def _record(actor: Actor, roadmap: Roadmap, step: RoadmapStep, changes: dict[str, Any]) -> None:
    audit.record(
        actor, AuditEvent.ROADMAP_STEP_CHANGED, step, organization_id=roadmap.organization_id, changes=changes
    )  # fmt: skip
