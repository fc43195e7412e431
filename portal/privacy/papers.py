"""Files beside an act: the event log of a destruction, and the list of subjects of an incident."""

import io
from collections.abc import Sequence
from typing import Any

from portal.core.audit_words import sentence_of
from portal.core.export import Book, Column, Kind, Sheet, write_csv, write_workbook
from portal.core.i18n import _
from portal.privacy.models import Erasure
from portal.privacy.queries.erasures import categories, in_words, log_of

SYSTEM_NAME = _("Портал наставничества «Территория роста»")


def write_log(entry: Erasure, kind: str, zone: str) -> bytes:
    """The export of the event log with what the order asks for: whose, which data, which system, why, when."""
    lines = in_words(entry.lines)
    destroyed = "; ".join(categories(lines))
    subjects = ", ".join(entry.subjects)
    rows = [
        [one.happened_at, sentence_of(one.event), subjects, destroyed,
         SYSTEM_NAME, entry.reason, f"№ {entry.number}"]
        for one in log_of(entry)
    ]  # fmt: skip
    titles = [_("Дата и время"), _("Событие"), _("Субъект (обозначение в системе)"), _("Категории данных"),
              _("Информационная система"), _("Причина уничтожения"), _("Акт")]  # fmt: skip
    return write_table(titles, rows, kind, name=_("Журнал уничтожения"), zone=zone)


def write_table(titles: Sequence[str], rows: Sequence[Sequence[Any]], kind: str, *, name: str, zone: str) -> bytes:
    """One table as XLSX or CSV; the first column holds moments."""
    if kind == "csv":
        return b"".join(write_csv(titles, rows, zone=zone))
    columns = [Column(title=title, width=28, kind=Kind.TEXT if n else Kind.MOMENT) for n, title in enumerate(titles)]
    target = io.BytesIO()
    write_workbook(target, Book(title=name, sheets=[Sheet(name=name, columns=columns, rows=rows)], zone=zone))
    return target.getvalue()
