"""The year as a picture: stages beside months, how many steps are at work in each; the same figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from portal.core.charts import Strip, strips
from portal.core.i18n import _, ngettext
from portal.programs.labels import MONTHS
from portal.programs.roadmaps.kinds import StepState
from portal.programs.roadmaps.reading import StageView, StepView, state_of_time
from portal.programs.roadmaps.schedule import Due, months_between, span_of

SHORT = {1: _("янв"), 2: _("фев"), 3: _("мар"), 4: _("апр"), 5: _("май"), 6: _("июн"), 7: _("июл"), 8: _("авг"),
         9: _("сен"), 10: _("окт"), 11: _("ноя"), 12: _("дек")}  # fmt: skip
MOST_MONTHS = 24
DONE, LATE, WORK = "done", "late", "work"


@dataclass(frozen=True, kw_only=True)
class MonthCell:
    """A month of a stage: how many of its steps are at work, done, late."""

    n: int = 0
    done: int = 0
    late: int = 0

    @property
    def tone(self) -> str:
        """What colours the cell: late outweighs work, work outweighs done."""
        if not self.n:
            return ""
        return LATE if self.late else DONE if self.done == self.n else WORK

    @property
    def words(self) -> str:
        """«3, просрочено 1»."""
        if not self.n:
            return "–"
        said = [str(self.n)]
        if self.done:
            said.append(_("выполнено %(n)s", n=self.done))
        if self.late:
            said.append(_("просрочено %(n)s", n=self.late))
        return ", ".join(said)


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """A stage over the months of the year; `undated` are its steps that wait for an event, a request, a plan."""

    title: str
    cells: Sequence[MonthCell]
    undated: int


@dataclass(frozen=True, kw_only=True)
class YearTable:
    """The figures of the picture."""

    months: Sequence[tuple[int, int]]
    rows: Sequence[YearRow]

    @property
    def heads(self) -> list[str]:
        """«сентябрь»; with the year where the map is longer than one."""
        is_long = len(self.months) > 12
        return [f"{MONTHS[month]} {year}" if is_long else MONTHS[month] for year, month in self.months]


def year_table(stages: Sequence[StageView], first: date, last: date, today: date) -> YearTable:
    """Every stage over the months of the year (of a longer map its first two years)."""
    months = months_between(first, last)[:MOST_MONTHS]
    return YearTable(months=months, rows=[_row(each, months, first, last, today) for each in stages])


def draw(table: YearTable) -> Markup:
    """The picture; each cell says its number, and its words to whoever does not see it."""
    labels = [SHORT[month] for _year, month in table.months]
    rows = [
        Strip(
            label=row.title,
            cells=[(str(cell.n) if cell.n else "", cell.tone, f"{head}: {cell.words}")
                   for cell, head in zip(row.cells, table.heads, strict=True)],
            words=_said(row),
        )
        for row in table.rows
    ]  # fmt: skip
    return strips(_("Этапы по месяцам"), labels, rows)


def _said(row: YearRow) -> str:
    if not row.undated:
        return ""
    return ngettext("и ещё %(num)s шаг без срока", "и ещё %(num)s шагов без срока", row.undated)


def _row(stage: StageView, months: Sequence[tuple[int, int]], first: date, last: date, today: date) -> YearRow:
    counts = {month: [0, 0, 0] for month in months}
    undated = 0
    for view in stage.steps:
        if view.state == StepState.SKIPPED:
            continue
        undated += all(each.due_on is None for each in view.occurrences)
        for month, (done, late) in _months_of(view, first, last, today).items():
            if month in counts:
                counts[month] = [counts[month][0] + 1, counts[month][1] + done, counts[month][2] + late]
    cells = [MonthCell(n=counts[each][0], done=counts[each][1], late=counts[each][2]) for each in months]
    title = f"{stage.stage.number}. {stage.stage.title}" if stage.stage.number else stage.stage.title
    return YearRow(title=title, cells=cells, undated=undated)


def _months_of(view: StepView, first: date, last: date, today: date) -> dict[tuple[int, int], tuple[bool, bool]]:
    """Month → (whether the step is done there, whether it is late)."""
    found: dict[tuple[int, int], tuple[bool, bool]] = {}
    for each in view.occurrences:
        state = state_of_time(each, today)
        due = Due(key=each.key, starts_on=each.starts_on, due_on=each.due_on)
        for month in span_of([due], first, last):
            found[month] = (state == StepState.DONE, state == StepState.OVERDUE)
    return found
