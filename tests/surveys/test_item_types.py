"""What each item type accepts, refuses, stores, shows and exports."""

import re
from datetime import date

import pytest

from surveys.checks import check_definition, find_problems
from surveys.items import ITEM_TYPES, NA, type_of
from surveys.mapping import from_mapping

ACCEPTED = [
    ("ONE", {"ONE": ["a"]}, {"ONE": "a"}),
    ("ONE", {"ONE": ["", "a", "a"]}, {"ONE": "a"}),
    ("ONE", {"ONE": [""]}, {"ONE": None}),
    ("ONE", {"ONE.__present__": ["1"]}, {"ONE": None}),
    ("ONE", {"MANY": ["a"]}, {}),
    ("MANY", {"MANY": ["c", "a"]}, {"MANY": ["a", "c"]}),
    ("MANY", {"MANY.__present__": [""]}, {"MANY": None}),
    ("MANY", {"MANY.other": ["  свой\tвариант "]}, {"MANY.other": "свой вариант"}),
    ("MANY", {"MANY": ["other"], "MANY.other": [""]}, {"MANY": ["other"], "MANY.other": None}),
    ("YN", {"YN": ["yes"]}, {"YN": "yes"}),
    ("YN", {"YN": ["False"]}, {"YN": "no"}),
    ("TEN", {"TEN": ["10"]}, {"TEN": 10}),
    ("TEN", {"TEN": [NA]}, {"TEN": NA}),
    ("FIVE", {"FIVE": ["4"]}, {"FIVE": 4}),
    ("RANGE", {"RANGE": ["0"]}, {"RANGE": 0}),
    ("REC", {"REC": ["0"]}, {"REC": 0}),
    ("LINE", {"LINE": ["одна\r\nстрока\x00"]}, {"LINE": "одна строка"}),
    ("PAGE", {"PAGE": ["две\r\nстроки"]}, {"PAGE": "две\nстроки"}),
    ("PAGE", {"PAGE": ["е\u0308лка"]}, {"PAGE": "ёлка"}),
    ("NUM", {"NUM": ["12,5"]}, {"NUM": 12.5}),
    ("NUM", {"NUM": ["7.0"]}, {"NUM": 7}),
    ("DAY", {"DAY": ["17.11.2026"]}, {"DAY": "2026-11-17"}),
    ("DAY", {"DAY": ["2026-11-17"]}, {"DAY": "2026-11-17"}),
    ("TABLE", {"ROW2": ["3"]}, {"ROW2": "3"}),
    ("TABLE", {"ROW1": [NA], "ROW2.__present__": ["1"]}, {"ROW1": NA, "ROW2": None}),
    ("GRID", {"MON": ["c", "a", "b"]}, {"MON": ["a", "b", "c"]}),
    ("RANK", {"RANK.a": ["2"], "RANK.b": ["1"], "RANK.c": ["3"]}, {"RANK": ["b", "a", "c"]}),
    ("RANK", {"RANK.c": ["2"], "RANK.a": [""]}, {"RANK": ["", "c"]}),
    ("RANK", {"RANK.a": [""], "RANK.b": [""]}, {"RANK": None}),
    ("PAPER", {"PAPER": ["AbCdEfGhIjKlMnOpQrStUv"]}, {"PAPER": "AbCdEfGhIjKlMnOpQrStUv"}),
    ("HELLO", {"HELLO": ["a"]}, {}),
]


@pytest.mark.parametrize(("code", "fields", "answers"), ACCEPTED)
def test_a_form_becomes_answers(items, code, fields, answers):
    parsed = type_of(items[code]).parse(items[code], fields)
    assert parsed.answers == answers
    assert not parsed.errors
    assert parsed.given == bool(answers)


REFUSED = [
    ("ONE", {"ONE": ["z"]}, "Выберите вариант из списка: «Один»"),
    ("ONE", {"ONE": ["a", "b"]}, "Оставьте один ответ: пришло несколько разных"),
    ("ONE", {"ONE": [NA]}, "Выберите ответ на вопрос «Один»"),
    ("MANY", {"MANY": ["a", "z"]}, "Выберите вариант из списка: «Несколько»"),
    ("YN", {"YN": ["может быть"]}, "Выберите «Да» или «Нет»: «Да»"),
    ("TEN", {"TEN": ["11"]}, "Выберите число от 1 до 10: «Десять»"),
    ("TEN", {"TEN": ["nan"]}, "Выберите число от 1 до 10: «Десять»"),
    ("TEN", {"TEN": ["٣"]}, "Выберите число от 1 до 10: «Десять»"),
    ("REC", {"REC": ["-1"]}, "Выберите число от 0 до 10: «Посоветуете»"),
    ("RANGE", {"RANGE": [NA]}, "Выберите ответ на вопрос «Ряд»"),
    ("NUM", {"NUM": ["много"]}, "Укажите число: «Сколько часов»"),
    ("NUM", {"NUM": ["-1"]}, "Укажите число не меньше 0: «Сколько часов»"),
    ("NUM", {"NUM": ["101"]}, "Укажите число не больше 100: «Сколько часов»"),
    ("NUM", {"NUM": ["0,3"]}, "Укажите число с шагом 0,5, например 0 или 0,5: «Сколько часов»"),
    ("DAY", {"DAY": ["31.02.2026"]}, "Укажите дату, например 17.11.2026: «Дата встречи»"),
    ("DAY", {"DAY": ["31.12.2019"]}, "Укажите дату не раньше 01.01.2020: «Дата встречи»"),
    ("TABLE", {"ROW1": ["9"]}, "Выберите вариант из списка: «Первая»"),
    ("RANK", {"RANK.a": ["1"], "RANK.b": ["1"]}, "На месте 1 два варианта: «A» и «B». Оставьте один"),
    ("RANK", {"RANK.a": ["4"]}, "Укажите место от 1 до 3: «A»"),
    ("PAPER", {"PAPER": ["../etc/passwd"]}, "Приложите файл ещё раз: «Файл»"),
]


@pytest.mark.parametrize(("code", "fields", "message"), REFUSED)
def test_a_refusal_says_what_to_do_and_stores_nothing(items, code, fields, message):
    parsed = type_of(items[code]).parse(items[code], fields)
    assert parsed.error == message
    assert parsed.value is None


@pytest.mark.parametrize(("code", "longest"), [("LINE", 2_000), ("PAGE", 10_000)])
def test_a_text_has_a_limit_that_is_named(items, code, longest):
    item = items[code]
    assert type_of(item).parse(item, {code: ["я" * longest]}).value == "я" * longest
    refused = type_of(item).parse(item, {code: ["я" * (longest + 1)]})
    assert str(longest) in (refused.error or "")


def test_invisible_characters_leave_a_text_and_the_person_is_told(items):
    parsed = type_of(items["LINE"]).parse(items["LINE"], {"LINE": ["а\x00б\u202eв\ud800г"]})
    assert parsed.value == "абвг"
    assert parsed.notices == {"LINE": "Невидимые служебные знаки убраны"}


def test_too_many_ticks_are_kept_and_refused(items):
    parsed = type_of(items["MANY"]).parse(items["MANY"], {"MANY": ["a", "b", "c"]})
    assert parsed.answers == {"MANY": ["a", "b", "c"]}
    assert parsed.error == "Оставьте не больше 2 вариантов: «Несколько»"


def test_every_ticked_option_is_stored(questionnaires):
    """Elsewhere only one of several ticked options was kept for 763 of 1 196 people."""
    for definition in questionnaires.values():
        for item in definition.items:
            if item.type != "multiple":
                continue
            every = list(item.labels)
            assert type_of(item).parse(item, {item.code: every}).answers[item.code] == every
            assert type_of(item).counts(item, {item.code: every}) == [
                (item.code, "__answered__"),
                *((item.code, value) for value in every),
            ]


LABELS = [
    ("ONE", {"ONE": "a"}, "A"),
    ("ONE", {}, "Не указано"),
    ("ONE", {"ONE": "gone"}, "gone"),
    ("MANY", {"MANY": ["a", "other"], "MANY.other": "своё"}, "A, Другое: своё"),
    ("MANY", {"MANY": ["a"], "MANY.other": "своё"}, "A"),
    ("YN", {"YN": "no"}, "Нет"),
    ("TEN", {"TEN": NA}, "Не могу ответить"),
    ("FIVE", {"FIVE": 4}, "м4"),
    ("NUM", {"NUM": 12.5}, "12,5"),
    ("DAY", {"DAY": "2026-11-17"}, "17.11.2026"),
    ("TABLE", {"ROW1": "3", "ROW2": NA}, "Первая: м3; Вторая: Не могу ответить"),
    ("RANK", {"RANK": ["b", "a"]}, "1. B; 2. A"),
    ("PAPER", {"PAPER": "AbCdEfGhIjKlMnOpQrStUv"}, "Файл приложен"),
]


@pytest.mark.parametrize(("code", "answers", "label"), LABELS)
def test_an_answer_is_shown_in_words(items, code, answers, label):
    assert type_of(items[code]).label(items[code], answers) == label


CELLS = [
    ("ONE", {"ONE": "a"}, ["a"]),
    ("MANY", {"MANY": ["b", "other"], "MANY.other": "своё"}, [0, 1, 0, 1, "своё"]),
    ("MANY", {}, [None, None, None, None, None]),
    ("TEN", {"TEN": 7}, [7]),
    ("TEN", {"TEN": NA}, [NA]),
    ("NUM", {"NUM": 12.5}, [12.5]),
    ("DAY", {"DAY": "2026-11-17"}, [date(2026, 11, 17)]),
    ("TABLE", {"ROW2": "3"}, [None, "3"]),
    ("GRID", {"MON": ["a", "c"]}, [1, 0, 1, None, None, None]),
    ("RANK", {"RANK": ["c", "a"]}, [2, None, 1]),
    ("PART", {}, []),
]


@pytest.mark.parametrize(("code", "answers", "cells"), CELLS)
def test_an_answer_has_typed_cells(items, code, answers, cells):
    item = items[code]
    assert type_of(item).cells(item, answers) == cells
    assert len(type_of(item).columns(item)) == len(cells)


def test_columns_are_named_by_codes(items):
    assert [column.code for column in type_of(items["MANY"]).columns(items["MANY"])] == [
        "MANY.a",
        "MANY.b",
        "MANY.c",
        "MANY.other",
        "MANY.other.text",
    ]
    assert [column.code for column in type_of(items["RANK"]).columns(items["RANK"])] == [
        "RANK.a",
        "RANK.b",
        "RANK.c",
    ]


BROKEN = [
    ({"type": "single"}, "Добавьте хотя бы два варианта ответа"),
    (
        {"type": "single", "options": [{"value": "a", "label": "1"}, {"value": "a", "label": "2"}]},
        "У двух вариантов одно значение",
    ),
    ({"type": "single", "options": [{"value": "a b", "label": "1"}]}, "«a b»"),
    ({"type": "single", "options": [{"value": NA, "label": "1"}]}, "двух подчёркиваний"),
    ({"type": "multiple", "max_choices": 5, "options": [{"value": "a", "label": "1"}]}, "от 1 до 1"),
    ({"type": "yesno", "options": [{"value": "a", "label": "1"}]}, "свои уберите"),
    ({"type": "scale10", "min": 3}, "подписать можно только края"),
    ({"type": "scale", "min": 1, "max": 1}, "делений"),
    ({"type": "scale", "options": [{"value": "a", "label": "1"}]}, "значения шкалы числами"),
    ({"type": "number", "min": 5, "max": 1}, "Наименьшее число больше"),
    ({"type": "number", "step": 0}, "Укажите шаг больше нуля"),
    ({"type": "date", "min": "2026-02-01", "max": "2026-01-01"}, "позже последней"),
    ({"type": "matrix", "options": [{"value": "a", "label": "1"}]}, "хотя бы одну строку"),
    ({"type": "ranking", "options": [{"value": "a", "label": "1"}]}, "хотя бы два"),
    ({"type": "section", "required": True}, "не бывают обязательными"),
    ({"type": "riddle"}, "Вида вопроса «riddle» нет"),
    ({"type": "text", "measure": "guess"}, "Меры «guess» нет, есть expectation, profile"),
    ({"type": "text", "polarity": 2}, "polarity"),
    ({"type": "text", "text": "Про [[LATER]]?"}, "[[LATER]]"),
]


@pytest.mark.parametrize(("item", "problem"), BROKEN)
def test_an_author_is_told_what_is_wrong(item, problem):
    definition = from_mapping({"code": "x", "title": "x", "items": [{"code": "Q", "text": "Что?", **item}]})
    found = check_definition(definition)
    assert any(problem in text for text in found), found


def test_every_type_of_the_registry_is_tried_here(every_type):
    assert {item.type for item in every_type.items} == set(ITEM_TYPES)
    assert check_definition(every_type) == []


def test_no_problem_that_the_builder_can_meet_names_a_key_of_a_file():
    """A curator sees fields and words; `max_choices` and its like stand in files alone."""
    of_files = {"measure", "polarity"}
    for item, _problem in BROKEN:
        if of_files & item.keys() or item["type"] == "riddle":
            continue
        definition = from_mapping({"code": "x", "title": "x", "items": [{"code": "Q", "text": "Что?", **item}]})
        for problem in find_problems(definition):
            keys = re.findall(r"[a-z]{2,}", re.sub(r"«.*?»", "", problem.text))
            assert keys == [], problem.text
            assert problem.text[0].isupper(), problem.text
            assert not problem.text.endswith("."), problem.text
