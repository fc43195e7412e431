"""What a reader sees of a wave: figures from counters, nothing below k, and the same in every place."""

import re
from collections import Counter

import pytest

from surveys.counting import response_counts
from surveys.loading import load_questionnaires
from surveys.mapping import from_mapping
from surveys.results.figures import build_results
from surveys.results.privacy import Reading
from surveys.results.turnout import Turnout

ALL = Reading(names=True, k=1, k_texts=1)
FEW = Reading(names=False, k=5, k_texts=10)
YES_NO = from_mapping({"code": "q", "title": "q", "items": [
    {"code": "A", "type": "yesno", "text": "Встречались?"},
    {"code": "B", "type": "text", "text": "Что дальше?", "show_if": {"code": "A", "equals": True}},
    {"code": "S", "type": "scale10", "text": "Польза?"},
]})  # fmt: skip


def counted(definition, *responses):
    total = Counter()
    for answers in responses:
        total.update(response_counts(definition, answers))
    return total


def results(definition, responses, reading, invited=12):
    return build_results(
        definition, counted(definition, *responses), reading, submitted=len(responses),
        turnout=Turnout(invited=invited, answered=len(responses)),
    )  # fmt: skip


@pytest.mark.parametrize("n", [0, 1, 4])
def test_30_below_k_there_are_no_figures_at_all(n):
    found = results(YES_NO, [{"A": "yes", "S": 7}] * n, FEW)
    assert found.closed == f"Данных мало: ответили {n} из 12. Сводка откроется от 5 ответов."
    assert found.items == []
    assert found.blocks == ()
    assert found.indices == ()


def test_from_k_on_the_figures_are_there_and_their_denominators_too():
    found = results(YES_NO, [{"A": "yes", "B": "Ещё", "S": 7}] * 9 + [{"A": "no"}] * 3, FEW)
    yes_no, text, scale = found.items
    assert yes_no.table.rows[0][:3] == ("Да", 9, 0.75)
    assert [round(cell, 2) for cell in yes_no.table.rows[0][3:]] == [0.47, 0.91]
    assert text.base == "Ответили 9, вопрос не показан 3"
    assert text.texts_closed == "Тексты откроются от 10 ответов."
    assert scale.base == "Ответили 9, без ответа 3"
    assert scale.facts[0].words == "7,0 из 10"


def test_a_question_that_few_people_answered_stays_closed_alone():
    found = results(YES_NO, [{"A": "yes", "S": 7}] * 9 + [{"A": "no", "S": 3}] * 3, FEW)
    assert found.items[0].table.rows
    lonely = results(YES_NO, [{"A": "yes", "S": 7}] * 3 + [{"A": "no"}] * 9, FEW).items[2]
    assert "немногие" in lonely.closed
    assert not lonely.table.rows
    assert not lonely.picture
    assert not lonely.facts
    assert not lonely.base


def test_who_may_read_answers_sees_figures_from_the_first_one():
    found = results(YES_NO, [{"A": "yes", "S": 7}], ALL)
    assert not found.closed
    assert found.items[2].facts[0].value == 7


def test_pictures_say_what_the_tables_say_and_hold_no_style():
    needs = next(each for each in load_questionnaires() if each.code == "needs_teacher")
    marks = {f"TD{n:02}": str(1 + n % 5) for n in range(1, 17)}
    found = results(needs, [{**marks, "TD_STAGE": "y0_1"}] * 6, FEW)
    svg = "".join(str(item.picture) for item in found.items) + str(found.blocks_picture)
    assert svg.count("<svg") > 3
    assert "style=" not in svg
    assert "<script" not in svg
    for picture in re.findall(r"<svg class=\"chart(?: radar)?\" .*?</svg>", svg, re.S):
        assert "<title>" in picture
        assert "<desc>" in picture
    assert "6 · 100 %" in svg
    assert [block.value for block in found.blocks] == sorted(block.value for block in found.blocks)
    assert found.blocks[0].level == "дефицит"


def test_a_hostile_wording_stays_text_in_a_picture():
    evil = from_mapping({"code": "q", "title": "q", "items": [
        {"code": "A", "type": "single", "text": "<script>alert(1)</script>",
         "options": [{"value": "x", "label": "<b onload=1>\"'"}, {"value": "y", "label": "&lt;"}]}]})  # fmt: skip
    picture = str(results(evil, [{"A": "x"}] * 5, FEW).items[0].picture)
    assert "<script" not in picture
    assert "<b " not in picture
    assert "&amp;lt;" in picture


def test_the_index_of_the_curator_is_a_sum_with_a_level():
    review = next(each for each in load_questionnaires() if each.code == "curator_review")
    found = results(review, [{f"CR{n:02}": "2" if n < 9 else "1" for n in range(1, 10)}] * 5, FEW)
    assert [(index.title, index.value, index.level) for index in found.indices] == [
        ("Качество реализации (0–18)", 17.0, "оптимальный")
    ]


def test_remembered_figures_are_those_of_the_same_counters_and_the_same_kind_of_reader():
    twelve = [{"A": "yes", "S": 7}] * 9 + [{"A": "no", "S": 3}] * 3
    once, again = results(YES_NO, twelve, FEW), results(YES_NO, twelve, FEW, invited=40)
    assert again.parts is once.parts
    assert again.turnout.invited == 40
    assert results(YES_NO, [*twelve, {"A": "no", "S": 1}], FEW).items[0].table.rows[1][1] == 4
    stricter = Reading(names=False, k=6, k_texts=10)
    assert results(YES_NO, twelve, stricter).parts is not once.parts
    reworded = from_mapping({"code": "q", "title": "q", "items": [
        {"code": "A", "type": "yesno", "text": "Виделись?"}, {"code": "B", "type": "text", "text": "Что дальше?"},
        {"code": "S", "type": "scale10", "text": "Польза?"}]})  # fmt: skip
    assert results(reworded, twelve, FEW).items[0].item.text == "Виделись?"
