"""What an administrator looks at: the state of the portal, entries of the journal, letters of the outbox."""

import io
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core import clock, migrations, sqlite
from portal.core.audit import AuditEntry
from portal.core.audit_subjects import subject_of
from portal.core.audit_words import AuditEvent, sentence_of
from portal.core.db import db, is_sqlite
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _, ru_datetime, ru_number
from portal.core.jobs import Job, JobState
from portal.core.mail import LetterState, OutboxMessage
from portal.people.models import Organization, Person

BACKUP_NOTE = "last_backup.json"
SCARCE, VERY_SCARCE = 0.15, 0.05
LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Line:
    """One line of the state: what, how it is, and whether to worry (tone of `ui.tag`)."""

    label: str
    words: str
    tone: str = "good"
    status: str = ""
    url: str = ""


def state_of_portal(actor: Actor, *, var: Path, version: str, has_mail: bool) -> list[Line]:
    """The state in words; the actor is whoever passed the gate."""
    return [
        Line(_("Версия портала"), version),
        _database_line(),
        _migrations_line(),
        *_job_lines(),
        *_letter_lines(has_mail),
        _disk_line(var),
        backup_line(var / BACKUP_NOTE, actor.time_zone),
    ]


def entries(
    actor: Actor, *, event: str = "", on: date | None = None, until: date | None = None, subject: str = ""
) -> sa.Select[Any, Any, Any, Any]:
    """The journal, newest first, with the name of whoever acted.

    `on` alone is one day, with `until` a period. `subject` is a public id: entries about it, and the deeds of the
    person who bears it.
    """
    query: sa.Select[Any, Any, Any, Any] = (
        sa.select(AuditEntry, Person.family_name, Person.given_name, Organization.short_name)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .outerjoin(Organization, Organization.id == AuditEntry.organization_id)
        .order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    )
    if event in set(AuditEvent):
        query = query.where(AuditEntry.event == event)
    if on:
        begins = clock.start_of_day(on, actor.time_zone)
        ends = clock.end_of_day(max(on, until or on), actor.time_zone)
        query = query.where(AuditEntry.happened_at >= begins, AuditEntry.happened_at <= ends)
    if subject:
        by_person = sa.select(Person.id).where(Person.public_id == subject)
        query = query.where(sa.or_(AuditEntry.subject_id == subject, AuditEntry.person_id.in_(by_person)))
    return query


def journal_book(rows: Sequence[Any], zone: str) -> io.BytesIO:
    """Entries of the journal as a workbook."""
    columns = [
        Column(title=_("Когда"), width=20, kind=Kind.MOMENT),
        *(Column(title=title, width=28) for title in (_("Действие"), _("Кто"), _("Где"), _("С чем"), _("Обозначение"))),
    ]
    lines = (
        [entry.happened_at, sentence_of(entry.event), " ".join(filter(None, (family, given))) or _("Портал"),
         place or "", subject_of(entry.subject_kind), entry.subject_id]
        for entry, family, given, place in rows
    )  # fmt: skip
    made = io.BytesIO()
    sheet = Sheet(name=_("Журнал"), columns=columns, rows=lines)
    write_workbook(made, Book(title=_("Журнал действий"), sheets=[sheet], zone=zone))
    made.seek(0)
    return made


def letters(actor: Actor, *, state: str = "") -> sa.Select[Any]:
    """The outbox, newest first."""
    query = select_allowed(actor, Permission.OUTBOX_READ, OutboxMessage)
    if state in set(LetterState):
        query = query.where(OutboxMessage.state == state)
    return query.order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())


def without_keys(text: str) -> str:
    """The letter without the keys of personal links: who looks after the post must not open somebody's answers."""
    return re.sub(r"(/(?:s|invitations)/)[\w.-]{20,}", r"\1…", text)


def backup_line(note: Path, zone: str) -> Line:
    """When the last copy was made; older than two days is a worry."""
    label = _("Резервная копия")
    if not note.exists():
        return Line(label, _("Ещё не делалась: portal backup ФАЙЛ"), "wait", _("нужна"))
    said = json.loads(note.read_text(encoding="utf-8"))
    made_at = datetime.fromisoformat(said["at"]).astimezone(UTC)
    is_old = clock.now() - made_at > timedelta(days=2)
    return Line(label, ru_datetime(made_at, zone), "wait" if is_old else "good", _("давно") if is_old else "")


def _database_line() -> Line:
    if is_sqlite():
        return Line(_("База данных"), f"SQLite {sqlite.driver().sqlite_version}")
    return Line(_("База данных"), f"PostgreSQL {db.session.scalar(sa.text('SHOW server_version'))}")


def _migrations_line() -> Line:
    label = _("Миграции")
    if migrations.is_current():
        return Line(label, _("Все применены (%(revision)s)", revision=migrations.wanted_revision()))
    return Line(label, _("Не все применены: выполните portal init"), "bad", _("нужны"))


def _job_lines() -> list[Line]:
    rows = db.session.execute(sa.select(Job.state, sa.func.count(), sa.func.min(Job.due_at)).group_by(Job.state)).all()
    counts: dict[str, tuple[int, datetime]] = {state: (n, oldest) for state, n, oldest in rows}
    waiting, oldest = counts.get(JobState.QUEUED, (0, clock.now()))
    is_late = bool(waiting) and clock.now() - oldest > LATE
    parked = counts.get(JobState.PARKED, (0, clock.now()))[0]
    lines = [
        Line(_("Работы в очереди"), ru_number(waiting), "bad" if is_late else "good",
             _("стоят: запустите portal worker") if is_late else "")
    ]  # fmt: skip
    if parked:
        lines.append(Line(_("Работы, которые не получились"), ru_number(parked), "bad", _("посмотрите журнал")))
    return lines


def _letter_lines(has_mail: bool) -> list[Line]:
    by_state = sa.select(OutboxMessage.state, sa.func.count()).group_by(OutboxMessage.state)
    counts: dict[str, int] = {row[0]: row[1] for row in db.session.execute(by_state)}
    waiting = ru_number(counts.get(LetterState.PENDING, 0) + counts.get(LetterState.SENDING, 0))
    parked = counts.get(LetterState.PARKED, 0)
    mail = Line(_("Письма ждут отправки"), waiting)
    if not has_mail:
        mail = Line(_("Письма ждут отправки"), waiting, "info", _("почта не подключена, читайте здесь"))
    late = Line(
        _("Письма отложены"), ru_number(parked), "bad" if parked else "good", _("разберите") if parked else "",
        url="/admin/outbox?state=parked",
    )  # fmt: skip
    return [mail, late]


def _disk_line(var: Path) -> Line:
    usage = shutil.disk_usage(var)
    free = usage.free / usage.total
    words = _("Свободно %(gib)s ГБ, %(share)s %%", gib=ru_number(usage.free / 2**30, 1), share=ru_number(free * 100))
    if free < VERY_SCARCE:
        return Line(_("Место на диске"), words, "bad", _("кончается"))
    return Line(_("Место на диске"), words, "wait" if free < SCARCE else "good", _("мало") if free < SCARCE else "")
