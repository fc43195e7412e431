"""Pages of an import: whose they are, what they show, that nothing of a file runs, that a second click does nothing."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.core.db import db
from portal.imports.models import BatchState, ImportBatch
from portal.imports.registry import KINDS
from portal.people import columns as names
from portal.people.models import Group, Organization, Person
from tests.importing import people_book
from tests.imports.walking import Walk, load_people
from tests.world import World

Client = Callable[[str], Any]
PAYLOADS = ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover=alert(1) x='",
            "{{1111*1111}}", "<svg/onload=alert(1)>", "javascript:alert(1)", "</textarea><script>alert(1)</script>",
            "=cmd|'/c calc'!A1")  # fmt: skip
ROW = {names.FAMILY_NAME: "Новиков", names.GIVEN_NAME: "Ян", names.POST: "Учитель"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_a_file_becomes_markup(world: World, client_as: Client, payload: str) -> None:
    rows = [
        {**ROW, names.POST: payload, "Ещё": payload}, {**ROW, names.FAMILY_NAME: payload}, {**ROW, names.GROUP: payload,
         names.KIND: payload}, {**ROW, names.EMAIL: payload, names.BIRTH_ON: payload, names.PHONE: payload},
    ]  # fmt: skip
    headings = (*names.HEADINGS, "Ещё", payload)
    walk = Walk(client_as("kira"))
    answer = walk.upload(people_book(rows, headings, sheet=payload), payload.replace('"', "’") + ".xlsx")
    assert answer.status_code == 303, answer.text[answer.text.find("error-links") :][:300]
    pages = [walk.browser.get(walk.path + "/columns").text, walk.match(column_0="x").text]
    walk.match()
    pages += [walk.browser.get(walk.path + tail).text for tail in ("", "?view=new", "/confirmation", "/removal")]
    walk.confirm()
    pages += [walk.browser.get(walk.path + tail).text for tail in ("", "?view=new", "/undo")]
    walk.undo()
    pages += [walk.browser.get(walk.path).text, walk.browser.get("/people/import").text]
    assert walk.batch.state == BatchState.UNDONE
    for page in pages:
        assert "1234321" not in page or payload != "{{1111*1111}}" or "{{1111*1111}}" in page
        for sign in ("<script>alert", "<img src=x", "<svg/onload", "' onmouseover=alert(1) x='\""):
            assert sign not in page


def test_the_errors_come_as_a_table_that_can_be_loaded_again(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"))
    walk.upload(people_book([ROW, {**ROW, names.EMAIL: "=нет", names.GIVEN_NAME: "Юля"}]))
    walk.match()
    answer = walk.browser.get(walk.path + "/errors.xlsx")
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows()]
    assert len(cells) == 2
    assert cells[1][-2:] == ["Почта: «=нет» не похоже на адрес почты.", 3]
    assert "no-store" in answer.headers["Cache-Control"]
    again = Walk(client_as("kira"))
    again.upload(answer.data)
    assert again.batch.mapping.keys() == walk.batch.mapping.keys()


def test_the_template_has_the_headings_of_the_register(world: World, client_as: Client) -> None:
    answer = client_as("kira").get("/people/import/template?kind=people")
    heads, example = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    assert heads[: len(names.HEADINGS)] == names.HEADINGS[:12] + heads[12:18]
    assert set(names.HEADINGS) <= set(heads)
    assert example[0] == "Лебедев"
    walk = Walk(client_as("kira"))
    walk.upload(answer.data)
    walk.match("create_groups")
    assert walk.batch.count("new") == 1


def test_a_bad_file_is_refused_on_its_form(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"))
    for content, name, words in (
        (b"", "a.xlsx", "Файл пустой"), (b"PK\x03\x04x", "a.xlsx", "повреждён"), (b"x", "a.xls", "в формате XLSX"),
        (b"MZ", "a.exe", "Подойдёт таблица"), ("Имя\0;x\n".encode(), "a.csv", "не похоже на CSV"),
    ):  # fmt: skip
        answer = walk.upload(content, name)
        assert answer.status_code == 422
        assert words in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) == 0


def test_a_second_click_loads_nothing_twice(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"))
    walk.upload(people_book([ROW]))
    walk.match()
    key = walk.key("/confirmation")
    assert walk.post("/confirmation", {"submission_key": key}).status_code == 303
    assert walk.post("/confirmation", {"submission_key": key}).status_code == 303
    assert walk.post("/confirmation", {"submission_key": "another"}).status_code == 409
    found = db.session.scalar(sa.select(sa.func.count()).where(Person.family_name == "Новиков"))
    assert found == 1


@pytest.mark.parametrize(("who", "status"), [("kira", 200), ("olga", 200), ("admin", 200), ("karim", 404),
                                             ("nina", 403),
                                             ("denis", 403)])  # fmt: skip
def test_an_import_is_seen_by_those_who_may_load_into_this_school(
    world: World, client_as: Client, who: str, status: int
) -> None:
    walk = Walk(client_as("kira"))
    walk.upload(people_book([ROW]))
    walk.match()
    browser = client_as(who)
    for tail in ("", "/confirmation", "/errors.xlsx", "/removal"):
        assert browser.get(walk.path + tail).status_code == status
    assert browser.put(walk.path).status_code == 405


def test_the_list_costs_the_same_with_two_and_with_twenty_imports(
    world: World, client_as: Client, count_queries: Any
) -> None:
    browser, seen = client_as("kira"), []
    for more in (2, 10):
        for _number in range(more):
            Walk(browser).upload("Фамилия;Имя\nНовиков;Ян\n".encode(), "люди.csv")
        with count_queries() as asked:
            assert browser.get("/people/import").status_code == 200
        seen.append(len(asked))
    assert seen[0] == seen[1]


def test_the_preview_costs_the_same_with_two_and_with_twenty_rows(
    world: World, client_as: Client, count_queries: Any
) -> None:
    seen = []
    for number in (2, 20):
        walk = Walk(client_as("kira"))
        walk.upload(people_book([{**ROW, names.EMAIL: "нет"} for _row in range(number)]))
        walk.match()
        with count_queries() as asked:
            walk.browser.get(walk.path)
        seen.append(len(asked))
    assert seen[0] == seen[1]


def test_groups_come_in_and_go_unless_somebody_is_in_them(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"), "groups")
    walk.upload("Группа;Курс\nН-11;1\nм-21;2\nН-12;двенадцать\nН-11;1\n".encode(), "группы.csv")
    walk.match()
    assert [walk.batch.count(each) for each in ("new", "same", "error")] == [1, 1, 2]
    walk.confirm()
    group = db.session.scalars(sa.select(Group).where(Group.name == "Н-11")).one()
    assert (group.course, group.organization_id) == (1, world.school_1.id)
    load_people(client_as("kira"), [{names.FAMILY_NAME: "Новиков", names.GIVEN_NAME: "Ян", names.GROUP: "Н-11"}])
    assert "в группе есть люди" in walk.browser.get(walk.path + "/undo").text


def test_organizations_are_loaded_by_the_operator_only(world: World, client_as: Client) -> None:
    assert client_as("kira").get("/people/import/new?kind=organizations").status_code == 404
    walk = Walk(client_as("olga"), "organizations")
    text = "Название;Вид;ИНН\nСредняя школа № 5;Школа;7707083893\nЗавод «Луч»;предприятие;\nЧто-то;Цирк;\n"
    text += "Средняя школа № 12;лицей;\n"
    walk.upload(text.encode(), "организации.csv")
    walk.match()
    assert [walk.batch.count(each) for each in ("new", "same", "error")] == [2, 1, 1]
    walk.confirm()
    plant = db.session.scalars(sa.select(Organization).where(Organization.name == "Завод «Луч»")).one()
    assert (plant.contour, plant.municipality_id) == ("external", world.municipality.id)
    walk.undo()
    assert walk.batch.state == BatchState.UNDONE


def test_the_register_of_organizations_comes_back_as_it_went(world: World, client_as: Client) -> None:
    """What the import accepts is what the export writes: the file itself, and the file with one cell put right."""
    olga = client_as("olga")
    went = olga.get("/organizations/register.xlsx").data
    walk = Walk(olga, "organizations")
    walk.upload(went)
    walk.match()
    book = load_workbook(io.BytesIO(went))
    sheet = book.active
    headings = [cell.value for cell in sheet[1]]
    assert set(headings) == {column.label for column in KINDS["organizations"].columns}
    rows = sheet.max_row - 1
    assert [walk.batch.count(each) for each in ("new", "changed", "same", "error")] == [0, 0, rows, 0]
    name, phone = headings.index("Полное название") + 1, headings.index("Телефон") + 1
    line = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, name).value == world.school_2.name)
    sheet.cell(line, phone).value = "+7 3953 11-22-33"
    made = io.BytesIO()
    book.save(made)
    walk = Walk(olga, "organizations")
    walk.upload(made.getvalue())
    walk.match()
    assert [walk.batch.count(each) for each in ("new", "changed", "error")] == [0, 1, 0]
    assert "+7 3953 11-22-33" in olga.get(walk.path).text
    before = world.school_2.phone
    walk.confirm()
    db.session.expire_all()
    assert world.school_2.phone == "+7 3953 11-22-33"
    walk.undo()
    db.session.expire_all()
    assert world.school_2.phone == before


def test_details_of_an_organization_are_checked_like_in_its_form(world: World, client_as: Client) -> None:
    walk = Walk(client_as("olga"), "organizations")
    head = "Полное название;Вид организации;ИНН;ОГРН;Телефон;Почта;Сайт;Часовой пояс;Относится к;Последний день"
    right = "Школа № 7;Школа;7707083893;1027700132195;+7 3953 00-00-00;a@b.example;s7.example;Asia/Omsk;;"
    wrong = "Школа № 8;Школа;1;2;три;почта;сайт без точки;Mars/Base;Другой город;"
    closed = "Школа № 9;Школа;;;;;;;;01.09.2020"
    walk.upload("\n".join([head, right, wrong, closed]).encode(), "организации.csv")
    walk.match()
    assert [walk.batch.count(each) for each in ("new", "error")] == [1, 2]
    shown = walk.browser.get(walk.path).text
    for words in ("контрольное число", "адрес сайта", "телефон с кодом", "Asia/Irkutsk", "одного муниципалитета"):
        assert words in shown
    assert "такие не загружают" in shown
    walk.confirm()
    made = db.session.scalars(sa.select(Organization).where(Organization.name == "Школа № 7")).one()
    assert (made.inn, made.site, made.time_zone) == ("7707083893", "https://s7.example", "Asia/Omsk")


def test_a_file_put_aside_leaves_nothing(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"))
    walk.upload(people_book([ROW]))
    walk.match()
    assert walk.post("/removal").status_code == 303
    assert (walk.batch.state, walk.batch.file_id, walk.batch.file_name) == (BatchState.REFUSED, None, "")
    assert walk.post("/removal").status_code == 409
    assert "ничего не загружено" in walk.browser.get(walk.path).text


def test_an_answer_settles_a_question(world: World, client_as: Client) -> None:
    row = {names.FAMILY_NAME: "Орлова", names.GIVEN_NAME: "Нина", names.PATRONYMIC: "Павловна",
           names.PHONE: "+7 900 111-22-33", names.KIND: "Работает", names.POST: "Преподаватель"}  # fmt: skip
    walk = Walk(client_as("kira"))
    walk.upload(people_book([row]))
    walk.match()
    assert walk.batch.count("skip") == 1
    assert walk.browser.get(walk.path).text.count("Это тот же человек") >= 1
    assert walk.post("/rows/2", {"answer": "same"}).status_code == 303
    assert (walk.batch.count("skip"), walk.batch.count("changed")) == (0, 1)
    walk.confirm()
    assert world.nina.phone == "+7 900 111-22-33"
    walk.undo()
    db.session.refresh(world.nina)
    assert world.nina.phone is None
    assert walk.post("/rows/2", {"answer": "same"}).status_code == 409
