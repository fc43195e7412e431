"""The comparison of snapshots as a table: a measure in each line, a correction in each column."""

from collections.abc import Sequence
from typing import IO, Any

from portal.access.actor import Actor
from portal.core import clock
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.matching.corrections.models import Correction
from portal.matching.corrections.words import compared, title_of
from portal.people.models import Organization

KIND = "matching.corrections"


def write_analysis(actor: Actor, home: Organization, found: Sequence[Correction], target: IO[bytes]) -> int:
    """Write the workbook about these closed corrections of one organisation; returns how many lines it has."""
    columns = [Column(title=_("Показатель"), width=50)]
    columns += [Column(title=title_of(each), width=14, kind=Kind.NUMBER) for each in found]
    columns.append(Column(title=_("Изменение"), width=14, kind=Kind.NUMBER))
    rows: list[Sequence[Any]] = [(line.label, *line.numbers, line.change) for line in compared(found)]
    about: list[Sequence[Any]] = [(_("Организация"), home.name), (_("Составлено"), clock.now())]
    about += [(title_of(each), each.closed_on) for each in found]
    facts = [Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)]
    sheets = [
        Sheet(name=_("Анализ баз"), columns=columns, rows=rows, freeze_columns=1),
        Sheet(name=_("Сведения"), columns=facts, rows=about),
    ]
    write_workbook(target, Book(title=_("Анализ баз наставников и наставляемых"), sheets=sheets, zone=actor.time_zone))
    return len(rows)
