"""Who sees which question."""

import pytest

from surveys.checks import check_definition
from surveys.conditions import describe, is_shown, visible_answers, visible_items
from surveys.items import NA
from surveys.mapping import from_mapping, read_condition
from surveys.strict import DefinitionError

A_YES = {"code": "A", "equals": True}
B_HIGH = {"code": "B", "at_least": 7}
C_XY = {"code": "C", "any_of": ["x", "y"]}

TABLE = [
    (A_YES, {"A": "yes"}, True),
    (A_YES, {"A": "no"}, False),
    (A_YES, {}, False),
    ({"code": "A", "not_equals": True}, {"A": "no"}, True),
    ({"code": "A", "not_equals": True}, {}, False),
    ({"code": "A", "not_equals": True}, {"A": NA}, False),
    ({"code": "A", "equals": NA}, {"A": NA}, True),
    ({"code": "A", "answered": True}, {"A": "no"}, True),
    ({"code": "A", "answered": True}, {"A": NA}, False),
    ({"code": "A", "answered": False}, {}, True),
    (B_HIGH, {"B": 7}, True),
    (B_HIGH, {"B": 6.5}, False),
    (B_HIGH, {"B": NA}, False),
    ({"code": "B", "at_most": 3}, {"B": 3}, True),
    ({"code": "B", "equals": 4}, {"B": 4.0}, True),
    ({"code": "D", "at_least": "2026-09-01"}, {"D": "2026-10-01"}, True),
    ({"code": "D", "at_most": "2026-09-01"}, {"D": "2026-10-01"}, False),
    (C_XY, {"C": ["y", "z"]}, True),
    (C_XY, {"C": ["z"]}, False),
    ({"code": "C", "not_equals": "z"}, {"C": ["x", "z"]}, False),
    ({"all": [A_YES, B_HIGH]}, {"A": "yes", "B": 9}, True),
    ({"all": [A_YES, B_HIGH]}, {"A": "yes", "B": 2}, False),
    ({"any": [A_YES, B_HIGH]}, {"A": "no", "B": 9}, True),
    ({"all": [A_YES, {"any": [B_HIGH, C_XY]}]}, {"A": "yes", "C": ["x"]}, True),
    ({"all": [A_YES, {"any": [B_HIGH, C_XY]}]}, {"C": ["x"]}, False),
    ({"any": [A_YES, {"all": [B_HIGH, C_XY]}]}, {"B": 8, "C": ["x"]}, True),
    ({"any": [A_YES, {"all": [B_HIGH, C_XY]}]}, {"B": 8}, False),
]


@pytest.mark.parametrize(("written", "answers", "shown"), TABLE)
def test_a_condition_holds_or_not(written, answers, shown):
    assert is_shown(read_condition(written, "тест"), answers) is shown


def questionnaire(*items):
    return from_mapping({"code": "x", "title": "x", "items": [{"text": "Что?", **item} for item in items]})


def test_a_third_level_is_refused():
    nested = {"all": [{"any": [{"all": [A_YES]}]}]}
    with pytest.raises(DefinitionError, match="больше двух уровней"):
        read_condition(nested, "тест")


def test_an_answer_to_a_hidden_question_counts_as_not_given():
    definition = questionnaire(
        {"code": "A", "type": "yesno"},
        {"code": "B", "type": "yesno", "show_if": A_YES},
        {"code": "C", "type": "text", "show_if": {"code": "B", "equals": True}},
    )
    everything = {"A": "yes", "B": "yes", "C": "да"}
    assert [item.code for item in visible_items(definition, everything)] == ["A", "B", "C"]
    changed = {**everything, "A": "no"}
    assert [item.code for item in visible_items(definition, changed)] == ["A"]
    assert visible_answers(definition, changed) == {"A": "no"}
    assert changed["C"] == "да"


def test_a_hidden_section_hides_what_follows_up_to_the_next_one():
    definition = questionnaire(
        {"code": "A", "type": "yesno"},
        {"code": "S1", "type": "section", "show_if": A_YES},
        {"code": "B", "type": "text"},
        {"code": "S2", "type": "section"},
        {"code": "C", "type": "text"},
    )
    assert [item.code for item in visible_items(definition, {"A": "no"})] == ["A", "S2", "C"]
    assert len(visible_items(definition, {"A": "yes"})) == 5


def test_a_condition_may_look_at_a_row_of_a_table():
    columns = [{"value": n, "label": str(n)} for n in (1, 2)]
    table = {"code": "T", "type": "matrix", "rows": [{"code": "R1", "label": "Ряд"}], "options": columns}
    definition = questionnaire(table, {"code": "WHY", "type": "text", "show_if": {"code": "R1", "at_most": 1}})
    assert check_definition(definition) == []
    assert len(visible_items(definition, {"R1": "1"})) == 2
    assert len(visible_items(definition, {"R1": "2"})) == 1


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ({"code": "NOPE", "equals": "x"}, "вопроса с кодом NOPE в анкете больше нет"),
        ({"code": "LATER", "answered": True}, "должен стоять раньше этого"),
        ({"code": "Q", "answered": True}, "должен стоять раньше этого"),
        ({"code": "A", "equals": "maybe"}, "нет ответа «maybe»"),
        ({"code": "A", "at_least": 3}, "не число"),
        ({"any": []}, "не закончено"),
    ],
)
def test_an_impossible_condition_is_named(condition, problem):
    definition = questionnaire(
        {"code": "A", "type": "yesno"},
        {"code": "Q", "type": "text", "show_if": condition},
        {"code": "LATER", "type": "text"},
    )
    found = check_definition(definition)
    assert len(found) == 1
    assert problem in found[0]


def test_a_condition_is_said_in_words():
    definition = questionnaire(
        {"code": "A", "type": "yesno", "text": "Был наставник?"},
        {"code": "B", "type": "scale10", "text": "Интерес?"},
        {
            "code": "Q",
            "type": "text",
            "show_if": {"all": [A_YES, {"any": [B_HIGH, {"code": "B", "answered": False}]}]},
        },
    )
    assert describe(definition.items[2].show_if, definition) == (
        "если на вопрос «Был наставник?» выбран ответ «Да» и "
        "(ответ на вопрос «Интерес?» не меньше «7» или на вопрос «Интерес?» нет ответа)"
    )
