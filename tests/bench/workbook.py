"""One export in a process of its own: `python -m tests.bench.workbook KIND FOLDER WAVE` prints JSON.

KIND: `portal` and `raw` are the workbook and bare XlsxWriter with the same cells; `portal_csv` and `raw_csv` the CSV
and a bare cursor over the same answers with Python's csv.
"""

import csv
import io
import itertools
import json
import operator
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from portal.core.db import db, read_apart
from surveys.exchange.answers.files import write_csv, write_xlsx
from surveys.exchange.answers.rows import Sheet, editions_of, response_rows
from surveys.models import SurveyAssignment
from surveys.results.privacy import Reading
from tests.bench.places import opened, settings_in

ALL = Reading(names=True, k=1, k_texts=1)


def main(kind: str, folder: str, wave_id: str) -> None:
    """Write the file, print how long it took and how much the memory grew."""
    with opened(settings_in(Path(folder))), read_apart(), tempfile.TemporaryFile() as stream:
        wave = db.session.get_one(SurveyAssignment, int(wave_id))
        sheet = Sheet(editions_of(wave))
        rows = list(response_rows(wave, sheet, wave.organization.time_zone)) if kind == "raw" else []
        before, began = _memory("VmRSS"), time.perf_counter()
        if kind == "raw":
            _write_raw(stream, sheet, rows)
        elif kind == "raw_csv":
            _write_raw_csv(stream, wave.id)
        elif kind == "portal_csv":
            write_csv(wave, ALL, stream)
        else:
            write_xlsx(wave, ALL, stream)
        took = time.perf_counter() - began
        print(json.dumps({"seconds": took, "grown_mb": (_memory("VmHWM") - before) / 1024, "bytes": stream.tell()}))


def _write_raw(stream: object, sheet: Sheet, rows: list[list[object]]) -> None:
    """The same cells, typed, with nothing else in the file."""
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.code)
    for number, cells in enumerate(rows, 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                page.write_string(number, place, cell)
            elif isinstance(cell, int | float):
                page.write_number(number, place, cell)
            elif cell is not None:
                page.write_datetime(number, place, cell, day)
    book.close()


def _write_raw_csv(stream: object, wave_id: int) -> None:
    """Names and answers as one statement gives them, a line a response."""
    from portal.core.db import db

    raw = db.session.connection().connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute(
        "SELECT a.response_id, p.family_name || ' ' || p.given_name, r.submitted_at, a.value FROM answer a "
        "JOIN response r ON r.id = a.response_id JOIN survey_invitation i ON i.id = r.invitation_id "
        "JOIN person p ON p.id = i.person_id WHERE r.assignment_id = ? ORDER BY p.sort_name, r.id, a.item_code",
        (wave_id,),
    )
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")  # type: ignore[arg-type]
    writer = csv.writer(text, delimiter=";")
    for _response, group in itertools.groupby(cursor, operator.itemgetter(0)):
        lines = list(group)
        writer.writerow([lines[0][1], lines[0][2], *(json.loads(line[3]) for line in lines)])
    text.flush()
    text.detach()


def _memory(mark: str) -> int:
    """Memory of this process in KiB: VmRSS now, VmHWM at its highest (Linux), else 0."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(mark)), 0)


if __name__ == "__main__":
    main(*sys.argv[1:4])
