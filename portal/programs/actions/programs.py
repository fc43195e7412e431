"""Programmes and their years: begun from a pattern, copied, changed, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.actions.organizations import refuse_if_closed
from portal.people.models import Organization
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import FormatChoice, ProgramPattern, formats
from portal.programs.models import ApprovalRoute, Cycle, CycleFormat, MentoringFormat, Program
from portal.programs.routes import fresh
from portal.programs.search import index_program


@dataclass(frozen=True, kw_only=True)
class Span:
    """The name and the days of a year; both days belong to it."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class FormatOfYear:
    """What a year says of one format."""

    is_on: bool
    own_name: str = ""
    responsible: str = ""


def school_span(year: int) -> Span:
    """The school year that begins on 1 September of `year`."""
    return Span(name=f"{year}/{year + 1}", starts_on=date(year, 9, 1), ends_on=date(year + 1, 8, 31))


def add_program(actor: Actor, organization: Organization, *, name: str, pattern: ProgramPattern, span: Span) -> Program:
    """Begin a programme: routes, formats and settings of the pattern are copied, and the first year stands.

    The reference rows must be there (`portal reference sync`).
    """
    refuse_if_closed(organization)
    program = Program(
        organization_id=organization.id, name=clean_line(name), sort_name=sort_key(name), pattern=pattern.code
    )
    db.session.add(program)
    db.session.flush()
    for each in pattern.routes:
        db.session.add(
            ApprovalRoute(
                program_id=program.id, subject=each.subject, format_code=each.format, category=each.category,
                steps=[step.as_data() for step in fresh(each.steps)],
            )
        )  # fmt: skip
    index_program(program, organization)
    audit.record(actor, AuditEvent.PROGRAM_ADDED, program, changes={"pattern": pattern.code})
    _begin_cycle(actor, program, span, pattern.settings, _chosen(pattern.formats))
    return program


def edit_program(actor: Actor, program: Program, *, name: str) -> None:
    """Call the programme otherwise."""
    program.name, program.sort_name = clean_line(name), sort_key(name)
    program.version += 1
    db.session.flush()
    index_program(program, program.organization)
    audit.record(actor, AuditEvent.PROGRAM_CHANGED, program, changes={"fields": ["name"]})


def copy_cycle(actor: Actor, source: Cycle, *, span: Span) -> Cycle:
    """The next year with the settings and formats of `source`. Raises Refusal when the days touch another year."""
    said = {
        each.format.code: FormatOfYear(is_on=each.is_on, own_name=each.own_name, responsible=each.responsible)
        for each in source.formats
    }
    return _begin_cycle(actor, source.program, span, CycleSettings.from_data(source.settings), said)


def edit_cycle(actor: Actor, cycle: Cycle, *, span: Span, settings: CycleSettings) -> None:
    """Change the days and the settings of a year that is not closed. Raises Refusal when the days touch another."""
    refuse_if_over(cycle)
    _refuse_overlap(cycle.program_id, span, but=cycle.id)
    wanted: dict[str, Any] = {
        "name": clean_line(span.name), "starts_on": span.starts_on, "ends_on": span.ends_on,
        "settings": settings.as_data(),
    }  # fmt: skip
    changed = [field for field, value in wanted.items() if getattr(cycle, field) != value]
    before, after = cycle.settings, wanted["settings"]
    for field in changed:
        setattr(cycle, field, wanted[field])
    fields = [field for field in changed if field != "settings"]
    fields += [name for name, value in after.items() if before.get(name) != value]
    _cycle_changed(actor, AuditEvent.CYCLE_CHANGED, cycle, {"fields": fields})


def set_formats(actor: Actor, cycle: Cycle, said: Mapping[str, FormatOfYear]) -> None:
    """Which formats run in the year, under which names. Raises Refusal when none would."""
    refuse_if_over(cycle)
    if not any(each.is_on for each in said.values()):
        raise Refusal(_("Включите хотя бы одну форму."))
    changed = []
    for row in cycle.formats:
        wanted = said.get(row.format.code)
        if wanted is None or (row.is_on, row.own_name, row.responsible) == _stored(wanted):
            continue
        row.is_on, row.own_name, row.responsible = _stored(wanted)
        changed.append(row.format.code)
    _cycle_changed(actor, AuditEvent.CYCLE_FORMATS_CHANGED, cycle, {"formats": changed})


def close_cycle(actor: Actor, cycle: Cycle, *, on: date) -> None:
    """The year is over: nothing in it changes any more. Raises Refusal for a day before its first."""
    refuse_if_over(cycle)
    if on < cycle.starts_on:
        raise Refusal(_("Год ещё не начался."))
    cycle.closed_on = on
    _cycle_changed(actor, AuditEvent.CYCLE_CLOSED, cycle, {"closed_on": on.isoformat()})


def reopen_cycle(actor: Actor, cycle: Cycle) -> None:
    """Take the closing back."""
    if cycle.closed_on is None:
        raise Refusal(_("Этот год не завершён."))
    cycle.closed_on = None
    _cycle_changed(actor, AuditEvent.CYCLE_REOPENED, cycle, {})


def refuse_if_over(cycle: Cycle) -> None:
    """Raises Refusal for a closed year."""
    if cycle.closed_on is not None:
        raise Refusal(_("Этот год завершён. Чтобы его менять, откройте его снова."))


def _begin_cycle(
    actor: Actor, program: Program, span: Span, settings: CycleSettings, said: Mapping[str, FormatOfYear]
) -> Cycle:
    _refuse_overlap(program.id, span)
    cycle = Cycle(
        program_id=program.id, name=clean_line(span.name), starts_on=span.starts_on, ends_on=span.ends_on,
        settings=settings.as_data(),
    )  # fmt: skip
    db.session.add(cycle)
    db.session.flush()
    nothing = FormatOfYear(is_on=False)
    for position, (code, format_id) in enumerate(_known_formats(), 1):
        is_on, own_name, responsible = _stored(said.get(code, nothing))
        db.session.add(
            CycleFormat(
                cycle_id=cycle.id, format_id=format_id, is_on=is_on, own_name=own_name, responsible=responsible,
                position=position,
            )
        )  # fmt: skip
    db.session.flush()
    audit.record(
        actor, AuditEvent.CYCLE_ADDED, cycle, organization_id=program.organization_id, changes={"name": cycle.name}
    )
    return cycle


def _known_formats() -> Sequence[tuple[str, int]]:
    rows = db.session.execute(
        sa.select(MentoringFormat.code, MentoringFormat.id)
        .where(MentoringFormat.retired_on.is_(None))
        .order_by(MentoringFormat.position)
    ).all()
    if {row.code for row in rows} < set(formats()):
        raise Refusal(_("Справочник форм ещё не загружен. Его загружает администратор портала."))
    return [(row.code, row.id) for row in rows]


def _refuse_overlap(program_id: int, span: Span, but: int | None = None) -> None:
    if span.ends_on < span.starts_on + timedelta(days=27):
        raise Refusal(_("Год программы длится хотя бы четыре недели. Проверьте дни."))
    touching = sa.select(Cycle.name).where(
        Cycle.program_id == program_id, Cycle.starts_on <= span.ends_on, Cycle.ends_on >= span.starts_on
    )
    other = db.session.scalar((touching.where(Cycle.id != but) if but else touching).limit(1))
    if other is not None:
        raise Refusal(_("Эти дни уже заняты: %(name)s. Годы одной программы не пересекаются.", name=other))


def _chosen(choices: Sequence[FormatChoice]) -> dict[str, FormatOfYear]:
    return {each.code: FormatOfYear(is_on=True, own_name=each.name, responsible=each.responsible) for each in choices}


def _stored(said: FormatOfYear) -> tuple[bool, str, str]:
    return said.is_on, clean_line(said.own_name), clean_line(said.responsible)


def _cycle_changed(actor: Actor, event: AuditEvent, cycle: Cycle, changes: dict[str, Any]) -> None:
    cycle.version += 1
    db.session.flush()
    audit.record(actor, event, cycle, organization_id=cycle.program.organization_id, changes=changes)
