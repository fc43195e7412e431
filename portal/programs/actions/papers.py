"""Registered papers of a programme, and facts by which steps of the road map close."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.models import Organization
from portal.programs.actions.changes import Upload, change
from portal.programs.kinds import PaperKind
from portal.programs.models import Program, ProgramFact, ProgramPaper
from portal.programs.signals import fact_recorded


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """What a paper says of itself; without `ends_on` it is in force until another takes its place."""

    kind: PaperKind
    title: str
    number: str
    adopted_on: date
    starts_on: date
    ends_on: date | None


def add_paper(actor: Actor, program: Program, facts: PaperFacts, upload: Upload | None = None) -> ProgramPaper:
    """Register a paper with its file. Raises Refusal for impossible days and for a file that is not taken."""
    _refuse_days(facts)
    paper = ProgramPaper(program_id=program.id, **_stored(facts))
    if upload is not None:
        paper.file_id = files.store(*upload).id
    db.session.add(paper)
    db.session.flush()
    _record(actor, AuditEvent.PROGRAM_PAPER_ADDED, paper, program, {"kind": facts.kind})
    record_fact(actor, program.organization, f"paper_{facts.kind}", facts.adopted_on, paper)
    return paper


def edit_paper(actor: Actor, paper: ProgramPaper, facts: PaperFacts, upload: Upload | None = None) -> None:
    """Put right what was registered; a new file takes the place of the old one."""
    _refuse_days(facts)
    fields = {"fields": change(paper, _stored(facts), upload)}
    _record(actor, AuditEvent.PROGRAM_PAPER_CHANGED, paper, paper.program, fields)


def record_fact(actor: Actor, organization: Organization, kind: str, happened_on: date, subject: Any) -> bool:
    """Tell that something happened to `subject` (a row with a `public_id` or `id`), once however often it is told.

    Steps of the road map close by facts of their kind. Returns whether it was news; a fact is never changed.
    """
    key = f"{subject.__tablename__}:{getattr(subject, 'public_id', None) or subject.id}"
    row = {"organization_id": organization.id, "kind": kind, "subject": key, "happened_on": happened_on,
           "recorded_at": clock.now()}  # fmt: skip
    is_news = upsert(ProgramFact.__table__, row, keys=("organization_id", "kind", "subject")) == 1
    if is_news:
        changes = {"kind": kind, "happened_on": happened_on.isoformat()}
        audit.record(actor, AuditEvent.PROGRAM_FACT_RECORDED, subject, organization_id=organization.id, changes=changes)
        told = sa.select(ProgramFact).where(
            ProgramFact.organization_id == organization.id, ProgramFact.kind == kind, ProgramFact.subject == key
        )
        fact_recorded.send(actor, fact=db.session.scalars(told).one())
    return is_news


def _refuse_days(facts: PaperFacts) -> None:
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        raise Refusal(_("Документ перестаёт действовать раньше, чем начинает."))


def _stored(facts: PaperFacts) -> dict[str, Any]:
    return {"kind": facts.kind, "title": clean_line(facts.title), "number": clean_line(facts.number),
            "adopted_on": facts.adopted_on, "starts_on": facts.starts_on, "ends_on": facts.ends_on}  # fmt: skip


def _record(actor: Actor, event: AuditEvent, paper: ProgramPaper, program: Program, changes: dict[str, Any]) -> None:
    """A paper is told in the trail of its programme's organisation."""
    audit.record(actor, event, paper, organization_id=program.organization_id, changes=changes)
