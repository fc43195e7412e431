"""From answers to scores: reverse items, scales and blocks, and the rule for what was not answered.

Missing answers: a score is the mean of the answered items when at least half of them were answered (a block may
demand a number of its own), otherwise there is none. The half is the rule of the EORTC QLQ-C30 Scoring Manual
(Fayers et al., 3rd ed., 2001) and of the RAND 36-Item Health Survey; nothing is filled in for a person, and
«Не могу ответить» is a missing answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from surveys.conditions import visible_answers
from surveys.definitions import ItemDefinition, LevelDefinition, QuestionnaireDefinition, ScoreDefinition
from surveys.items import Answers, Value
from surveys.items.scale import Recommend, Scale, Scale10
from surveys.strict import number_of

_SCALES: dict[str, Scale] = {"scale10": Scale10(), "scale": Scale(), "nps": Recommend()}


@dataclass(frozen=True)
class Score:
    """A mean over items and how many of them stand behind it; no value where too few were answered."""

    value: float | None
    answered: int
    of: int


@dataclass(frozen=True)
class ScaleScore:
    """What a calculated scale says about one person; no level where there is no value or no levels are named."""

    scale: ScoreDefinition
    score: Score
    level: LevelDefinition | None


@lru_cache(maxsize=500)
def scored_items(definition: QuestionnaireDefinition) -> Mapping[str, ItemDefinition]:
    """Everything whose answer is a number, rows of matrices among them, by code and in order."""
    found: dict[str, ItemDefinition] = {}
    for item in definition.items:
        candidates = item.row_items.values() if item.type == "matrix" else (item,)
        found.update({each.code: each for each in candidates if range_of(each) is not None})
    return MappingProxyType(found)


@lru_cache(maxsize=10_000)
def range_of(item: ItemDefinition) -> tuple[float, float] | None:
    """The lowest and the highest mark; None where answers are no marks."""
    if item.type in _SCALES:
        return _SCALES[item.type].range(item)
    if item.type != "single" or not item.options:
        return None
    marks = [number_of(option.value) for option in item.options]
    known = [mark for mark in marks if mark is not None]
    return (min(known), max(known)) if len(known) == len(marks) else None


def mark_of(item: ItemDefinition, value: Value | None) -> float | None:
    """The answer as a number within its range."""
    ends, number = range_of(item), number_of(value)
    return number if ends is not None and number is not None and ends[0] <= number <= ends[1] else None


def keyed(item: ItemDefinition, value: Value | None) -> float | None:
    """The mark with reverse items turned round: min + max - x, so that more is always better."""
    ends, mark = range_of(item), mark_of(item, value)
    if ends is None or mark is None:
        return None
    return ends[0] + ends[1] - mark if item.polarity == -1 else mark


def mean_score(marks: Iterable[float | None], least: int | None = None) -> Score:
    """The mean by the half rule, or from at least `least` marks."""
    all_marks = list(marks)
    known = [mark for mark in all_marks if mark is not None]
    enough = known and (2 * len(known) >= len(all_marks) if least is None else len(known) >= least)
    return Score(sum(known) / len(known) if enough else None, len(known), len(all_marks))


def score(
    definition: QuestionnaireDefinition, answers: Answers, codes: Iterable[str], least: int | None = None
) -> Score:
    """The mean of the named items, reverse ones turned; hidden items are not asked and not counted."""
    known, seen = scored_items(definition), visible_answers(definition, answers)
    return mean_score((keyed(known[code], seen.get(code)) for code in codes if code in known), least)


def block_scores(definition: QuestionnaireDefinition, answers: Answers) -> dict[str, Score]:
    """Block code → the mean of its items."""
    blocks: dict[str, list[str]] = {}
    for code, item in scored_items(definition).items():
        if item.block:
            blocks.setdefault(item.block, []).append(code)
    least = {block.code: block.least for block in definition.blocks}
    return {block: score(definition, answers, codes, least.get(block)) for block, codes in blocks.items()}


def scale_scores(definition: QuestionnaireDefinition, answers: Answers) -> tuple[ScaleScore, ...]:
    """The calculated scales of the questionnaire for one person, in order."""
    found = []
    for scale in definition.scores:
        each = score(definition, answers, scale.items)
        value = each.value
        if scale.missing == "none" and each.answered < len(scale.items):
            value = None
        elif value is not None and scale.kind == "sum":
            value *= each.of
        found.append(ScaleScore(scale, Score(value, each.answered, each.of), level_of(scale, value)))
    return tuple(found)


def status_words(definition: QuestionnaireDefinition, answers: Answers) -> str:
    """What of one person's or pair's conclusion may be told to everybody concerned; '' where nothing is settled."""
    item = definition.by_code.get(definition.status)
    value = answers.get(definition.status)
    return item.labels.get(str(value), "") if item is not None and value is not None else ""


def level_of(scale: ScoreDefinition, value: float | None) -> LevelDefinition | None:
    """The highest level that the value reaches; half a hair below 15 from adding up fractions is 15."""
    reached = [level for level in scale.levels if value is not None and value >= level.lowest - 1e-9]
    return reached[-1] if reached else None


def scale_range(definition: QuestionnaireDefinition, scale: ScoreDefinition) -> tuple[float, float]:
    """The lowest and the highest value that the scale can have."""
    known = scored_items(definition)
    ends = [found for code in scale.items if (found := range_of(known[code])) is not None]
    if scale.kind == "sum":
        return sum(low for low, _high in ends), sum(high for _low, high in ends)
    return ends[0]


def gain(definition: QuestionnaireDefinition, before: Answers, after: Answers, *, measure: str = "state") -> Score:
    """How much one person's marks of a measure rose, reverse items turned; only items answered both times.

    Only scales enter: ordered choices are compared by tables of passage, not by means.
    """
    items = [item for item in scored_items(definition).values() if item.measure == measure and item.type in _SCALES]
    pairs = [(keyed(item, before.get(item.code)), keyed(item, after.get(item.code))) for item in items]
    return mean_score(None if first is None or last is None else last - first for first, last in pairs)


def marks_by_code(definition: QuestionnaireDefinition, answers: Answers) -> Mapping[str, float]:
    """Answer code → mark as given (not turned), for everything visible that has one."""
    seen = visible_answers(definition, answers)
    marks = {code: mark_of(item, seen.get(code)) for code, item in scored_items(definition).items()}
    return {code: mark for code, mark in marks.items() if mark is not None}
