"""Scores, reverse items, missing answers and the figures of the method."""

import pytest

from surveys.indices import compat_score, deficit_block, load_scales, process_quality, state_index
from surveys.items import NA
from surveys.loading import DATA
from surveys.mapping import from_mapping
from surveys.scoring import (
    Score,
    block_scores,
    gain,
    keyed,
    marks_by_code,
    mean_score,
    range_of,
    scored_items,
)


@pytest.fixture(scope="module")
def indices():
    return load_scales(DATA / "scales.yaml").indices


@pytest.mark.parametrize(
    ("code", "value", "mark"),
    [
        ("TEN", 3, 3),
        ("TENREV", 3, 8),
        ("TENREV", 10, 1),
        ("ROW1", "3", 3),
        ("ROW2", "3", 1),
        ("FIVE", 4, 4),
        ("TEN", NA, None),
        ("TEN", None, None),
        ("TEN", 11, None),
        ("ONE", "a", None),
    ],
)
def test_reverse_items_are_turned_round(items, code, value, mark):
    assert keyed(items[code], value) == mark


def test_a_score_needs_half_of_the_answers():
    assert mean_score([4, 2, None, None]) == Score(3, 2, 4)
    assert mean_score([4, None, None]) == Score(None, 1, 3)
    assert mean_score([]) == Score(None, 0, 0)


def test_blocks_have_scores(every_type):
    assert block_scores(every_type, {"TEN": 9, "TENREV": 4}) == {"mood": Score(8, 2, 2)}


def test_deficits_by_block(questionnaires, indices):
    definition = questionnaires["needs_teacher"]
    answers = {"TD01": "2", "TD02": "3", "TD13": "4", "TD14": "3", "TD03": "1"}
    found = {each.block: each for each in deficit_block(definition, answers, indices["deficit_block"])}
    assert (found["subject"].score, found["subject"].level) == (Score(2.5, 2, 2), "deficit")
    assert (found["documents"].level, found["digital"].level) == ("strength", "middle")
    assert (found["method"].score, found["method"].level) == (Score(None, 1, 4), "unknown")
    assert found["subject"].label == "Предмет"
    assert len(found) == 7


def test_state_of_a_student(questionnaires, indices):
    definition, index = questionnaires["student_mentee_before"], indices["state_student"]
    answers = dict.fromkeys(index.codes, 6) | {"ST_STRESS": 9}
    assert state_index(definition, answers, index).value == pytest.approx((6 * 6 + 2) / 7)
    assert state_index(definition, {"ST_MOTIV": 6}, index) == Score(None, 1, 7)


@pytest.mark.parametrize(
    ("marks", "level"), [([2] * 9, "оптимальный"), ([1] * 9, "допустимый"), ([1] * 8 + [0], "недопустимый")]
)
def test_quality_of_the_process(questionnaires, indices, marks, level):
    definition, index = questionnaires["curator_review"], indices["process_quality"]
    answers = {code: str(mark) for code, mark in zip(index.codes, marks, strict=True)}
    found = process_quality(definition, answers, index)
    assert (found.value, found.level) == (sum(marks), level)
    answers.pop("CR05")
    assert process_quality(definition, answers, index).level is None


def test_fit_of_a_pair_is_the_lower_side(questionnaires, indices):
    definition, index = questionnaires["pair_compat"], indices["compat_score"]
    high, low = dict.fromkeys(index.codes, 9), dict.fromkeys(index.codes, 5)
    both = compat_score(definition, index, mentor=high, mentee=low)
    assert (both.value, both.alarm) == (5, True)
    assert compat_score(definition, index, mentor=high, mentee=high).alarm is False
    asked = compat_score(definition, index, mentor=high, mentee={**high, "PC_DECISION": "change"})
    assert (asked.value, asked.alarm) == (9, True)
    alone = compat_score(definition, index, mentor=low, mentee=None)
    assert (alone.value, alone.alarm) == (None, True)


def test_gain_of_a_person_turns_reverse_items(questionnaires):
    definition = questionnaires["student_mentee_before"]
    before, after = {"ST_MOTIV": 4, "ST_STRESS": 8}, {"ST_MOTIV": 6, "ST_STRESS": 5}
    found = gain(definition, before, after)
    assert (found.value, found.answered, found.of) == (None, 2, 7)
    full_before = {code: 5 for code, item in scored_items(definition).items() if item.measure == "state"}
    full_after = {**full_before, "ST_STRESS": 2, "ST_MOTIV": 9, "ST_GRADE": 2}
    assert gain(definition, full_before, full_after).value == pytest.approx(1)


def test_ranges_and_marks(items, every_type):
    assert range_of(items["REC"]) == (0, 10)
    assert range_of(items["RANGE"]) == (0, 4)
    assert range_of(items["ROW1"]) == (1, 3)
    assert range_of(items["LINE"]) is None
    assert marks_by_code(every_type, {"TENREV": 3, "ROW1": "2", "LINE": "5"}) == {"TENREV": 3, "ROW1": 2}


def test_a_block_may_demand_how_many_of_its_items_are_answered():
    written = {
        "code": "x", "title": "x", "blocks": [{"code": "b", "label": "Б", "least": 1}],
        "items": [{"code": code, "type": "scale10", "text": "?", "block": "b"} for code in ("A", "B", "C")],
    }  # fmt: skip
    assert block_scores(from_mapping(written), {"A": 4})["b"].value == 4
    written["blocks"][0]["least"] = 3
    assert block_scores(from_mapping(written), {"A": 4, "B": 6})["b"].value is None
