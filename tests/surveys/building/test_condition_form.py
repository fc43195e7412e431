"""Conditions in words: what may be asked about, and the condition that comes of it."""

import pytest

from surveys.building.condition_form import (
    ConditionError,
    askable,
    comparison,
    joined_by,
    parts_of,
    with_part,
    without_part,
)
from surveys.definitions import ConditionDefinition
from surveys.items import NA


@pytest.fixture
def asked(every_type):
    """Everything that can be asked about, by code."""
    return {each.code: each for each in askable(every_type, "")}


def test_only_earlier_questions_may_be_asked_about(every_type):
    assert [each.code for each in askable(every_type, "YN")] == ["ONE", "MANY"]
    assert askable(every_type, "PART") == []
    assert {"ROW1", "ROW2"} <= {each.code for each in askable(every_type, "RANK")}


@pytest.mark.parametrize(("code", "operators"), [
    ("ONE", ["equals", "not_equals", "any_of", "answered", "unanswered"]),
    ("YN", ["equals", "not_equals", "any_of", "answered", "unanswered"]),
    ("TEN", ["equals", "not_equals", "any_of", "at_least", "at_most", "answered", "unanswered"]),
    ("NUM", ["at_least", "at_most", "answered", "unanswered"]),
    ("ROW1", ["equals", "not_equals", "any_of", "at_least", "at_most", "answered", "unanswered"]),
    ("PAGE", ["answered", "unanswered"]),
    ("RANK", ["answered", "unanswered"]),
    ("PAPER", ["answered", "unanswered"]),
])  # fmt: skip
def test_each_kind_of_question_offers_what_makes_sense(asked, code, operators):
    assert [name for name, _words in asked[code].operators] == operators


def test_days_are_compared_in_words_of_days(asked):
    assert dict(asked["DAY"].operators)["at_least"] == "не раньше"


@pytest.mark.parametrize(("code", "operator", "values", "wanted"), [
    ("ONE", "equals", ["a"], ("equals", ("a",))),
    ("ONE", "equals", ["a", "b"], ("any_of", ("a", "b"))),
    ("ONE", "any_of", ["b", "b", "x"], ("any_of", ("b",))),
    ("ONE", "not_equals", ["c"], ("not_equals", ("c",))),
    ("TEN", "equals", [NA], ("equals", (NA,))),
    ("TEN", "at_least", ["", "7"], ("at_least", ("7",))),
    ("NUM", "at_most", ["2,5"], ("at_most", ("2.5",))),
    ("DAY", "at_least", ["01.09.2026"], ("at_least", ("2026-09-01",))),
    ("PAGE", "answered", [], ("answered", ("yes",))),
    ("PAGE", "unanswered", ["чужое"], ("answered", ("no",))),
])  # fmt: skip
def test_a_choice_becomes_a_comparison(asked, code, operator, values, wanted):
    made = comparison(asked[code], operator, values)
    assert (made.operator, made.values) == wanted
    assert made.code == code


@pytest.mark.parametrize(("code", "operator", "values"), [
    ("ONE", "at_least", ["1"]),
    ("ONE", "equals", []),
    ("ONE", "equals", ["x"]),
    ("ONE", "not_equals", ["a", "b"]),
    ("NUM", "at_least", ["много"]),
    ("NUM", "at_least", [""]),
    ("DAY", "at_most", ["вчера"]),
    ("PAGE", "equals", ["a"]),
    ("ONE", "", []),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(asked, code, operator, values):
    with pytest.raises(ConditionError) as refusal:
        comparison(asked[code], operator, values)
    assert str(refusal.value)[0].isupper()


ONE = ConditionDefinition("equals", code="A", values=("yes",))
TWO = ConditionDefinition("answered", code="B", values=("yes",))
THREE = ConditionDefinition("answered", code="C", values=("yes",))


def test_parts_are_added_joined_and_taken_away():
    both = with_part(with_part(None, ONE), TWO)
    assert (both.operator, both.parts) == ("all", (ONE, TWO))
    either = joined_by(both, "any")
    assert with_part(either, THREE).operator == "any"
    assert without_part(either, 0) == TWO
    assert without_part(ONE, 0) is None
    assert without_part(either, 9) == either
    assert joined_by(ONE, "any") == ONE


def test_a_group_of_the_library_stays_a_part_of_its_own():
    nested = ConditionDefinition("all", parts=(ONE, ConditionDefinition("any", parts=(TWO, THREE))))
    assert len(parts_of(nested)) == 2
    assert without_part(nested, 0) == nested.parts[1]


def test_the_same_comparison_is_not_added_twice():
    with pytest.raises(ConditionError, match="уже есть"):
        with_part(ONE, ONE)
