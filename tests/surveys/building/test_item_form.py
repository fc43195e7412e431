"""From what was typed to an item: every type, every setting, every refusal."""

import pytest
from flask import request

from surveys.building.item_form import FIELDS, ItemForm, Typed, item_from, problems_of
from surveys.building.lines import read_lines
from surveys.definitions import ItemDefinition
from surveys.items import ITEM_TYPES
from tests.surveys.building.forms import untouched


@pytest.fixture
def read(app):
    """`read(item, fields)`: the item that a posted form makes of `item`, and its problems."""

    def send(before, fields, ever=frozenset(), taken=frozenset()):
        with app.test_request_context(method="POST", data=fields):
            form = ItemForm.for_type(before.type, meta={"csrf": False})
            typed = Typed(form, read_lines(request.form, "option"), read_lines(request.form, "row"))
            item = item_from(typed, before, set(ever), set(taken)) if form.validate() else None
            return item, [message for _place, message in problems_of(form)]

    return send


def blank(kind):
    return ItemDefinition(code="Q1", type=kind, text="")


def test_every_type_has_its_form():
    assert set(FIELDS) == set(ITEM_TYPES)


def test_saving_a_form_that_nobody_touched_changes_nothing(read, app, every_type, questionnaires):
    for definition in (every_type, *questionnaires.values()):
        for item in definition.items:
            with app.test_request_context():
                fields = untouched(item)
            assert read(item, fields) == (item, []), item.code


TWO = {"option-0-label": "Да", "option-1-label": "Нет"}


@pytest.mark.parametrize(("kind", "fields", "wanted"), [
    ("single", {**TWO, "option-1-mark": "1", "required": "1", "na": "1", "shuffle": "1"},
     {"required": True, "na": True, "shuffle": True}),
    ("single", {**TWO, "numbered": "1"}, {"required": False}),
    ("multiple", {**TWO, "max_choices": "1"}, {"max_choices": 1}),
    ("yesno", {"hint": "Честно", "message": "Выберите"}, {"hint": "Честно", "message": "Выберите"}),
    ("scale10", {"min_label": "плохо", "max_label": "хорошо", "polarity": "1", "na": "1", "measure": "state"},
     {"min_label": "плохо", "max_label": "хорошо", "polarity": -1, "na": None, "measure": "state"}),
    ("scale10", {}, {"na": False, "polarity": None}),
    ("scale", {"minimum": "0", "maximum": "4"}, {"minimum": 0, "maximum": 4}),
    ("scale", {**TWO, "minimum": "0", "min_label": "нет"}, {"minimum": None, "min_label": ""}),
    ("text", {"long": "1", "swot": "threats"}, {"long": True, "swot": "threats"}),
    ("number", {"minimum": "0,5", "maximum": "10", "step": "0,5"}, {"minimum": 0.5, "maximum": 10, "step": 0.5}),
    ("date", {"minimum": "01.09.2026"}, {"minimum": "2026-09-01"}),
    ("matrix", {**TWO, "row-0-label": "Раз", "row-0-mark": "1", "select": "multiple"}, {"select": "multiple"}),
    ("ranking", {**TWO}, {"required": False}),
    ("file", {"required": "1"}, {"required": True}),
    ("section", {"hint": "Коротко"}, {"hint": "Коротко"}),
    ("note", {}, {"type": "note"}),
])  # fmt: skip
def test_settings_are_read(read, kind, fields, wanted):
    item, problems = read(blank(kind), {"text": "Что?", "kind": kind, **fields})
    assert problems == []
    assert {name: getattr(item, name) for name in wanted} == wanted


def test_options_that_are_marks_are_numbered(read):
    item, _problems = read(blank("single"), {"text": "Что?", **TWO, "numbered": "1"})
    assert list(item.labels) == ["1", "2"]


@pytest.mark.parametrize(("kind", "fields", "problem"), [
    ("single", {"text": ""}, "Напишите вопрос"),
    ("section", {"text": "  "}, "Напишите текст"),
    ("single", {"option-0-label": "Да"}, "Добавьте хотя бы два варианта ответа"),
    ("single", {"option-0-label": "Да", "option-1-label": "да"}, "Два варианта названы одинаково: оставьте один или "
     "назовите иначе"),
    ("single", {**TWO, "option-0-mark": "1", "option-1-mark": "1"}, "Оставьте свой текст только у одного варианта"),
    ("multiple", {**TWO, "max_choices": "3"}, "Укажите, сколько можно отметить: от 1 до 2"),
    ("multiple", {**TWO, "max_choices": "много"}, "Укажите целое число"),
    ("scale", {"option-0-label": "Да"}, "Добавьте хотя бы две ступени или задайте концы шкалы числами"),
    ("scale", {"minimum": "5", "maximum": "5"}, "Задайте концы шкалы целыми числами: второй больше первого, "
     "делений не больше 101"),
    ("number", {"minimum": "сто"}, "Укажите число"),
    ("number", {"minimum": "10", "maximum": "1"}, "Наименьшее число больше наибольшего: поменяйте их местами"),
    ("number", {"minimum": "1e400"}, "Укажите число"),
    ("date", {"minimum": "вчера"}, "Укажите дату, например 27.11.2026"),
    ("matrix", {**TWO}, "Добавьте в таблицу хотя бы одну строку"),
    ("text", {"code": "не код"}, "Начните код с латинской буквы, дальше – латинские буквы, цифры и подчёркивания"),
    ("text", {"code": "intent"}, "Начните код с латинской буквы, дальше – латинские буквы, цифры и подчёркивания"),
    ("text", {"hint": "ш" * 501}, "Сократите до 500 знаков"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_words(read, kind, fields, problem):
    item, problems = read(blank(kind), {"text": "Что?", **fields})
    assert item is None
    assert problem in problems


def test_fields_of_another_type_are_not_read(read):
    item, _problems = read(blank("yesno"), {"text": "Что?", "max_choices": "9", "long": "1", "polarity": "1"})
    assert item == ItemDefinition(code="Q1", type="yesno", text="Что?")
