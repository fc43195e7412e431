"""Questionnaires of LimeSurvey come in with their types, groups and simple equations; the rest is named by row."""

import io
import re
from pathlib import Path
from typing import Any

import pytest

from portal.core.errors import Refusal
from surveys.checks import check_definition
from surveys.conditions import is_shown, visible_items
from surveys.exchange.instruments.lss import read_lss
from surveys.exchange.instruments.own_yaml import read_yaml, write_yaml
from surveys.exchange.instruments.xlsform import read_xlsform
from surveys.exchange.instruments.xlsform_out import write_xlsform
from surveys.loading import load_questionnaires
from surveys.mapping import from_mapping
from tests.surveys.conftest import EVERY_TYPE
from tests.surveys.lime import Lime, every_type, refused


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reader(content: bytes, name: str = "form.lss") -> Any:
        path = tmp_path / name
        path.write_bytes(content)
        return (read_lss if name.endswith(".lss") else read_yaml)(path, name)

    return reader


@pytest.fixture
def survey(read: Any) -> Any:
    found = read(every_type().xml())
    assert [(each.row, each.column, each.text) for each in found.refused] == []
    return found.definition


def test_every_type_comes_in(survey: Any) -> None:
    assert check_definition(survey) == []
    kinds = {item.code: item.type for item in survey.items}
    assert kinds == {
        "G1": "section", "role": "single", "year": "single", "ways": "multiple", "notes": "multiple",
        "notes_SQ1_comment": "text", "notes_SQ2_comment": "text", "G2": "section", "agree": "matrix", "five": "matrix",
        "ten": "matrix", "three": "matrix", "change": "matrix", "by_column": "matrix", "mark": "scale",
        "again": "yesno",
        "short": "text", "long": "text", "age": "number", "day": "date", "order": "ranking", "hours_w": "number",
        "hours_h": "number", "names_a": "text", "names_b": "text", "paper": "file", "bye": "note",
    }  # fmt: skip
    assert (survey.title, survey.anonymous) == ("Адаптация", True)
    role, age = survey.by_code["role"], survey.by_code["age"]
    assert (role.text, role.required, role.other.label) == ("Кто вы?", True, "Другое")
    assert (age.minimum, age.maximum, age.step) == (14, 99, 1)
    assert survey.by_code["ways"].max_choices == 1
    assert survey.by_code["order"].shuffle
    assert survey.by_code["bye"].text == "Спасибо, [[role]]!"
    assert [option.label for option in role.options[:2]] == ["Студент", "Педагог"]


def test_equations_hold_when_limesurvey_would_show_the_question(survey: Any) -> None:
    year, mark, short, long = (survey.by_code[code].show_if for code in ("year", "mark", "short", "long"))
    assert [is_shown(year, {"role": value}) for value in ("A1", "A2")] == [True, False]
    assert [is_shown(mark, {"agree_SQ1": value}) for value in ("2", "3")] == [False, True]
    assert [is_shown(short, {"again": value}) for value in ("yes", "no")] == [False, True]
    assert is_shown(long, {"short": "слова"})
    assert not is_shown(long, {"short": "слова", "role": "A2"})
    shown = [item.code for item in visible_items(survey, {"role": "A2"})]
    assert "G2" not in shown
    assert "agree" not in shown
    assert "agree" in [item.code for item in visible_items(survey, {"ways": ["SQ1"]})]


def test_what_came_from_limesurvey_goes_out_as_xlsform_and_comes_back(survey: Any, tmp_path: Path) -> None:
    made = io.BytesIO()
    write_xlsform(survey, made)
    path = tmp_path / "again.xlsx"
    path.write_bytes(made.getvalue())
    assert read_xlsform(path, "again.xlsx").definition == survey


def test_what_cannot_be_taken_is_listed_by_row(read: Any) -> None:
    found = read(refused().xml())
    assert found.definition is None
    assert {(each.row, each.column) for each in found.refused} == {
        (1, "type"), (2, "type"), (3, "type"), (4, "preg"), (5, "array_filter"), (6, "hidden"), (7, "relevance"),
        (8, "question"),
    }  # fmt: skip
    assert all(re.search("[а-яё]", each.text) and each.sheet == "questions" for each in found.refused)


def test_texts_beside_their_questions_as_old_versions_wrote_them(read: Any) -> None:
    lime = Lime("Старый", ("ru", "en")).group("Часть")
    lime.ask("L", "q1", "Вопрос", options=(("1", "Да"),))
    tables = lime.tables
    for row in list(tables["questions"]):
        tables["questions"] = [
            {**row, "question": "Вопрос", "language": "ru"},
            {**row, "question": "Q", "language": "en"},
        ]
    tables["answers"] = [{**tables["answers"][0], "answer": said, "language": lang, "aid": ""}
                         for said, lang in (("Yes", "en"), ("Да", "ru"))]  # fmt: skip
    tables["groups"] = [{**tables["groups"][0], "group_name": "Часть", "language": "ru"}]
    for gone in ("question_l10ns", "answer_l10ns", "group_l10ns"):
        del tables[gone]
    (only,) = read(lime.xml()).definition.items
    assert (only.text, [option.label for option in only.options]) == ("Вопрос", ["Да"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<document></document>",
        b"<html></html>",
        b"\xff\xfe<\x00",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><document>&b;</document>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><document/>',
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><document><languages><language>&e;</language></languages>'
        b"</document>",
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><document/>'.encode("utf-16"),
        b"<document>" + b"<a>" * 100_000 + b"</document>",
    ],
)
def test_hostile_and_foreign_xml_is_refused(read: Any, content: bytes) -> None:
    with pytest.raises(Refusal):
        read(content)


@pytest.mark.parametrize("definition", [*load_questionnaires(), from_mapping(EVERY_TYPE)], ids=lambda each: each.code)
def test_our_yaml_goes_out_and_comes_back(read: Any, definition: Any) -> None:
    assert read(write_yaml(definition), "own.yaml").definition == definition


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: [*a, *a]",
        "code: x\ntitle: [",
        "!!python/object/apply:os.system ['true']",
        "- {code: a, title: A, items: []}\n- {code: b, title: B, items: []}",
        "\x00",
        "[" * 3000,
    ],
)
def test_hostile_yaml_is_refused(read: Any, text: str) -> None:
    with pytest.raises(Refusal):
        read(text.encode(), "own.yaml")


def test_every_problem_of_a_yaml_has_the_line_at_which_its_question_begins(read: Any) -> None:
    written = """code: x
title: Т
items:
  - code: A
    type: single
    text: Выбор?
  - {code: B, type: text, text: "Почему?",
     show_if: {code: A, equals: да}}
  - code: C
    type: matrix
    text: Таблица
    options: [{value: 1, label: Раз}]
    rows: [{code: A, label: Строка}]
"""
    found = read(written.encode(), "own.yaml")
    assert found.definition is None
    assert [(each.row, each.text) for each in found.refused] == [
        (4, "Добавьте хотя бы два варианта ответа"),
        (9, "Код «A» стоит дважды: дайте вопросам разные"),
    ]
    found = read(written.replace("code: A, label: Строка", "code: R, label: Строка").encode(), "own.yaml")
    assert [each.row for each in found.refused] == [4]


def test_a_yaml_that_makes_no_sense_says_where(read: Any) -> None:
    found = read("code: x\ntitle: Т\nitems:\n  - {code: A, type: sinlge, text: Вопрос}\n".encode(), "own.yaml")
    assert found.definition is None
    assert (found.refused[0].row, found.refused[0].text) == (4, "Вида вопроса «sinlge» нет")
    found = read("code: x\ntitle: Т\nitems:\n  - {code: A, typ: single, text: Вопрос}\n".encode(), "own.yaml")
    assert "пункт A" in found.refused[0].text
