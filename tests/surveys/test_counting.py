"""Counters and summaries against a naive recount of every response."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.conditions import visible_answers, visible_items
from surveys.counting import response_counts
from surveys.items import NA, type_of
from surveys.items.summaries import Base, base_of
from surveys.mapping import from_mapping
from surveys.results.summary import (
    ChoiceSummary,
    DateSummary,
    MatrixSummary,
    NumberSummary,
    RankingSummary,
    RecommendationSummary,
    ScaleSummary,
    TextSummary,
    response_total,
    summarize,
)
from tests.surveys.forms import parse_form, random_form


def counted(definition, responses):
    total = Counter()
    for answers in responses:
        total.update(response_counts(definition, answers))
    return total


def responses_to(definition, number):
    return [parse_form(definition, random_form(definition, seed))[0] for seed in range(number)]


def naive_base(definition, responses, item, code):
    shown = [r for r in responses if item in visible_items(definition, r)]
    given = [visible_answers(definition, r).get(code) for r in shown]
    answered = sum(value not in (None, NA, "", []) for value in given)
    na = given.count(NA)
    return Base(len(responses), answered, na, len(shown) - answered - na, len(responses) - len(shown))


def test_counts_of_many_responses_equal_a_naive_recount(questionnaires, every_type):
    for definition in (*questionnaires.values(), every_type):
        responses = responses_to(definition, 60)
        counts = counted(definition, responses)
        assert response_total(counts) == 60
        for item in definition.items:
            for code in type_of(item).answer_codes(item):
                if "." in code:
                    continue
                assert base_of(counts, code) == naive_base(definition, responses, item, code)
                values = [visible_answers(definition, r).get(code) for r in responses]
                for option in definition.by_code[code].labels:
                    if item.type == "ranking":
                        continue
                    chosen = sum(
                        option in value if isinstance(value, list) else str(value) == option for value in values
                    )
                    assert counts[code, option] == chosen, (code, option)


def test_denominators_always_add_up(questionnaires, every_type):
    for definition in (*questionnaires.values(), every_type):
        counts = counted(definition, responses_to(definition, 25))
        for summary in summarize(definition, counts):
            bases = [summary.base]
            if isinstance(summary, MatrixSummary):
                bases += [line.base for line in summary.lines]
            for base in bases:
                assert base.answered + base.na + base.not_answered + base.not_shown == base.responses == 25
                assert min(vars(base).values()) >= 0


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=6), st.integers(0, 5))
def test_taking_a_response_back_leaves_no_trace(every_type, seeds, place):
    responses = [parse_form(every_type, random_form(every_type, seed))[0] for seed in seeds]
    total = counted(every_type, responses)
    gone = responses.pop(place % len(responses))
    total.subtract(response_counts(every_type, gone))
    assert +total == counted(every_type, responses)


def test_a_hidden_answer_is_not_shown_and_not_counted(questionnaires):
    definition = questionnaires["mentor_candidate"]
    counts = response_counts(definition, {"PREV_MENTORING": "no", "MC_PREV_TEXT": "осталось с прошлого раза"})
    assert counts["MC_PREV_TEXT", "__answered__"] == 0
    assert base_of(counts, "MC_PREV_TEXT") == Base(1, 0, 0, 0, 1)


@pytest.fixture(scope="module")
def by_code(every_type):
    responses = [
        {"ONE": "a", "MANY": ["a", "b"], "YN": "yes", "TEN": 10, "REC": 10, "NUM": 2, "DAY": "2026-11-17",
         "LINE": "слова", "ROW1": "3", "ROW2": NA, "MON": ["a", "c"], "RANK": ["b", "a", "c"]},
        {"ONE": "a", "MANY": ["a"], "YN": "no", "TEN": 7, "REC": 3, "NUM": 4.5, "DAY": "2026-12-01",
         "ROW1": "1", "RANK": ["b"]},
        {"ONE": "gone", "TEN": NA},
    ]  # fmt: skip
    return {each.item.code: each for each in summarize(every_type, counted(every_type, responses))}


def test_choices(by_code):
    one, many = by_code["ONE"], by_code["MANY"]
    assert isinstance(one, ChoiceSummary)
    assert isinstance(many, ChoiceSummary)
    assert [(row.value, row.n, row.retired) for row in one.rows] == [
        ("a", 2, False),
        ("b", 0, False),
        ("c", 0, False),
        ("gone", 1, True),
    ]
    assert many.several
    assert [(row.n, row.share.of) for row in many.rows] == [(2, 2), (1, 2), (0, 2), (0, 2)]
    assert [row.label for row in by_code["YN"].rows] == ["Да", "Нет"]


def test_scales(by_code):
    ten, recommend = by_code["TEN"], by_code["REC"]
    assert isinstance(ten, ScaleSummary)
    assert isinstance(recommend, RecommendationSummary)
    assert (ten.base, ten.mean, ten.median) == (Base(3, 2, 1, 0, 0), 8.5, 8.5)
    assert (ten.top2.count, ten.top2.of) == (1, 2)
    assert len(ten.points) == 10
    assert len(recommend.points) == 11
    assert recommend.index.value == 0


def test_numbers_dates_and_texts(by_code):
    number, day, line = by_code["NUM"], by_code["DAY"], by_code["LINE"]
    assert isinstance(number, NumberSummary)
    assert isinstance(day, DateSummary)
    assert isinstance(line, TextSummary)
    assert (number.lowest, number.highest, number.mean) == (2, 4.5, 3.25)
    assert (day.first, day.last, day.months) == (
        "2026-11-17",
        "2026-12-01",
        (("2026-11", 1), ("2026-12", 1)),
    )
    assert (line.base.answered, line.base.not_answered) == (1, 2)


def test_tables_and_places(by_code):
    table, grid, rank = by_code["TABLE"], by_code["GRID"], by_code["RANK"]
    assert isinstance(table, MatrixSummary)
    assert isinstance(rank, RankingSummary)
    assert [line.mean for line in table.lines] == [2, None]
    assert table.lines[1].base == Base(3, 0, 1, 2, 0)
    assert grid.several
    assert [row.n for row in grid.lines[0].rows] == [1, 0, 1]
    assert [(row.value, row.mean_place, row.places) for row in rank.rows] == [
        ("b", 1, (2, 0, 0)),
        ("a", 2, (0, 1, 0)),
        ("c", 3, (0, 0, 1)),
    ]


def test_an_empty_wave_has_a_summary_of_everything(every_type):
    for summary in summarize(every_type, {}):
        assert summary.base == Base(0, 0, 0, 0, 0)


def test_a_text_is_never_a_counter_key():
    definition = from_mapping({"code": "x", "title": "x", "items": [{"code": "T", "type": "text", "text": "Что?"}]})
    assert "тайна" not in str(response_counts(definition, {"T": "тайна"}))
