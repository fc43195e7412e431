"""Results of a wave as files: what goes in follows the reader's rights, and the file says how to check it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core import export as core
from portal.core.audit_words import AuditEvent
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people import disclosures
from portal.people.models import Organization
from surveys.items import Cell
from surveys.labels import mode_label
from surveys.models import QuestionnaireVersion, SurveyAssignment
from surveys.queries import named_in
from surveys.results.asking import figures_for
from surveys.results.figures import Results
from surveys.results.privacy import Reading
from surveys.rows import Sheet, response_rows
from surveys.storage import compiled
from surveys.workbook import Workbook

NAMED_RESULTS = "surveys.results"
AT_ONCE = 2_000  # responses that are written while the reader waits; more become a job


def write_xlsx(
    wave: SurveyAssignment, reading: Reading, stream: IO[bytes], *, told: Callable[[int], None] = lambda rows: None
) -> int:
    """Write the workbook; returns the number of rows of answers. Raises Refusal below k.

    `told` hears now and then how many rows are written.
    """
    results = _open_results(wave, reading)
    definition, made_at = compiled(wave.version_id), clock.now()
    sheet, zone = Sheet(definition), wave.organization.time_zone
    book = Workbook(stream, wave.title)
    count, digest = 0, ""
    if reading.names:
        count, digest = book.write_answers(sheet.columns, Counted(response_rows(wave, sheet, zone), told))
    book.write_codebook(sheet.columns if reading.names else sheet.item_columns)
    summary_digest = book.write_summary(results)
    book.write_about(
        [*_about_wave(wave, definition.code), *_about_file(wave, reading, made_at, count, digest or summary_digest)]
    )
    book.close()
    return count


def write_csv(wave: SurveyAssignment, reading: Reading, stream: IO[bytes]) -> int:
    """The answers (for those who may read them) or the figures as CSV; returns the number of rows of answers."""
    results = _open_results(wave, reading)
    if not reading.names:
        for piece in core.write_csv(
            (_("Код"), _("Вопрос"), _("Строка"), _("Столбец"), _("Значение")), _figures(results)
        ):
            stream.write(piece)
        return 0
    sheet, zone = Sheet(compiled(wave.version_id)), wave.organization.time_zone
    counted = Counted(response_rows(wave, sheet, zone))
    for piece in core.write_csv([column.code for column in sheet.columns], counted, zone=zone):
        stream.write(piece)
    return counted.n


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


class Counted:
    """Rows that are counted while they pass; `told` hears the number every AT_ONCE rows."""

    def __init__(self, rows: Iterable[Sequence[Cell]], told: Callable[[int], None] = lambda rows: None) -> None:
        self.n, self._rows, self._told = 0, rows, told

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.n += 1
            if self.n % AT_ONCE == 0:
                self._told(self.n)
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


def _open_results(wave: SurveyAssignment, reading: Reading) -> Results:
    results = figures_for(reading, wave, with_pictures=False)
    if results.closed:
        raise Refusal(results.closed)
    return results


def _figures(results: Results) -> Iterator[Sequence[Cell]]:
    yield (None, None, _("Приглашены"), None, results.invited)
    yield (None, None, _("Ответили"), None, results.submitted)
    for item in results.items:
        head = (item.item.code, item.item.text)
        if item.closed:
            yield (*head, item.closed, None, None)
        for fact in item.facts:
            yield (*head, fact.label, None, fact.value)
        for cells in item.table.rows:
            for column, cell in zip(item.table.columns[1:], cells[1:], strict=True):
                yield (*head, cells[0], column.title, cell)


def _about_wave(wave: SurveyAssignment, code: str) -> Sequence[tuple[str, Cell | datetime]]:
    """The first half of the sheet `Сведения`: what was asked, by whom and when."""
    version: QuestionnaireVersion = wave.questionnaire_version
    organization: Organization = wave.organization
    zone = organization.time_zone
    return [
        (_("Анкета"), wave.title),
        (_("Код анкеты"), code),
        (_("Версия анкеты"), version.number),
        (_("Контрольная сумма версии"), version.checksum),
        (_("Организация"), organization.name),
        (_("Как собирались ответы"), mode_label(wave.mode)),
        (_("Сбор открыт"), _local(wave.opens_at, zone)),
        (_("Сбор закрыт"), _local(wave.closed_at or wave.closes_at, zone)),
        (_("Приглашены"), wave.invited),
        (_("Ответили"), wave.submitted),
        (_("Часовой пояс"), zone),
    ]


def _about_file(
    wave: SurveyAssignment, reading: Reading, made_at: datetime, count: int, digest: str
) -> Sequence[tuple[str, Cell | datetime]]:
    """The second half: how many rows there are and how to see that none is missing."""
    sheet = _("Ответы") if reading.names else _("Сводка")
    return [
        (_("Строк на листе «Ответы»"), count if reading.names else _("листа нет: доступна только сводка")),
        (_("Фильтры"), _("нет, все ответы")),
        (_("Сводка открывается от, ответов"), reading.k),
        (_("Файл составлен"), _local(made_at, wave.organization.time_zone)),
        (_("SHA-256 данных"), digest),
        (_("Как посчитана сумма"), _("Строки листа «%(sheet)s» по порядку: JSON и перевод строки", sheet=sheet)),
    ]


def _local(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(ZoneInfo(zone)) if moment else None
