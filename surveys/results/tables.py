"""The figures of one item as a typed table: the page, the workbook and the CSV write the same cells."""

from dataclasses import dataclass
from typing import Literal

from portal.core.i18n import _, ru_number
from surveys.items.summaries import (
    Base,
    ChoiceSummary,
    DateSummary,
    ItemSummary,
    MatrixSummary,
    NumberSummary,
    OptionRow,
    RankingSummary,
    RecommendationSummary,
    ScaleSummary,
)
from surveys.results.statistics import Share
from surveys.scoring import range_of

Format = Literal["text", "count", "percent", "decimal"]
Cell = str | int | float | None


@dataclass(frozen=True)
class TableColumn:
    """A column; shares are stored as 0–1 and shown in per cent."""

    title: str
    format: Format


@dataclass(frozen=True)
class Table:
    """A typed grid."""

    columns: tuple[TableColumn, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Fact:
    """One figure beside the table."""

    label: str
    value: float | None
    format: Format
    note: str = ""

    @property
    def words(self) -> str:
        """The figure as the page shows it."""
        return shown(self.value, self.format) + (f" {self.note}" if self.note else "")


def shown(cell: Cell, kind: Format) -> str:
    """A cell as the page shows it."""
    if cell is None:
        return "—"
    if isinstance(cell, str):
        return cell
    if kind == "percent":
        return f"{ru_number(100 * cell)} %"
    return ru_number(cell, 1 if kind == "decimal" else 0)


def base_words(base: Base) -> str:
    """Who stands behind the figures: «Ответили 34, не могут ответить 2, не показан 6»."""
    parts = [_("Ответили %(n)s", n=ru_number(base.answered))]
    if base.na:
        parts.append(_("не могут ответить %(n)s", n=ru_number(base.na)))
    if base.not_answered:
        parts.append(_("без ответа %(n)s", n=ru_number(base.not_answered)))
    if base.not_shown:
        parts.append(_("вопрос не показан %(n)s", n=ru_number(base.not_shown)))
    return ", ".join(parts)


def table_of(summary: ItemSummary) -> Table:
    """The table of an item; empty for texts, files, numbers and dates."""
    if isinstance(summary, ChoiceSummary):
        return option_table(_("Ответ"), summary.rows)
    if isinstance(summary, ScaleSummary):
        return option_table(_("Оценка"), summary.points)
    if isinstance(summary, RankingSummary):
        return _ranking_table(summary)
    if isinstance(summary, MatrixSummary):
        return _matrix_table(summary)
    if isinstance(summary, DateSummary):
        columns = (TableColumn(_("Месяц"), "text"), TableColumn(_("Ответов"), "count"))
        return Table(columns, summary.months)
    return Table()


def facts_of(summary: ItemSummary) -> tuple[Fact, ...]:
    """Mean, spread and the like, where the item has them."""
    if isinstance(summary, ScaleSummary):
        return _scale_facts(summary)
    if isinstance(summary, NumberSummary):
        return (
            Fact(_("Среднее"), summary.mean, "decimal"),
            Fact(_("Отклонение"), summary.deviation, "decimal"),
            Fact(_("Медиана"), summary.median, "decimal"),
            Fact(_("Наименьшее"), summary.lowest, "decimal"),
            Fact(_("Наибольшее"), summary.highest, "decimal"),
        )
    return ()


def option_table(first: str, rows: tuple[OptionRow, ...]) -> Table:
    """Options with how many chose each, the share and its interval."""
    columns = (
        TableColumn(first, "text"),
        TableColumn(_("Ответов"), "count"),
        TableColumn(_("Доля"), "percent"),
        TableColumn(_("95 % от"), "percent"),
        TableColumn(_("95 % до"), "percent"),
    )
    return Table(columns, tuple((option_label(row), row.n, *_share_cells(row.share)) for row in rows))


def option_label(row: OptionRow) -> str:
    """The option's words; one that left the questionnaire says so."""
    return _("%(label)s (варианта больше нет)", label=row.label) if row.retired else row.label


def _scale_facts(summary: ScaleSummary) -> tuple[Fact, ...]:
    ends = range_of(summary.item) or (0.0, 0.0)
    found = [
        Fact(_("Среднее"), summary.mean, "decimal", _("из %(highest)s", highest=ru_number(ends[1]))),
        Fact(_("Отклонение"), summary.deviation, "decimal"),
        Fact(_("Медиана"), summary.median, "decimal"),
    ]
    if isinstance(summary, RecommendationSummary):
        found.insert(0, Fact(_("Индекс рекомендаций"), summary.index.value, "count", _("от −100 до 100")))
    elif summary.top2:
        found.append(Fact(_("Две высшие оценки"), summary.top2.value, "percent"))
    return tuple(found)


def _share_cells(share: Share | None) -> tuple[float | None, float | None, float | None]:
    return (share.value, share.interval.low, share.interval.high) if share else (None, None, None)


def _ranking_table(summary: RankingSummary) -> Table:
    columns = (
        TableColumn(_("Вариант"), "text"),
        TableColumn(_("Среднее место"), "decimal"),
        TableColumn(_("Поставили на место"), "count"),
        TableColumn(_("На первом месте"), "percent"),
    )
    rows = tuple(
        (row.label, row.mean_place, row.ranked, row.first.value if row.first else None) for row in summary.rows
    )
    return Table(columns, rows)


def _matrix_table(summary: MatrixSummary) -> Table:
    """Counts line by line; a column of means where the columns are marks."""
    names = [option.label for option in summary.item.options]
    has_means = any(line.mean is not None for line in summary.lines)
    columns = [TableColumn(_("Строка"), "text"), *(TableColumn(name, "count") for name in names)]
    columns += [TableColumn(_("Не могу ответить"), "count"), TableColumn(_("Ответили"), "count")]
    if has_means:
        columns.append(TableColumn(_("Среднее"), "decimal"))
    rows = tuple(
        (line.label, *(row.n for row in line.rows[: len(names)]), line.base.na, line.base.answered,
         *((line.mean,) if has_means else ()))
        for line in summary.lines
    )  # fmt: skip
    return Table(tuple(columns), rows)
