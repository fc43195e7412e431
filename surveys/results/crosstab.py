"""Two questions side by side, or a question by groups of people: counts, shares, means, and whether they go together.

Readers without names get the same table on every page, in every picture and file: rows and columns that are not
open stand together as «Остальные», small cells are hidden with their companions (`surveys.results.cells`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.core.i18n import _
from surveys.items import ANSWERED
from surveys.items.summaries import keys_of, numbers_of
from surveys.models import SurveyAssignment
from surveys.results import statistics
from surveys.results.cells import has_small_cells, protected
from surveys.results.cuts import counts_by
from surveys.results.filters import Cut, Dimension, responses_of
from surveys.results.inference import TableTest, table_test
from surveys.results.opening import Opening, opening_of
from surveys.results.privacy import Reading, told_to
from surveys.storage import compiled

Counts = Mapping[tuple[str, str], int]
LEAST_POINTS = 5  # a mean over fewer points could give small cells away


@dataclass(frozen=True, kw_only=True)
class CrossLine:
    """One row: how many of each column (None is hidden), all of them, and the mean where columns are marks."""

    label: str
    cells: tuple[int | None, ...]
    total: int
    mean: float | None = None

    def share(self, place: int) -> float | None:
        """The share of a cell in its row, 0–1."""
        n = self.cells[place] if place < len(self.cells) else None
        return n / self.total if n is not None and self.total else None


@dataclass(frozen=True, kw_only=True)
class CrossTable:
    """A table for a reader. Where `closed` says why, there is nothing else. `hides` says that cells are hidden."""

    rows: Dimension
    columns: Dimension
    closed: str = ""
    column_labels: tuple[str, ...] = ()
    lines: tuple[CrossLine, ...] = ()
    totals: tuple[int, ...] = ()
    n: int = 0
    hides: bool = False
    means_only: bool = False
    test: TableTest | None = None
    overlaps: bool = False


def cross_table(
    reading: Reading, wave: SurveyAssignment, rows: Dimension, columns: Dimension, cuts: Sequence[Cut] = ()
) -> CrossTable:
    """The table of two different dimensions, the second of which is a question, for one reader."""
    if columns.item is None:
        rows, columns = columns, rows
    if columns.item is None or rows.code == columns.code:
        return CrossTable(rows=rows, columns=columns, closed=_("Выберите два разных вопроса."))
    definition = told_to(reading, compiled(wave.version_id))
    responses = responses_of(wave, cuts, released=not reading.names)
    if reading.names:
        parts = counts_by(definition, responses, rows, [columns.code])
        return _open_table(rows, columns, parts)
    if cuts:
        return CrossTable(rows=rows, columns=columns, closed=one_at_a_time())
    opening = opening_of(wave, definition, reading.k)
    why = _why_closed(rows, columns, opening)
    if why:
        return CrossTable(rows=rows, columns=columns, closed=why)
    parts = counts_by(definition, responses, rows, [columns.code])
    return closed_table(rows, columns, parts, opening, reading.k)


def closed_table(
    rows: Dimension, columns: Dimension, parts: Mapping[str, Counts], opening: Opening, k: int
) -> CrossTable:
    """The table for readers without names, from the counters of every part; both dimensions have open values."""
    labels, values = _rows_of(rows, opening)
    heads, keys = _columns_of(columns, opening)
    grid, marks = [], []
    for names in values:
        counts = _sum(parts, names if names is not None else _others(rows, opening))
        grid.append(_line(counts, columns, keys))
        marks.append(_marks(counts, columns))
    kept = [place for place, line in enumerate(grid) if sum(line)]
    labels, grid, marks = [labels[n] for n in kept], [grid[n] for n in kept], [marks[n] for n in kept]
    shown = protected(grid, k) if len(grid) > 1 else None
    by_marks = not columns.is_nominal
    if by_marks and has_small_cells(grid, k):
        if len(keys) < LEAST_POINTS or len(grid) < 2:
            return CrossTable(rows=rows, columns=columns, closed=too_small(k))
        return _means_table(rows, columns, labels, grid, marks)
    if shown is None:
        return CrossTable(rows=rows, columns=columns, closed=too_small(k))
    lines = tuple(
        CrossLine(label=label, cells=cells, total=sum(line), mean=statistics.mean(own) if by_marks else None)
        for label, cells, line, own in zip(labels, shown.cells, grid, marks, strict=True)
    )
    return CrossTable(
        rows=rows, columns=columns, column_labels=tuple(heads), lines=lines, hides=not shown.is_whole,
        totals=tuple(map(sum, zip(*grid, strict=True))), n=sum(map(sum, grid)),
        test=table_test(grid) if shown.is_whole else None,
    )  # fmt: skip


def one_at_a_time() -> str:
    """Why a second filter is refused."""
    return _("Без имён открыт один срез за раз: два вместе указали бы на немногих людей.")


def too_small(k: int) -> str:
    """Why a table is closed as a whole."""
    return _("Таблица закрыта: в ней были бы видны группы меньше %(k)s человек.", k=k)


def not_open(k: int) -> str:
    """Why a cut is not open; how many people stand in it is not said."""
    return _("Этот срез закрыт: в нём, рядом с ним или в разнице с другими срезами меньше %(k)s человек.", k=k)


def _why_closed(rows: Dimension, columns: Dimension, opening: Opening) -> str:
    if opening.closed:
        return opening.closed
    if rows.code not in opening.values or columns.code not in opening.codes:
        return _("Для этой таблицы данных мало: в частях было бы видно отдельных людей.")
    if columns.is_nominal and columns.code not in opening.values:
        return _("Для этой таблицы данных мало: в частях было бы видно отдельных людей.")
    if rows.overlaps or columns.overlaps:
        return _("Вопросы с несколькими ответами сравниваются только с именами.")
    return ""


def _open_table(rows: Dimension, columns: Dimension, parts: Mapping[str, Counts]) -> CrossTable:
    keys = list(columns.options)
    lines, grid = [], []
    for value, label in rows.options.items():
        counts = parts.get(value, Counter())
        cells = _line(counts, columns, keys)
        total = counts.get((columns.code, ANSWERED), 0)
        if total:
            mean = None if columns.is_nominal else statistics.mean(_marks(counts, columns))
            lines.append(CrossLine(label=label, cells=tuple(cells), total=total, mean=mean))
            grid.append(cells)
    overlaps = rows.overlaps or columns.overlaps
    return CrossTable(
        rows=rows, columns=columns, column_labels=tuple(columns.options.values()), lines=tuple(lines),
        totals=tuple(map(sum, zip(*grid, strict=True))), n=sum(line.total for line in lines),
        test=None if overlaps else table_test(grid), overlaps=overlaps,
    )  # fmt: skip


def _means_table(
    rows: Dimension, columns: Dimension, labels: list[str], grid: list[list[int]], marks: list[dict[float, int]]
) -> CrossTable:
    lines = tuple(
        CrossLine(label=label, cells=(), total=sum(line), mean=statistics.mean(own))
        for label, line, own in zip(labels, grid, marks, strict=True)
    )
    return CrossTable(rows=rows, columns=columns, lines=lines, n=sum(map(sum, grid)), means_only=True, hides=True)


def _rows_of(rows: Dimension, opening: Opening) -> tuple[list[str], list[tuple[str, ...] | None]]:
    """Labels and values of the open rows; the last one gathers everybody else."""
    shown = opening.values[rows.code]
    labels = [rows.options[value] for value in shown]
    return [*labels, _("Остальные")], [*((value,) for value in shown), None]


def _others(rows: Dimension, opening: Opening) -> tuple[str, ...]:
    return ("", *(value for value in rows.options if value not in opening.values[rows.code]))


def _columns_of(columns: Dimension, opening: Opening) -> tuple[list[str], list[str | tuple[str, ...]]]:
    """Heads and counter keys: every point of a scale, the open options of a list and the others together."""
    if not columns.is_nominal:
        return list(columns.options.values()), list(columns.options)
    shown = opening.values[columns.code]
    others = tuple(value for value in columns.options if value not in shown)
    heads = [columns.options[value] for value in shown]
    return ([*heads, _("Другие варианты")], [*shown, others]) if others else (heads, [*shown])


def _line(counts: Counts, columns: Dimension, keys: Sequence[str | tuple[str, ...]]) -> list[int]:
    found = keys_of(counts, columns.code)
    return [sum(found.get(one, 0) for one in ((key,) if isinstance(key, str) else key)) for key in keys]


def _marks(counts: Counts, columns: Dimension) -> dict[float, int]:
    return numbers_of(keys_of(counts, columns.code))


def _sum(parts: Mapping[str, Counts], values: Sequence[str]) -> Counts:
    total: Counter[tuple[str, str]] = Counter()
    for value in values:
        total.update(parts.get(value, {}))
    return total
