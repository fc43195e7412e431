"""Results of a wave as files: what goes in follows the reader's rights, and the file says how to check it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.core import audit, clock
from portal.core import export as core
from portal.core.audit_words import AuditEvent
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people import disclosures
from portal.people.models import Organization
from surveys.exchange.answers.rows import Edition, Sheet, SheetColumn, editions_of, response_rows
from surveys.exchange.answers.workbook import KINDS, Workbook, canonical, turnout_rows
from surveys.items import Cell
from surveys.labels import mode_label
from surveys.models import SurveyAssignment
from surveys.queries import named_in
from surveys.results.asking import figures_for
from surveys.results.figures import Results
from surveys.results.privacy import Reading, reading_of

NAMED_RESULTS = "surveys.results"
AT_ONCE = 2_000  # responses that are written while the reader waits; more become a job
STREAMED = 20_000  # responses of a CSV that goes out while it is read
TOLD_EVERY = 1_000
Told = Callable[[int], None]


def nobody_listens(rows: int) -> None:
    """Progress that nobody asked for."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What went into a file: rows of answers, SHA-256 of them (or of the figures), and the facts that it states."""

    rows: int
    digest: str
    facts: Sequence[tuple[str, Cell | datetime]] = ()


def open_wave(actor: Actor, public_id: str) -> tuple[SurveyAssignment, Reading]:
    """A wave whose results the actor may take away, and what they may see of it. Raises NotSeen or NotAllowed."""
    loaded = (joinedload(SurveyAssignment.organization), joinedload(SurveyAssignment.questionnaire_version))
    wave = get_or_404(actor, SurveyAssignment, public_id, Permission.RESULTS_EXPORT, *loaded)
    return wave, reading_of(actor, wave, permissions_on(actor, wave))


def write_xlsx(wave: SurveyAssignment, reading: Reading, stream: IO[bytes], told: Told = nobody_listens) -> Written:
    """Write the workbook. Raises Refusal below k.

    `told` hears now and then how many rows are written.
    """
    results, editions, made_at = open_results(wave, reading), editions_of(wave), clock.now()
    sheet, zone = Sheet(editions), wave.organization.time_zone
    book = Workbook(stream, wave.title)
    count, digest = 0, ""
    if reading.names:
        count, digest = book.write_answers(sheet.columns, Counted(response_rows(wave, sheet, zone), told))
    book.write_codebook(codebook_rows(sheet.columns if reading.names else sheet.item_columns))
    summary_digest = book.write_summary(results)
    written = Written(rows=count, digest=digest or summary_digest)
    facts = facts_of_file(wave, reading, editions, made_at, written)
    book.write_about(facts)
    book.close()
    return Written(rows=count, digest=written.digest, facts=facts)


def write_csv(wave: SurveyAssignment, reading: Reading, stream: IO[bytes], told: Told = nobody_listens) -> Written:
    """The answers (for those who may read them) or the figures as CSV. Raises Refusal below k."""
    pieces = CsvPieces(wave, reading, told, digested=True)
    for piece in pieces:
        stream.write(piece)
    return pieces.written()


class CsvPieces:
    """A CSV in pieces, the first at once; afterwards `written` says what went through. Raises Refusal below k."""

    def __init__(
        self, wave: SurveyAssignment, reading: Reading, told: Told = nobody_listens, *, digested: bool = False
    ) -> None:
        self._wave, self._reading, self._made_at = wave, reading, clock.now()
        self._results, self._editions = open_results(wave, reading), editions_of(wave)
        self.sheet = Sheet(self._editions)
        rows: Iterable[Sequence[Cell]] = figures(self._results)
        if reading.names:
            rows = response_rows(wave, self.sheet, wave.organization.time_zone)
        self._rows = Counted(rows, told, digested=digested)

    def __iter__(self) -> Iterator[bytes]:
        heads = (_("Код"), _("Вопрос"), _("Строка"), _("Столбец"), _("Значение"))
        columns = [column.code for column in self.sheet.columns] if self._reading.names else heads
        return core.write_csv(columns, self._rows, zone=self._wave.organization.time_zone)

    def written(self) -> Written:
        """What went through, once all of it has."""
        said = Written(rows=self._rows.n if self._reading.names else 0, digest=self._rows.digest)
        facts = facts_of_file(self._wave, self._reading, self._editions, self._made_at, said)
        return Written(rows=said.rows, digest=said.digest, facts=facts)


class Counted:
    """Rows that are counted (and, if wanted, sealed) while they pass; `told` hears the number every TOLD_EVERY rows."""

    def __init__(self, rows: Iterable[Sequence[Cell]], told: Told = nobody_listens, *, digested: bool = False) -> None:
        self.n, self._rows, self._told = 0, rows, told
        self._seal = hashlib.sha256() if digested else None

    @property
    def digest(self) -> str:
        """SHA-256 of the rows that passed."""
        return self._seal.hexdigest() if self._seal else ""

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.n += 1
            if self.n % TOLD_EVERY == 0:
                self._told(self.n)
            if self._seal:
                self._seal.update(canonical(row))
            yield row


def file_name(wave: SurveyAssignment, ending: str) -> str:
    """«Анкета … 2026-11-20.xlsx»: the title of the wave and the day of the organisation."""
    day = clock.today(wave.organization.time_zone)
    return f"{wave.title[:80]} {day.isoformat()}.{ending}"


def check_names(actor: Actor, wave: SurveyAssignment) -> None:
    """Raise ApprovalNeeded or TooManySubjects where this actor may not take the answers with names alone."""
    disclosures.check_file(
        actor, NAMED_RESULTS, named_in(wave.id), wave.public_id, organization_id=wave.organization_id
    )


def note_export(actor: Actor, wave: SurveyAssignment, kind: str, rows: int) -> None:
    """Leave the trail of an export: who, which wave, how many rows, whose names; the caller commits.

    Raises ApprovalNeeded when more people than one account may take alone stand in the file.
    """
    if rows and actor.person_id is not None:  # the command line has the whole database at hand anyway
        ids = named_in(wave.id)
        disclosures.disclose(actor, NAMED_RESULTS, ids, wave.public_id, organization_id=wave.organization_id)
    audit.record(actor, AuditEvent.RESULTS_EXPORTED, wave, changes={"format": kind, "rows": rows})


def open_results(wave: SurveyAssignment, reading: Reading) -> Results:
    """The results without pictures. Raises Refusal with the reason where they are closed to the reader."""
    results = figures_for(reading, wave, with_pictures=False)
    if results.closed:
        raise Refusal(results.closed)
    return results


def figures(results: Results) -> Iterator[Sequence[Cell]]:
    """The figures of the page, one a row: code, question, row, column, value."""
    for label, n in turnout_rows(results):
        yield (None, None, label, None, n)
    for item in results.items:
        head = (item.item.code, item.item.text)
        if item.closed:
            yield (*head, item.closed, None, None)
        for fact in item.facts:
            yield (*head, fact.label, None, fact.value)
        for cells in item.table.rows:
            for column, cell in zip(item.table.columns[1:], cells[1:], strict=True):
                yield (*head, cells[0], column.title, cell)


def codebook_rows(columns: Iterable[SheetColumn]) -> Iterator[Sequence[Cell]]:
    """What every code and every stored value means: code, question, kind, value, words."""
    for column in columns:
        for value, label in column.labels.items() or [("", "")]:
            yield (column.code, column.title, KINDS.get(column.kind, column.kind), value, label)


def facts_of_file(
    wave: SurveyAssignment, reading: Reading, editions: Sequence[Edition], made_at: datetime, written: Written
) -> list[tuple[str, Cell | datetime]]:
    """What the file is and how to see that nothing is missing: the sheet `Сведения` and the manifest."""
    organization: Organization = wave.organization
    zone = organization.time_zone
    version: Any = wave.questionnaire_version
    sheet = _("Ответы") if reading.names else _("Сводка")
    numbers = ", ".join(str(each.number) for each in editions)
    return [
        (_("Анкета"), wave.title),
        (_("Код анкеты"), editions[0].definition.code),
        (_("Версия анкеты"), version.number if len(editions) == 1 else numbers),
        (_("Контрольная сумма версии"), version.checksum),
        (_("Организация"), organization.name),
        (_("Как собирались ответы"), mode_label(wave.mode)),
        (_("Сбор открыт"), _local(wave.opens_at, zone)),
        (_("Сбор закрыт"), _local(wave.closed_at or wave.closes_at, zone)),
        (_("Приглашены"), wave.invited),
        (_("Ответили из приглашённых"), wave.answered),
        (_("Ответов без приглашения"), wave.uninvited),
        (_("Часовой пояс"), zone),
        (_("Строк на листе «Ответы»"), written.rows if reading.names else _("листа нет: доступна только сводка")),
        (_("Фильтры"), _("нет, все ответы")),
        (_("Сводка открывается от, ответов"), reading.k),
        (_("Файл составлен"), _local(made_at, zone)),
        (_("SHA-256 данных"), written.digest),
        (_("Как посчитана сумма"), _("Строки листа «%(sheet)s» по порядку: JSON и перевод строки", sheet=sheet)),
    ]


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)) if moment else None
