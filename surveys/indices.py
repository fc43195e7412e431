"""Named figures of the method: deficits by block, a person's state, quality of the process, fit of a pair."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.core.i18n import _
from portal.core.yaml_files import load_yaml
from surveys.conditions import visible_answers
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Answers
from surveys.scoring import Score, block_scores, mark_of, score, scored_items
from surveys.strict import DefinitionError, Reader, is_number


@dataclass(frozen=True)
class Level:
    """A named part of the range of an index, ends included."""

    lowest: float
    highest: float
    label: str


@dataclass(frozen=True)
class IndexDefinition:
    """How one figure is calculated; `formula` is for readers, `kind` chooses the function."""

    code: str
    title: str
    kind: str
    formula: str
    surveys: tuple[str, ...] = ()
    comparisons: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    measure: str = ""
    types: tuple[str, ...] = ()
    only: dict[str, str] = field(default_factory=dict)
    params: dict[str, float] = field(default_factory=dict)
    alarm_when: dict[str, str] = field(default_factory=dict)
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True)
class ComparisonDefinition:
    """Entry, exit, and what joins two answers: `person`, or `person_pair` (person and pair)."""

    code: str
    before: str
    after: str
    key: str
    note: str = ""


@dataclass(frozen=True)
class Scales:
    """Everything `scales.yaml` says, by code."""

    comparisons: dict[str, ComparisonDefinition]
    indices: dict[str, IndexDefinition]


@dataclass(frozen=True)
class BlockLevel:
    """The score of a block and what it means: `deficit`, `middle`, `strength`, or `unknown`."""

    block: str
    label: str
    score: Score
    level: str


@dataclass(frozen=True)
class ProcessQuality:
    """The sum of the curator's marks and the level it falls into; neither until every mark is there."""

    value: float | None
    level: str | None
    answered: int
    of: int


@dataclass(frozen=True)
class PairFit:
    """How well two people fit: the lower of both sides; `alarm` asks the curator to look."""

    value: float | None
    mentor: Score
    mentee: Score
    alarm: bool


def deficit_block(definition: QuestionnaireDefinition, answers: Answers, index: IndexDefinition) -> list[BlockLevel]:
    """Blocks of the needs questionnaire, the weakest first."""
    labels = {block.code: block.label for block in definition.blocks}
    found = [
        BlockLevel(block, labels.get(block, block), each, _block_level(each, index))
        for block, each in block_scores(definition, answers).items()
    ]
    return sorted(found, key=lambda each: (each.score.value is None, each.score.value or 0.0))


def state_index(definition: QuestionnaireDefinition, answers: Answers, index: IndexDefinition) -> Score:
    """The mean of the state items, reverse ones turned: `state_student`, `state_teacher`."""
    return score(definition, answers, index.codes)


def process_quality(definition: QuestionnaireDefinition, answers: Answers, index: IndexDefinition) -> ProcessQuality:
    """The sum over all marks; a sum with gaps would name a lower level, so there is none."""
    items, seen = scored_items(definition), visible_answers(definition, answers)
    marks = [mark_of(items[code], seen.get(code)) for code in index.codes if code in items]
    known = [mark for mark in marks if mark is not None]
    if not known or len(known) < len(index.codes):
        return ProcessQuality(None, None, len(known), len(index.codes))
    value = sum(known)
    level = next((each.label for each in index.levels if each.lowest <= value <= each.highest), None)
    return ProcessQuality(value, level, len(known), len(index.codes))


def compat_score(
    definition: QuestionnaireDefinition,
    index: IndexDefinition,
    *,
    mentor: Answers | None,
    mentee: Answers | None,
) -> PairFit:
    """Both sides of a trial meeting; an absent side leaves the value open, yet may not hide an alarm."""
    sides = [side or {} for side in (mentor, mentee)]
    first, second = (score(definition, side, index.codes) for side in sides)
    values = [each.value for each in (first, second) if each.value is not None]
    asks_for_change = any(side.get(code) == wanted for side in sides for code, wanted in index.alarm_when.items())
    alarm = asks_for_change or any(value < index.params["alarm_below"] for value in values)
    return PairFit(min(values) if len(values) == 2 else None, first, second, alarm)


def load_scales(path: Path) -> Scales:
    """Read `scales.yaml`; raises `DefinitionError` naming the place."""
    reader = Reader(load_yaml(path), path.name)
    comparisons = [_comparison(entry, path.name) for entry in _list(reader, "comparisons")]
    indices = [_index(entry, path.name) for entry in _list(reader, "indices")]
    reader.take("source")
    reader.close()
    return Scales({each.code: each for each in comparisons}, {each.code: each for each in indices})


def _block_level(found: Score, index: IndexDefinition) -> str:
    if found.value is None:
        return "unknown"
    if found.value <= index.params["deficit_at_most"]:
        return "deficit"
    return "strength" if found.value >= index.params["strength_at_least"] else "middle"


def _list(reader: Reader, key: str) -> Sequence[object]:
    return reader.entries(key, reader.take(key) or [])


def _comparison(source: object, where: str) -> ComparisonDefinition:
    reader = Reader(source, where)
    found = ComparisonDefinition(
        code=reader.text("code"),
        before=reader.text("before"),
        after=reader.text("after"),
        key=reader.text("key"),
        note=reader.text("note", ""),
    )
    reader.close()
    return found


def _index(source: object, where: str) -> IndexDefinition:
    reader = Reader(source, where)
    code = reader.text("code")
    reader.where = _("%(where)s, показатель %(code)s", where=where, code=code)
    found = IndexDefinition(
        code=code,
        title=reader.text("title"),
        kind=reader.text("kind"),
        formula=reader.text("formula"),
        surveys=reader.texts("surveys"),
        comparisons=reader.texts("comparisons"),
        codes=reader.texts("codes"),
        measure=reader.text("measure", ""),
        types=reader.texts("types"),
        only={key: str(value) for key, value in _pairs(reader, "only")},
        alarm_when={key: str(value) for key, value in _pairs(reader, "alarm_when")},
        params={key: _number(value, reader) for key, value in _pairs(reader, "params")},
        levels=tuple(_level(entry, reader.where) for entry in _list(reader, "levels")),
    )
    reader.close()
    return found


def _pairs(reader: Reader, key: str) -> list[tuple[str, object]]:
    value = reader.take(key)
    if value is None:
        return []
    if not isinstance(value, dict):
        raise reader.refuse(key, _("набор «ключ: значение»"))
    return [(str(name), entry) for name, entry in value.items()]


def _number(value: object, reader: Reader) -> float:
    if not is_number(value):
        raise reader.refuse("params", _("число"))
    return float(value)


def _level(source: object, where: str) -> Level:
    reader = Reader(source, where)
    ends = [reader.bound(key) for key in ("from", "to")]
    label = reader.text("label")
    reader.close()
    lowest, highest = ends
    if not is_number(lowest) or not is_number(highest):
        raise DefinitionError(_("%(where)s: границы уровня — числа", where=where))
    return Level(lowest, highest, label)
