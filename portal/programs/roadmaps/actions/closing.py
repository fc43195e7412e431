"""Occurrences closed by a fact or by hand, opened again; steps that do not apply this year."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.documents.models import Document
from portal.programs.actions.changes import Upload
from portal.programs.actions.programs import refuse_if_over
from portal.programs.models import Cycle, ProgramFact
from portal.programs.roadmaps.kinds import Deed, Way
from portal.programs.roadmaps.models import Roadmap, RoadmapEntry, RoadmapOccurrence, RoadmapStep


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What proves that a step is done: words, a registered document, a file; at least one of them (S4-53)."""

    comment: str = ""
    document: Document | None = None
    upload: Upload | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.comment.strip() or self.document or self.upload)


def close_by_hand(actor: Actor, occurrence: RoadmapOccurrence, *, on: date, evidence: Evidence) -> None:
    """The step is done this time. Call with the step locked.

    Raises Refusal without evidence, for a day to come, in a closed year, for what is done or does not apply.
    """
    step = occurrence.step
    _refuse_closed(step)
    if occurrence.done_on is not None:
        raise Refusal(_("Это уже отмечено."))
    if on > clock.today(step.roadmap.organization.time_zone):
        raise Refusal(_("Этот день ещё не наступил."))
    if evidence.is_empty:
        raise Refusal(_("Приложите файл, выберите документ или напишите, чем подтверждается результат."))
    occurrence.done_on, occurrence.way, occurrence.comment = on, Way.HAND, clean_text(evidence.comment)
    occurrence.document_id = evidence.document.id if evidence.document else None
    if evidence.upload is not None:
        occurrence.file = files.store(*evidence.upload)
    occurrence.recorded_by_id = actor.person_id
    _tell(actor, step, Deed.DONE, occurrence.comment)
    audit.record(actor, AuditEvent.ROADMAP_STEP_CLOSED, step, organization_id=step.roadmap.organization_id,
                 changes={"key": occurrence.key, "way": Way.HAND})  # fmt: skip


def open_again(actor: Actor, occurrence: RoadmapOccurrence) -> None:
    """Take the mark back, whoever made it; its file goes. Raises Refusal in a closed year and where nothing is done."""
    step = occurrence.step
    refuse_if_over(step.roadmap.cycle)
    if occurrence.done_on is None:
        raise Refusal(_("Здесь ещё ничего не отмечено."))
    former, occurrence.file = occurrence.file, None
    occurrence.done_on = occurrence.way = occurrence.document_id = occurrence.fact_id = None
    occurrence.recorded_by_id, occurrence.comment = None, ""
    db.session.flush()
    if former is not None:
        files.erase(former)
    _tell(actor, step, Deed.UNDONE, "")
    audit.record(actor, AuditEvent.ROADMAP_STEP_OPENED, step, organization_id=step.roadmap.organization_id,
                 changes={"key": occurrence.key})  # fmt: skip


def skip_step(actor: Actor, step: RoadmapStep, *, reason: str) -> None:
    """The step does not apply this year. Raises Refusal without a reason, in a closed year, and for the same twice."""
    _refuse_closed(step)
    if not reason.strip():
        raise Refusal(_("Напишите, почему шаг не применяется."))
    step.skip_reason, step.skipped_on = clean_text(reason), clock.today(step.roadmap.organization.time_zone)
    step.version += 1
    _tell(actor, step, Deed.SKIPPED, step.skip_reason)
    audit.record(actor, AuditEvent.ROADMAP_STEP_CHANGED, step, organization_id=step.roadmap.organization_id,
                 changes={"fields": ["skip_reason"]})  # fmt: skip


def restore_step(actor: Actor, step: RoadmapStep) -> None:
    """The step applies after all."""
    refuse_if_over(step.roadmap.cycle)
    if step.skipped_on is None:
        raise Refusal(_("Этот шаг и так применяется."))
    step.skip_reason, step.skipped_on = "", None
    step.version += 1
    _tell(actor, step, Deed.RESTORED, "")
    audit.record(actor, AuditEvent.ROADMAP_STEP_CHANGED, step, organization_id=step.roadmap.organization_id,
                 changes={"fields": ["skip_reason"]})  # fmt: skip


def close_by(actor: Actor, fact: ProgramFact, *, roadmap: Roadmap | None = None) -> int:
    """Close what this fact proves in the open years that hold its day; returns how many steps.

    One occurrence of a step: the one in whose days the fact falls, else the earliest that is late, else the next one.
    """
    waiting = (
        sa.select(RoadmapOccurrence, RoadmapStep)
        .join(RoadmapStep, RoadmapStep.id == RoadmapOccurrence.step_id)
        .join(Roadmap, Roadmap.id == RoadmapStep.roadmap_id)
        .join(Cycle, Cycle.id == Roadmap.cycle_id)
        .where(
            Roadmap.organization_id == fact.organization_id, RoadmapStep.fact == fact.kind,
            RoadmapStep.skipped_on.is_(None), RoadmapOccurrence.done_on.is_(None), Cycle.closed_on.is_(None),
            Cycle.starts_on <= fact.happened_on, Cycle.ends_on >= fact.happened_on,
        )
        .order_by(RoadmapStep.id, RoadmapOccurrence.due_on, RoadmapOccurrence.id)
    )  # fmt: skip
    if roadmap is not None:
        waiting = waiting.where(Roadmap.id == roadmap.id)
    nearest: dict[RoadmapStep, RoadmapOccurrence] = {}
    for occurrence, step in db.session.execute(waiting).all():
        known = nearest.get(step)
        if known is None or _rank(occurrence, fact.happened_on) < _rank(known, fact.happened_on):
            nearest[step] = occurrence
    for step, occurrence in nearest.items():
        occurrence.done_on, occurrence.way, occurrence.fact_id = fact.happened_on, Way.FACT, fact.id
        _tell(actor, step, Deed.FACT, "")
        audit.record(actor, AuditEvent.ROADMAP_STEP_CLOSED, step, organization_id=fact.organization_id,
                     changes={"key": occurrence.key, "way": Way.FACT})  # fmt: skip
    return len(nearest)


def _rank(occurrence: RoadmapOccurrence, day: date) -> tuple[int, int]:
    first, last = occurrence.starts_on or date.min, occurrence.due_on or date.max
    if first <= day <= last:
        return 0, 0
    return (1, last.toordinal()) if last < day else (2, first.toordinal())


def _refuse_closed(step: RoadmapStep) -> None:
    refuse_if_over(step.roadmap.cycle)
    if step.skipped_on is not None:
        raise Refusal(_("Этот шаг не применяется в этом году."))


def _tell(actor: Actor, step: RoadmapStep, deed: Deed, text: str) -> None:
    """A line of the history; what the portal did by itself names nobody."""
    by = None if deed == Deed.FACT else actor.person_id
    db.session.add(RoadmapEntry(step_id=step.id, deed=deed, text=text, recorded_by_id=by))
    db.session.flush()
