"""Counters of a part of a wave are those that the same responses would have made alone."""

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db, is_sqlite
from surveys.counting import response_counts
from surveys.definitions import QuestionnaireDefinition
from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.results.cuts import counts_by, cut_counts
from surveys.results.filters import dimensions_of, read_cuts, responses_of
from tests.surveys.crowds import make_wave

CONDITIONAL = from_mapping({"code": "cond", "title": "Условия", "items": [
    {"code": "A", "type": "yesno", "text": "Встречались?"},
    {"code": "S", "type": "single", "text": "Как?", "show_if": {"code": "A", "equals": True},
     "options": [{"value": "x", "label": "X"}, {"value": "y", "label": "Y"}]},
    {"code": "W", "type": "text", "text": "Почему?", "show_if": {"code": "S", "any_of": ["y"]}},
    {"code": "M", "type": "matrix", "select": "single", "text": "Оцените", "show_if": {"code": "W", "answered": True},
     "options": [{"value": 1, "label": "1"}, {"value": 2, "label": "2"}],
     "rows": [{"code": "M1", "label": "Раз"}, {"code": "M2", "label": "Два"}]},
]})  # fmt: skip


def _conditional(chance: random.Random) -> dict[str, Any]:
    """Any mixture, hidden answers too: whoever goes back and answers otherwise leaves them behind."""
    ways = {"A": ["yes", "no"], "S": ["x", "y"], "W": ["Слово", "Другое слово"], "M1": ["1", NA], "M2": ["2", NA]}
    return {code: chance.choice(values) for code, values in ways.items() if chance.random() < 0.8}


def _everything(chance: random.Random) -> dict[str, Any]:
    ways: dict[str, list[Any]] = {
        "ONE": ["a", "b", "c"], "MANY": [["a"], ["a", "b"], ["other"], NA], "MANY.other": ["Своё"],
        "YN": ["yes", "no"], "TEN": [1, 5, 10, NA], "FIVE": [1, 2, 5], "RANGE": [0, 4], "REC": [0, 9, NA],
        "LINE": ["Слова", NA, "Ещё"], "NUM": [0.5, 3, 99], "DAY": ["2026-01-02", "2026-02-03"],
        "ROW1": ["1", "2", NA], "ROW2": ["3", NA], "MON": [["a", "b"], NA], "TUE": [["c"]], "RANK": [["b", "a"], NA],
    }  # fmt: skip
    return {code: chance.choice(values) for code, values in ways.items() if chance.random() < 0.75}


def _counted(definition: QuestionnaireDefinition, answers: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    total = Counter[tuple[str, str]]()
    for each in answers:
        total.update(response_counts(definition, each))
    return total


@pytest.mark.parametrize("made", ["conditional", "every type"])
def test_a_cut_counts_what_its_responses_say_and_nothing_that_was_hidden(
    world: Any, every_type: QuestionnaireDefinition, made: str
) -> None:
    chance = random.Random(made)
    definition, invent = (CONDITIONAL, _conditional) if made == "conditional" else (every_type, _everything)
    answers = [invent(chance) for _n in range(80)]
    wave = make_wave(world.school_1, definition, answers)
    assert cut_counts(definition, responses_of(wave)) == _counted(definition, answers)
    for dimension in dimensions_of(wave, definition):
        parts = counts_by(definition, responses_of(wave), dimension)
        for value in dimension.options:
            mine = [each for each in answers if _has(each.get(dimension.code), value)]
            cut = read_cuts([f"{dimension.code}:{value}"], [dimension])
            assert cut_counts(definition, responses_of(wave, cut)) == _counted(definition, mine)
            assert parts.get(value, Counter()) == _counted(definition, mine)


def _has(given: Any, value: str) -> bool:
    return value in [str(each) for each in given] if isinstance(given, list) else str(given) == value


def test_a_question_that_not_everybody_sees_cuts_nothing(world: Any) -> None:
    wave = make_wave(world.school_1, CONDITIONAL, [{"A": "yes"}])
    assert [each.code for each in dimensions_of(wave, CONDITIONAL)] == ["A"]


def test_several_values_of_one_question_widen_and_several_questions_narrow(
    world: Any, every_type: QuestionnaireDefinition
) -> None:
    answers = [{"ONE": one, "YN": yn} for one in "abc" for yn in ("yes", "no")]
    wave = make_wave(world.school_1, every_type, answers)
    dimensions = dimensions_of(wave, every_type)
    wide = read_cuts(["ONE:a", "ONE:b"], dimensions)
    narrow = read_cuts(["ONE:a", "ONE:b", "YN:yes", "YN:maybe", "NO:x", "::", "YN:yes"], dimensions)
    assert [cut.key for cut in narrow] == ["ONE:a", "ONE:b", "YN:yes"]
    assert cut_counts(every_type, responses_of(wave, wide))["", "__responses__"] == 4
    assert cut_counts(every_type, responses_of(wave, narrow))["", "__responses__"] == 2


def test_a_cut_costs_three_statements_however_many_answers_and_looks_them_up_by_an_index(
    world: Any, every_type: QuestionnaireDefinition, count_queries: Any
) -> None:
    chance = random.Random(1)
    costs = []
    for n in (3, 60):
        wave = make_wave(world.school_1, every_type, [_everything(chance) for _n in range(n)], family=f"Срез{n}")
        cuts = read_cuts(["YN:yes"], dimensions_of(wave, every_type))
        with count_queries() as seen:
            cut_counts(every_type, responses_of(wave, cuts))
        costs.append(len(seen))
    assert costs == [3, 3]


def test_a_server_that_takes_the_tables_for_empty_still_looks_each_answer_up_once(
    world: Any, every_type: QuestionnaireDefinition
) -> None:
    """What it believes after a night in which everything was erased, and before it counts again."""
    if is_sqlite():
        pytest.skip("only PostgreSQL plans by sizes that it counts by itself")
    chance = random.Random(1)
    wave = make_wave(world.school_1, every_type, [_everything(chance) for _n in range(400)])
    db.session.execute(sa.text("UPDATE pg_class SET reltuples = 0 WHERE relname IN ('answer', 'response')"))
    dimensions = dimensions_of(wave, every_type)
    cuts = read_cuts([f"ONE:{value}" for value in "abc"], dimensions)
    for dimension in dimensions:
        asked = _statements_of(partial(counts_by, every_type, responses_of(wave, cuts), dimension))
        assert len(asked) == 3
        for statement, values in asked:
            explained = db.session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
            assert _thrown_away(explained.scalar_one()[0]["Plan"]) <= 400


def _statements_of(work: Callable[[], Any]) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        seen.append((statement, values))

    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", note)
    work()
    sa.event.remove(connection, "before_cursor_execute", note)
    return seen


def _thrown_away(node: dict[str, Any]) -> float:
    """How many rows were fetched for a join and did not fit."""
    own: float = node.get("Rows Removed by Join Filter", 0) * node["Actual Loops"]
    return own + sum(map(_thrown_away, node.get("Plans", ())))
