"""Calculated scales: sums and means, reverse items, gaps, levels and their words."""

import pytest

from surveys.checks import check_definition
from surveys.items.base import ANSWERED
from surveys.mapping import from_mapping, to_mapping
from surveys.results.blocks import scale_figures
from surveys.scoring import Score, level_of, scale_range, scale_scores
from surveys.strict import DefinitionError

MARKS = [{"value": n, "label": f"м{n}"} for n in (0, 1, 2)]
LEVELS = [
    {"from": 0, "label": "мало"},
    {"from": 3, "label": "средне", "text": "Что делать"},
    {"from": 5, "label": "много"},
]
ITEMS = [
    {"code": "A", "type": "single", "text": "А?", "options": MARKS},
    {"code": "B", "type": "single", "text": "Б?", "options": MARKS, "polarity": -1},
    {"code": "C", "type": "single", "text": "В?", "options": MARKS},
    {"code": "TEN", "type": "scale10", "text": "Десять?"},
    {"code": "WORDS", "type": "text", "text": "Слова?"},
]
SUM = {
    "code": "SUM",
    "label": "Сумма (0–6)",
    "kind": "sum",
    "missing": "none",
    "items": ["A", "B", "C"],
    "levels": LEVELS,
}


def define(*scores, **head):
    return from_mapping({"code": "q", "title": "К", "items": ITEMS, "scores": list(scores), **head})


def one(definition, answers):
    return scale_scores(definition, answers)[0]


@pytest.mark.parametrize(
    ("answers", "value", "level"),
    [
        ({"A": "2", "B": "0", "C": "2"}, 6, "много"),
        ({"A": "2", "B": "2", "C": "2"}, 4, "средне"),
        ({"A": "1", "B": "0", "C": "0"}, 3, "средне"),
        ({"A": "0", "B": "2", "C": "0"}, 0, "мало"),
    ],
)
def test_a_sum_turns_reverse_items_and_names_its_level(answers, value, level):
    found = one(define(SUM), answers)
    assert found.score == Score(value, 3, 3)
    assert found.level
    assert found.level.label == level


def test_a_sum_without_gaps_needs_every_mark():
    found = one(define(SUM), {"A": "2", "B": "0"})
    assert (found.score, found.level) == (Score(None, 2, 3), None)


def test_a_sum_by_the_half_rule_is_the_mean_times_the_items():
    half = {**SUM, "missing": "half"}
    assert one(define(half), {"A": "2", "B": "1"}).score == Score(4.5, 2, 3)
    assert one(define(half), {"A": "2"}).score == Score(None, 1, 3)


def test_a_mean_is_the_usual_scale():
    plain = {"code": "MEAN", "label": "Среднее", "items": ["A", "B", "C"]}
    found = one(define(plain), {"A": "2", "B": "1", "C": "1"})
    assert found.score.value == pytest.approx(4 / 3)
    assert found.level is None


def test_levels_have_no_holes_between_them():
    scale = define(SUM).scores[0]
    assert [level_of(scale, value).label for value in (0, 2.9, 3, 4.999, 5 - 1e-12, 6)] == [
        "мало", "мало", "средне", "средне", "много", "много",
    ]  # fmt: skip
    assert level_of(scale, None) is None
    assert level_of(scale, -1) is None


def test_the_range_follows_the_items():
    definition = define(SUM, {"code": "MEAN", "label": "Среднее", "items": ["TEN"]})
    assert [scale_range(definition, scale) for scale in definition.scores] == [(0, 6), (1, 10)]


def test_everybody_together_have_the_level_of_the_mean():
    definition = define(SUM)
    counts = {}
    for code, marks in {"A": {"2": 1, "1": 1}, "B": {"0": 2}, "C": {"1": 2}}.items():
        counts.update({(code, key): n for key, n in marks.items()})
        counts[code, ANSWERED] = 2
    (figure,) = scale_figures(definition, counts, {"A", "B", "C"})
    assert (figure.code, figure.value, figure.level) == ("SUM", 4.5, "средне")
    assert scale_figures(definition, counts, {"A", "B"}) == ()


def test_scales_are_written_and_read_back():
    definition = define(SUM, status="A", visible_to=["psychologist"])
    assert from_mapping(to_mapping(definition)) == definition
    assert to_mapping(definition)["scores"][0]["levels"][1] == {"from": 3, "label": "средне", "text": "Что делать"}
    assert check_definition(definition) == []


@pytest.mark.parametrize(
    ("score", "problem"),
    [
        ({"items": []}, "нужны вопросы с баллами"),
        ({"items": ["WORDS"]}, "«WORDS»"),
        ({"items": ["NOWHERE"]}, "«NOWHERE»"),
        ({"kind": "median"}, "mean или sum"),
        ({"missing": "zero"}, "half или none"),
        ({"kind": "mean", "items": ["A", "TEN"]}, "одной и той же шкалой"),
        ({"code": "A"}, "код «A» уже занят"),
        ({"levels": LEVELS[::-1]}, "от низшего к высшему"),
    ],
)
def test_a_scale_that_cannot_be_calculated_is_named(score, problem):
    assert any(problem in found for found in check_definition(define({**SUM, **score})))


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ({"status": "TEN", "visible_to": ["psychologist"]}, "один ответ из списка"),
        ({"status": "GONE", "visible_to": ["psychologist"]}, "один ответ из списка"),
        ({"status": "A"}, "кто читает ответы с именами"),
    ],
)
def test_a_status_is_a_choice_from_a_list_beside_named_readers(head, problem):
    assert any(problem in found for found in check_definition(define(**head)))


@pytest.mark.parametrize("levels", [[{"label": "x"}], [{"from": "много", "label": "x"}], [{"from": 1}], 5])
def test_a_level_without_its_beginning_is_refused(levels):
    with pytest.raises(DefinitionError):
        define({**SUM, "levels": levels})
