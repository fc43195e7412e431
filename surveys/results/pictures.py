"""The picture of an item: which chart suits which kind of answer."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from markupsafe import Markup

from portal.core import charts
from portal.core.i18n import _, ru_number
from surveys.definitions import ItemDefinition
from surveys.items.summaries import (
    ChoiceSummary,
    DateSummary,
    ItemSummary,
    MatrixSummary,
    OptionRow,
    RankingSummary,
    ScaleSummary,
)
from surveys.results.compare import Comparison
from surveys.results.crosstab import CrossTable
from surveys.results.tables import option_label
from surveys.scoring import range_of
from surveys.strict import number_of

OVERVIEW_FROM = 4


def picture_of(summary: ItemSummary) -> Markup:
    """SVG for closed questions; nothing for texts and numbers, and where nobody answered."""
    if summary.base.answered == 0:
        return Markup("")
    for kind, draw in _DRAWN:
        if isinstance(summary, kind):
            drawn: Markup = draw(summary)
            return drawn
    return Markup("")


def overview_of(summaries: Iterable[ItemSummary], open_codes: Collection[str]) -> Markup:
    """Means of all scales from 1 to 10 side by side, the highest first; nothing where there are few of them."""
    scales = [
        (each.item, each.mean)
        for each in summaries
        if isinstance(each, ScaleSummary) and each.item.type == "scale10" and each.item.code in open_codes
    ]
    known = sorted(((item, mean) for item, mean in scales if mean is not None), key=lambda pair: -pair[1])
    if len(known) < OVERVIEW_FROM:
        return Markup("")
    rows = [charts.Bar(_named(item), (mean - 1) / 9, ru_number(mean, 1), item.polarity == -1) for item, mean in known]
    return charts.bars(_("Средние оценки, от 1 до 10"), rows)


def cross_picture(table: CrossTable) -> Markup:
    """How each row falls into the columns; of means only, bars. Nothing where cells are hidden."""
    if table.closed or not table.lines:
        return Markup("")
    title = _("%(rows)s и %(columns)s", rows=table.rows.title, columns=table.columns.title)
    if table.means_only:
        low, high = range_of(table.columns.item) or (0.0, 1.0) if table.columns.item else (0.0, 1.0)
        rows = [
            charts.Bar(line.label, ((line.mean or low) - low) / (high - low), ru_number(line.mean, 1))
            for line in table.lines
        ]
        return charts.bars(title, rows)
    if table.hides or table.columns.overlaps:
        return Markup("")
    stacks = [charts.Stack(line.label, [n or 0 for n in line.cells]) for line in table.lines]
    return charts.legend(table.column_labels) + charts.stacks(title, table.column_labels, stacks)


def comparison_picture(comparison: Comparison) -> Markup:
    """Means before and after on one radar would hide how sure they are; bars of both stand one under the other."""
    rows = []
    for each in comparison.items:
        if each.test is None or each.closed:
            continue
        low, high = range_of(each.item) or (0.0, 1.0)
        for words, mean, faded in ((_("до"), each.test.before, True), (_("после"), each.test.after, False)):
            share = (mean - low) / (high - low)
            rows.append(charts.Bar(f"{each.item.text} — {words}", share, ru_number(mean, 1), faded))
    return charts.bars(_("Средние до и после, те же люди"), rows) if rows else Markup("")


def _named(item: ItemDefinition) -> str:
    """A question where a low mark is the good one says so."""
    return _("%(text)s (чем меньше, тем лучше)", text=item.text) if item.polarity == -1 else item.text


def _scale_picture(summary: ScaleSummary) -> Markup:
    """Columns for numbers, bars for points that have words."""
    if _are_numbers(summary.points):
        columns = [(row.label, row.n) for row in summary.points]
        return charts.histogram(summary.item.text, columns, summary.mean)
    return charts.bars(summary.item.text, [_bar(row) for row in summary.points])


def _choice_picture(summary: ChoiceSummary) -> Markup:
    return charts.bars(summary.item.text, [_bar(row) for row in summary.rows])


def _are_numbers(points: tuple[OptionRow, ...]) -> bool:
    return all(number_of(row.label) is not None for row in points)


def _bar(row: OptionRow) -> charts.Bar:
    value = row.share.value if row.share else 0.0
    return charts.Bar(option_label(row), value, f"{ru_number(row.n)} · {ru_number(100 * value)} %", row.retired)


def _matrix_picture(summary: MatrixSummary) -> Markup:
    """Parts of a whole where one answer a line is given; otherwise a bar for the share of each tick."""
    names = [option.label for option in summary.item.options]
    if summary.several:
        rows = [
            charts.Bar(f"{line.label}: {bar.label}", bar.share, bar.words)
            for line in summary.lines
            for bar in map(_bar, line.rows)
        ]
        return charts.bars(summary.item.text, rows)
    stacks = [charts.Stack(line.label, [row.n for row in line.rows[: len(names)]]) for line in summary.lines]
    return charts.legend(names) + charts.stacks(summary.item.text, names, stacks)


def _ranking_picture(summary: RankingSummary) -> Markup:
    """The longer the bar, the nearer to the first place."""
    last = max(2, len(summary.rows))
    rows = [
        charts.Bar(
            row.label,
            (last - row.mean_place + 1) / last if row.mean_place is not None else 0.0,
            _("место %(place)s", place=ru_number(row.mean_place, 1)),
            row.retired,
        )
        for row in summary.rows
    ]
    return charts.bars(summary.item.text, rows)


def _months_picture(summary: DateSummary) -> Markup:
    most = max((n for _month, n in summary.months), default=1)
    rows = [charts.Bar(f"{month[5:]}.{month[:4]}", n / most, ru_number(n)) for month, n in summary.months]
    return charts.bars(summary.item.text, rows)


_DRAWN: tuple[tuple[type[ItemSummary], Callable[[Any], Markup]], ...] = (
    (ScaleSummary, _scale_picture),
    (ChoiceSummary, _choice_picture),
    (MatrixSummary, _matrix_picture),
    (RankingSummary, _ranking_picture),
    (DateSummary, _months_picture),
)
