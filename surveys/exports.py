"""Results of a wave as files: what goes in follows the reader's rights, and the file says how to check it."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit import AuditEvent
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Organization
from surveys.items import Cell
from surveys.labels import mode_label
from surveys.models import QuestionnaireVersion, SurveyAssignment
from surveys.privacy import Reading
from surveys.queries import counts_of
from surveys.results import Results, build_results
from surveys.rows import Sheet, response_rows
from surveys.storage import compiled
from surveys.workbook import Workbook

AT_ONCE = 2_000  # responses that are written while the reader waits; more become a job
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "|", "%")


def wave_results(wave: SurveyAssignment, reading: Reading, *, with_pictures: bool = True) -> Results:
    """The results of a wave for a reader: one query for the counters, whatever the number of responses."""
    counts = counts_of(wave.id) if reading.opens(wave.submitted) else {}
    return build_results(
        compiled(wave.version_id), counts, reading, submitted=wave.submitted, invited=wave.invited,
        with_pictures=with_pictures,
    )  # fmt: skip


def write_xlsx(wave: SurveyAssignment, reading: Reading, stream: IO[bytes]) -> int:
    """Write the workbook; returns the number of rows of answers. Raises Refusal below k."""
    results = _open_results(wave, reading)
    definition, made_at = compiled(wave.version_id), clock.now()
    sheet, zone = Sheet(definition), wave.organization.time_zone
    book = Workbook(stream, made_at)
    count, digest = 0, ""
    if reading.names:
        count, digest = book.write_answers(sheet.columns, response_rows(wave, sheet, zone))
    book.write_codebook(sheet.columns if reading.names else sheet.columns[3:])
    summary_digest = book.write_summary(results)
    book.write_about(
        [*_about_wave(wave, definition.code), *_about_file(wave, reading, made_at, count, digest or summary_digest)]
    )
    book.close()
    return count


def write_csv(wave: SurveyAssignment, reading: Reading, stream: IO[bytes]) -> int:
    """The answers (for those who may read them) or the figures as CSV for Excel: UTF-8 with a mark, semicolons."""
    results = _open_results(wave, reading)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text, delimiter=";")
    count = 0
    if reading.names:
        sheet = Sheet(compiled(wave.version_id))
        out.writerow([column.code for column in sheet.columns])
        for count, cells in enumerate(response_rows(wave, sheet, wave.organization.time_zone), 1):  # noqa: B007
            out.writerow([csv_cell(cell) for cell in cells])
    else:
        _write_figures(out, results)
    text.detach()
    return count


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}


def csv_cell(cell: Cell) -> str:
    """A cell as text; one that a spreadsheet would calculate gets an apostrophe (reliability S5)."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(RISKY) else cell
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return str(cell)


def file_name(wave: SurveyAssignment, ending: str) -> str:
    """«Анкета … 2026-11-20.xlsx»: the title of the wave and the day of the organisation."""
    day = clock.today(wave.organization.time_zone)
    return f"{wave.title[:80]} {day.isoformat()}.{ending}"


def note_export(actor: Actor, wave: SurveyAssignment, kind: str, rows: int) -> None:
    """Leave the trail of an export: who, which wave, how many rows; the caller commits."""
    audit.record(actor, AuditEvent.RESULTS_EXPORTED, wave, changes={"format": kind, "rows": rows})


def _open_results(wave: SurveyAssignment, reading: Reading) -> Results:
    results = wave_results(wave, reading, with_pictures=False)
    if results.closed:
        raise Refusal(results.closed)
    return results


def _write_figures(out: Any, results: Results) -> None:
    out.writerow([_("Код"), _("Вопрос"), _("Показатель"), _("Столбец"), _("Значение")])
    out.writerow(["", "", _("Приглашены"), "", results.invited])
    out.writerow(["", "", _("Ответили"), "", results.submitted])
    for item in results.items:
        head = [csv_cell(item.item.code), csv_cell(item.item.text)]
        if item.closed:
            out.writerow([*head, csv_cell(item.closed), "", ""])
        for fact in item.facts:
            out.writerow([*head, csv_cell(fact.label), "", csv_cell(fact.value)])
        for cells in item.table.rows:
            for column, cell in zip(item.table.columns[1:], cells[1:], strict=True):
                out.writerow([*head, csv_cell(cells[0]), csv_cell(column.title), csv_cell(cell)])


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
