"""Figures over several items from counters: deficits by block and the indices of the method.

A mean here is over all marks of all items together, reverse ones turned; the score of one person needs that
person's answers and stays in `indices`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from portal.core.i18n import _
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.indices import IndexDefinition, Scales, load_scales
from surveys.items.summaries import Counts, keys_of, numbers_of
from surveys.loading import DATA
from surveys.results.statistics import recommendation
from surveys.results.tables import Format, shown
from surveys.scoring import keyed, level_of, range_of, scored_items

LEVELS = {"deficit": _("дефицит"), "middle": _("средний уровень"), "strength": _("опора")}
TONES = {"deficit": "wait", "middle": "none", "strength": "good"}


@dataclass(frozen=True, kw_only=True)
class BlockFigure:
    """The mean mark of a block and what it means; `place` is the block's place in the questionnaire."""

    code: str
    label: str
    value: float | None
    marks: int
    level: str
    tone: str
    lowest: float
    highest: float
    place: int


@dataclass(frozen=True, kw_only=True)
class IndexFigure:
    """A named figure of the method with its formula."""

    code: str
    title: str
    value: float | None
    format: Format
    marks: int
    level: str = ""

    @property
    def words(self) -> str:
        """The figure as the page shows it."""
        return shown(self.value, self.format)


@cache
def known_scales() -> Scales:
    """The project's own `scales.yaml`, read once."""
    return load_scales(DATA / "scales.yaml")


def block_figures(
    definition: QuestionnaireDefinition, counts: Counts, open_codes: Collection[str]
) -> tuple[BlockFigure, ...]:
    """Blocks, the weakest first; only items that may be shown enter, and only blocks of one range."""
    levels = _index_of(definition, "blocks")
    found = []
    for place, block in enumerate(definition.blocks):
        items = [
            item for item in scored_items(definition).values() if item.block == block.code and item.code in open_codes
        ]
        ranges = {range_of(item) for item in items}
        ends = ranges.pop() if len(ranges) == 1 else None
        if ends is None:
            continue
        value, marks = _mean(items, counts)
        level = _level(value, levels)
        found.append(
            BlockFigure(code=block.code, label=block.label, value=value, marks=marks, level=LEVELS.get(level, ""),
                        tone=TONES.get(level, "none"), lowest=ends[0], highest=ends[1], place=place)
        )  # fmt: skip
    return tuple(sorted(found, key=lambda block: (block.value is None, block.value or 0.0)))


def index_figures(
    definition: QuestionnaireDefinition, counts: Counts, open_codes: Collection[str]
) -> tuple[IndexFigure, ...]:
    """Indices that need no more than counters, where all of their items may be shown."""
    items = scored_items(definition)
    found = []
    for index in known_scales().indices.values():
        asked = [items[code] for code in index.codes if code in items]
        if definition.code not in index.surveys or not asked or index.only or index.kind not in _KINDS:
            continue
        if all(item.code in open_codes for item in asked):
            found.append(_KINDS[index.kind](index, asked, counts))
    return (*found, *scale_figures(definition, counts, open_codes))


def scale_figures(
    definition: QuestionnaireDefinition, counts: Counts, open_codes: Collection[str]
) -> tuple[IndexFigure, ...]:
    """The calculated scales of the questionnaire for everybody together, each with the level of the mean."""
    items, found = scored_items(definition), []
    for scale in definition.scores:
        asked = [items[code] for code in scale.items]
        if not all(item.code in open_codes for item in asked):
            continue
        value, marks = _mean(asked, counts)
        if scale.kind == "sum":
            means = [mean for item in asked if (mean := _mean([item], counts)[0]) is not None]
            value = sum(means) if len(means) == len(asked) else None
        level = level_of(scale, value)
        found.append(IndexFigure(code=scale.code, title=scale.label, value=value, format="decimal", marks=marks,
                                 level=level.label if level else ""))  # fmt: skip
    return tuple(found)


def _state(index: IndexDefinition, items: list[ItemDefinition], counts: Counts) -> IndexFigure:
    value, marks = _mean(items, counts)
    return IndexFigure(code=index.code, title=index.title, value=value, format="decimal", marks=marks)


def _sum(index: IndexDefinition, items: list[ItemDefinition], counts: Counts) -> IndexFigure:
    """The mean of the sums is the sum of the means; without some mark there is no sum."""
    means = [_mean([item], counts) for item in items]
    known = [value for value, _marks in means if value is not None]
    value = sum(known) if len(known) == len(index.codes) else None
    level = next((each.label for each in index.levels if value is not None and value >= each.lowest), "")
    return IndexFigure(code=index.code, title=index.title, value=value, format="decimal",
                       marks=sum(marks for _value, marks in means), level=level)  # fmt: skip


def _recommendation(index: IndexDefinition, items: list[ItemDefinition], counts: Counts) -> IndexFigure:
    marks = numbers_of(keys_of(counts, items[0].code))
    value = recommendation(marks).value
    return IndexFigure(code=index.code, title=index.title, value=value, format="count", marks=sum(marks.values()))


_KINDS = {"state": _state, "sum": _sum, "recommendation": _recommendation}


def _mean(items: Iterable[ItemDefinition], counts: Counts) -> tuple[float | None, int]:
    """The mean of all marks, reverse items turned, and how many marks there are."""
    total, marks = 0.0, 0
    for item in items:
        for mark, n in numbers_of(keys_of(counts, item.code)).items():
            turned = keyed(item, mark)
            if turned is not None:
                total, marks = total + turned * n, marks + n
    return (total / marks if marks else None), marks


def _index_of(definition: QuestionnaireDefinition, kind: str) -> IndexDefinition | None:
    return next((index for index in known_scales().indices.values()
                 if index.kind == kind and definition.code in index.surveys), None)  # fmt: skip


def _level(value: float | None, index: IndexDefinition | None) -> str:
    if value is None or index is None:
        return ""
    if value <= index.params["deficit_at_most"]:
        return "deficit"
    return "strength" if value >= index.params["strength_at_least"] else "middle"
