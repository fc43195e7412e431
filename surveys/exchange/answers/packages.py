"""A large CSV or SPSS file leaves together with what explains it: the codebook and the facts of the export."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Any

from portal.core import export as core
from portal.core.i18n import _
from surveys.exchange.answers.files import Told, Written, codebook_rows, nobody_listens, write_csv, write_xlsx
from surveys.exchange.answers.rows import Sheet, editions_of
from surveys.exchange.answers.sav import write_sav
from surveys.exchange.answers.workbook import CODEBOOK
from surveys.models import SurveyAssignment
from surveys.results.privacy import Reading

Write = Callable[[SurveyAssignment, Reading, IO[bytes], Told], Written]
WRITERS: dict[str, Write] = {"xlsx": write_xlsx, "csv": write_csv, "sav": write_sav}
CHUNK = 1 << 20
STAMP = (2025, 1, 1, 0, 0, 0)  # equal input, equal bytes


def ending_of(kind: str) -> str:
    """The ending of the file that a job makes: a workbook explains itself, the others travel in an archive."""
    return "xlsx" if kind == "xlsx" else "zip"


def write_package(
    kind: str, wave: SurveyAssignment, reading: Reading, stream: IO[bytes], told: Told = nobody_listens
) -> Written:
    """Write what a job hands out; `kind` is xlsx, csv or sav. Raises Refusal as the writer does."""
    if kind == "xlsx":
        return write_xlsx(wave, reading, stream, told)
    with tempfile.TemporaryFile() as data, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        written = WRITERS[kind](wave, reading, data, told)
        digest = _add(archive, _("Ответы.%(ending)s", ending=kind), data)
        sheet = Sheet(editions_of(wave))
        columns = sheet.columns if reading.names else sheet.item_columns
        with archive.open(_entry(_("Кодификатор.csv")), "w") as target:
            for piece in core.write_csv(CODEBOOK, codebook_rows(columns)):
                target.write(piece)
        facts = {name: _plain(value) for name, value in written.facts}
        facts[_("SHA-256 файла ответов")] = digest
        facts[_("Столбцов")] = len(columns)
        with archive.open(_entry(_("Сведения.json")), "w") as target:
            target.write(json.dumps(facts, ensure_ascii=False, indent=1).encode())
    return written


def _add(archive: zipfile.ZipFile, name: str, data: IO[bytes]) -> str:
    """Put a file into the archive piece by piece; returns its SHA-256."""
    seal = hashlib.sha256()
    data.seek(0)
    with archive.open(_entry(name), "w", force_zip64=True) as target:
        while chunk := data.read(CHUNK):
            seal.update(chunk)
            target.write(chunk)
    return seal.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
