"""Pure steps from one definition to the next, and names that never change their meaning."""

import random
from dataclasses import replace

import pytest

from surveys.building.editing import doubled, item_of, moved, moved_into, parts_of, put, removed, replaced
from surveys.building.lines import Line, arranged, options_from, read_lines, rows_from, with_room
from surveys.building.naming import code_for, codes_of, fresh_value, renamed, with_fresh_codes
from surveys.checks import check_definition
from surveys.definitions import ItemDefinition, OptionDefinition, RowDefinition
from surveys.mapping import from_mapping, to_mapping

WRITTEN = {
    "code": "x",
    "title": "x",
    "items": [
        {"code": "Q1", "type": "yesno", "text": "Раз?"},
        {"code": "S1", "type": "section", "text": "Первый"},
        {"code": "Q2", "type": "text", "text": "Два, после [[Q1]]?", "show_if": {"code": "Q1", "equals": True}},
        {"code": "Q3", "type": "text", "text": "Три?"},
        {"code": "S2", "type": "section", "text": "Второй"},
        {"code": "Q4", "type": "text", "text": "Четыре?",
         "show_if": {"any": [{"code": "Q1", "equals": True}, {"code": "Q2", "answered": True}]}},
    ],
}  # fmt: skip
DEFINITION = from_mapping(WRITTEN)


def codes(definition):
    return [item.code for item in definition.items]


def test_a_questionnaire_falls_into_parts_under_its_headings():
    assert [(part.code, [item.code for item in part.items]) for part in parts_of(DEFINITION)] == [
        ("", ["Q1"]), ("S1", ["Q2", "Q3"]), ("S2", ["Q4"]),
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "step", "order"), [
    ("Q2", 1, ["Q1", "S1", "Q3", "Q2", "S2", "Q4"]),
    ("Q2", -1, ["Q1", "Q2", "S1", "Q3", "S2", "Q4"]),
    ("Q1", -1, ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
    ("Q4", 1, ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
    ("S2", -1, ["Q1", "S2", "Q4", "S1", "Q2", "Q3"]),
    ("S1", 1, ["Q1", "S2", "Q4", "S1", "Q2", "Q3"]),
    ("S1", -1, ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
    ("NO", 1, ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
])  # fmt: skip
def test_items_move_by_one_and_headings_take_their_questions_along(code, step, order):
    assert codes(moved(DEFINITION, code, step)) == order


@pytest.mark.parametrize(("code", "section", "order"), [
    ("Q1", "S2", ["S1", "Q2", "Q3", "S2", "Q4", "Q1"]),
    ("Q4", "S1", ["Q1", "S1", "Q2", "Q3", "Q4", "S2"]),
    ("Q4", "", ["Q1", "Q4", "S1", "Q2", "Q3", "S2"]),
    ("Q4", "NO", ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
    ("S1", "S2", ["Q1", "S1", "Q2", "Q3", "S2", "Q4"]),
])  # fmt: skip
def test_an_item_goes_to_the_end_of_a_section(code, section, order):
    assert codes(moved_into(DEFINITION, code, section)) == order


def test_an_item_goes_before_the_first_heading_where_nothing_stood():
    assert codes(moved_into(removed(DEFINITION, "Q1"), "Q3", "")) == ["Q3", "S1", "Q2", "S2", "Q4"]


def test_no_order_of_moves_loses_or_doubles_an_item():
    chance, definition = random.Random(7), DEFINITION
    for _n in range(500):
        code = chance.choice(codes(definition))
        if chance.random() < 0.5:
            definition = moved(definition, code, chance.choice([-1, 1]))
        else:
            definition = moved_into(definition, code, chance.choice(["", "S1", "S2"]))
        assert sorted(codes(definition)) == sorted(codes(DEFINITION))


def test_a_copy_stands_behind_its_item_under_codes_of_its_own():
    rows = (RowDefinition("T_1", "Раз"), RowDefinition("R", "Два"))
    options = (OptionDefinition("a", "А"), OptionDefinition("b", "Б"))
    table = ItemDefinition(code="T", type="matrix", text="Т", rows=rows, options=options)
    definition = doubled(put(DEFINITION, table, after="Q1"), "T", codes_of(DEFINITION) | {"Q9"})
    copy = definition.items[2]
    assert (copy.code, [row.code for row in copy.rows]) == ("Q5", ["Q5_1", "Q5_2"])
    assert len(definition.by_code) == len(DEFINITION.by_code) + 6


def test_codes_and_values_are_never_used_twice():
    assert code_for("single", {"Q1", "Q2", "Q4"}) == "Q3"
    assert code_for("section", {"S1"}) == "S2"
    assert fresh_value(["o1", "o3"]) == "o2"
    assert fresh_value(["1", "2", "5"]) == "6"
    assert fresh_value([]) == "o1"


def test_a_free_name_is_kept_when_a_question_comes_from_elsewhere():
    item = ItemDefinition(code="NS_GOAL", type="text", text="Цель?")
    assert with_fresh_codes(item, {"Q1"}).code == "NS_GOAL"
    assert with_fresh_codes(item, {"NS_GOAL"}).code == "Q1"


def test_a_new_code_is_followed_by_conditions_and_wordings():
    new = renamed(DEFINITION, "Q1", "MET")
    assert item_of(new, "MET")
    assert item_of(new, "Q2").text == "Два, после [[MET]]?"
    assert list(item_of(new, "Q2").show_if.codes()) == ["MET"]
    assert list(item_of(new, "Q4").show_if.codes()) == ["MET", "Q2"]
    assert to_mapping(renamed(new, "MET", "Q1")) == to_mapping(DEFINITION)


OPTIONS = (OptionDefinition("o1", "Да"), OptionDefinition("o2", "Нет"))


def values(*lines, ever=("o1", "o2"), **how):
    return [(option.value, option.label) for option in options_from(lines, OPTIONS, ever, **how)]


SCORED = from_mapping({
    "code": "x", "title": "Ш", "status": "LEVEL", "visible_to": ["psychologist"],
    "scores": [{"code": "SUM", "label": "Сумма", "kind": "sum", "items": ["A", "R1", "R2"]},
               {"code": "ONE", "label": "Один", "items": ["A"]}],
    "items": [
        {"code": "A", "type": "scale10", "text": "Сколько?"},
        {"code": "T", "type": "matrix", "text": "Таблица", "options": [{"value": n, "label": str(n)} for n in (1, 2)],
         "rows": [{"code": "R1", "label": "Раз"}, {"code": "R2", "label": "Два"}]},
        {"code": "LEVEL", "type": "single", "text": "Итог", "options": [{"value": "a", "label": "А"}]},
    ],
})  # fmt: skip


def scales(definition):
    return {score.code: score.items for score in definition.scores}


def test_what_is_deleted_leaves_the_calculated_scales_and_an_empty_scale_goes():
    assert scales(removed(SCORED, "A")) == {"SUM": ("R1", "R2")}
    assert scales(removed(SCORED, "T")) == {"SUM": ("A",), "ONE": ("A",)}
    table = item_of(SCORED, "T")
    assert scales(replaced(SCORED, "T", replace(table, rows=table.rows[:1])))["SUM"] == ("A", "R1")
    assert check_definition(removed(SCORED, "A")) == []


def test_a_new_code_is_followed_by_scales_and_by_the_status():
    assert scales(renamed(SCORED, "A", "B"))["SUM"] == ("B", "R1", "R2")
    assert renamed(SCORED, "LEVEL", "END").status == "END"
    assert check_definition(renamed(renamed(SCORED, "A", "B"), "LEVEL", "END")) == []


def test_other_words_keep_the_value_of_an_option():
    assert values(Line("o1", "Конечно"), Line("o2", "Нет")) == [("o1", "Конечно"), ("o2", "Нет")]


def test_another_meaning_gets_another_value():
    assert values(Line("o1", "Скорее да", changed=True), Line("o2", "Нет")) == [("o3", "Скорее да"), ("o2", "Нет")]


def test_a_value_that_some_version_had_never_comes_back():
    assert values(Line("o1", "Да"), Line("", "Иногда"), ever=("o1", "o2", "o3")) == [("o1", "Да"), ("o4", "Иногда")]


def test_a_page_sent_twice_mints_no_second_value():
    first = values(Line("o2", "Нет"), Line("", "Да"))
    assert first == [("o2", "Нет"), ("o1", "Да")]


def test_steps_of_a_scale_are_numbers_in_order():
    lines = [Line("", "плохо"), Line("", "средне"), Line("", "хорошо")]
    assert [option.value for option in options_from(lines, (), (), numbered=True)] == ["1", "2", "3"]


def test_two_lines_with_one_key_do_not_share_a_value():
    assert len({value for value, _label in values(Line("o1", "Да"), Line("o1", "Тоже да"))}) == 2


def test_rows_keep_their_codes_and_new_ones_get_their_own():
    before = (RowDefinition("R1", "Раз", block="b"), RowDefinition("R2", "Два", polarity=-1))
    rows = rows_from([Line("R2", "Два!"), Line("", "Три"), Line("R1", "Раз", mark=True)], before, {"Q1", "Q1_1"}, "Q1")
    assert [(row.code, row.label, row.polarity) for row in rows] == [
        ("R2", "Два!", None), ("Q1_2", "Три", None), ("R1", "Раз", -1),
    ]  # fmt: skip
    assert rows[2].block == "b"


class Form(dict):
    """A posted form, as far as lines need it."""


def test_lines_are_read_in_their_order_with_what_was_pasted():
    form = Form({"option-1-label": " Нет ", "option-0-label": "Да", "option-0-key": "o1", "option-0-mark": "1",
                 "option-more": "Иногда\n\n Никогда ", "option-x-label": "чужое"})  # fmt: skip
    assert [(line.key, line.label, line.mark) for line in read_lines(form, "option")] == [
        ("o1", "Да", True), ("", "Нет", False), ("", "Иногда", False), ("", "Никогда", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("deed", "labels"), [
    ("up:1", "bac"), ("down:1", "acb"), ("remove:1", "ac"), ("up:0", "abc"), ("down:2", "abc"), ("up:9", "abc"),
    ("add:0", "abc"), ("up:-1", "abc"), ("", "abc"), ("remove:²", "abc"),
])  # fmt: skip
def test_lines_are_arranged_without_saving(deed, labels):
    lines = [Line(label=label) for label in "abc"]
    assert "".join(line.label for line in arranged(lines, deed)) == labels


def test_there_is_always_room_for_more():
    assert len(with_room([Line(label="a")], 4)) == 4
    assert len(with_room([Line(label="a")] * 5, 4)) == 7
