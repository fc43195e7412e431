"""What one part of a wave shows to readers without names: question by question, no cell of fewer than k people.

A distribution is shown where the whole table of this cut by the question has no small cell; of marks the mean is
left otherwise. Words, files and the like are never shown by parts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.i18n import _, ru_number
from surveys.definitions import ItemDefinition
from surveys.items import type_of
from surveys.items.scale import Scale
from surveys.items.summaries import ItemSummary, OptionRow, base_of, keys_of
from surveys.models import SurveyAssignment
from surveys.results.cells import has_small_cells
from surveys.results.crosstab import CrossTable, closed_table
from surveys.results.figures import ItemResult
from surveys.results.filters import Cut, item_dimension
from surveys.results.opening import Opening
from surveys.results.pictures import picture_of
from surveys.results.statistics import mean, share
from surveys.results.tables import Fact, facts_of, option_table, table_of

Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Slice:
    """One open part of a wave: `parts` are the counters of every value of the cut's dimension."""

    wave: SurveyAssignment
    cut: Cut
    parts: Mapping[str, Counts]
    opening: Opening
    k: int
    with_pictures: bool = True

    def result(self, item: ItemDefinition) -> ItemResult:
        """One question in this part."""
        if item.code == self.cut.dimension.code:
            return ItemResult(item=item, closed=_("По этому вопросу сделан срез."))
        if item.type == "matrix":
            return self._matrix(item)
        if item.type not in ("single", "yesno", "multiple", "number", *SCALES):
            return ItemResult(item=item, closed=_("В срезах этот вопрос не показывается."))
        if item.code not in self.opening.codes:
            return ItemResult(item=item, closed=_("Для этого среза на вопрос ответили немногие."))
        if item.type == "number":
            return self._only_mean(item)
        return self._several(item) if item.type == "multiple" else self._one(item)

    def _one(self, item: ItemDefinition) -> ItemResult:
        columns = item_dimension(self.wave, item)
        if columns.is_nominal and item.code not in self.opening.values:
            return ItemResult(item=item, closed=hidden_words())
        table = closed_table(self.cut.dimension, columns, self.parts, self.opening, self.k)
        if table.closed:
            return ItemResult(item=item, closed=hidden_words())
        if table.means_only:
            return self._only_mean(item, note=hidden_words())
        if table.hides:
            return ItemResult(item=item, closed=hidden_words())
        if isinstance(type_of(item), Scale):
            return self._scale(item)
        return self._row(item, table)

    def _scale(self, item: ItemDefinition) -> ItemResult:
        summary: ItemSummary = type_of(item).summary(item, self._mine())
        return ItemResult(
            item=item, summary=summary, base=self._base(item), facts=facts_of(summary), table=table_of(summary),
            picture=picture_of(summary) if self.with_pictures else ItemResult(item=item).picture,
        )  # fmt: skip

    def _row(self, item: ItemDefinition, table: CrossTable) -> ItemResult:
        """The row of the cross table that is this part: «Другие варианты» stand together, as they do there."""
        label = self.cut.dimension.options[self.cut.value]
        line = next(line for line in table.lines if line.label == label)
        rows = tuple(
            OptionRow(str(place), head, n or 0, share(n or 0, line.total))
            for place, (head, n) in enumerate(zip(table.column_labels, line.cells, strict=True))
        )
        return ItemResult(item=item, base=self._base(item), table=option_table(_("Ответ"), rows))

    def _several(self, item: ItemDefinition) -> ItemResult:
        """Options that overlap: each is a table of its own, ticked or not."""
        shown = self.opening.values.get(item.code, ())
        answered = {value: base_of(counts, item.code).answered for value, counts in self.parts.items()}
        for option in shown:
            ticked = {value: keys_of(counts, item.code).get(option, 0) for value, counts in self.parts.items()}
            grid = [[ticked[value], answered[value] - ticked[value]] for value in self._lines()]
            rest = [value for value in self.parts if value not in self._lines()]
            grid.append([sum(ticked[value] for value in rest), sum(answered[value] - ticked[value] for value in rest)])
            if has_small_cells(grid, self.k):
                return ItemResult(item=item, closed=hidden_words())
        if not shown or self.cut.dimension.overlaps:
            return ItemResult(item=item, closed=hidden_words())
        found, mine = keys_of(self._mine(), item.code), answered[self.cut.value]
        rows = tuple(
            OptionRow(option, item.labels[option], found.get(option, 0), share(found.get(option, 0), mine))
            for option in shown
        )
        return ItemResult(item=item, base=self._base(item), table=option_table(_("Ответ"), rows))

    def _matrix(self, item: ItemDefinition) -> ItemResult:
        """Every row as a question; marks by their mean, lists not at all."""
        means = []
        for row in item.row_items.values():
            marks = keys_of(self._mine(), row.code)
            numbers = {float(key): n for key, n in marks.items() if key.replace(".", "", 1).isdigit()}
            if row.code not in self.opening.codes or len(row.options) < LEAST_ROW or len(numbers) < len(marks):
                return ItemResult(item=item, closed=hidden_words())
            means.append(Fact(row.text, mean(numbers), "decimal"))
        return ItemResult(item=item, facts=tuple(means), note=hidden_words())

    def _only_mean(self, item: ItemDefinition, note: str = "") -> ItemResult:
        marks = {float(key): n for key, n in keys_of(self._mine(), item.code).items()}
        return ItemResult(
            item=item, base=self._base(item), facts=(Fact(_("Среднее"), mean(marks), "decimal"),), note=note
        )

    def _base(self, item: ItemDefinition) -> str:
        return _("Ответили %(n)s", n=ru_number(base_of(self._mine(), item.code).answered))

    def _mine(self) -> Counts:
        return self.parts.get(self.cut.value, Counter())

    def _lines(self) -> list[str]:
        return [value for value in self.opening.values[self.cut.dimension.code] if value in self.parts]


SCALES = ("scale", "scale10", "nps")
LEAST_ROW = 5


def hidden_words() -> str:
    """Why a distribution is not shown."""
    return _("Распределение скрыто: в нём были бы видны группы, где людей слишком мало.")
