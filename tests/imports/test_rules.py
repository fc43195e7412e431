"""What a row of people is taken for: found, asked about, refused, joined with its family."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.imports.models import Decision
from portal.imports.registry import KINDS, Line, Register, Verdict
from portal.people import columns as names
from portal.people.models import Group, Membership, Person, Representation
from tests.imports.walking import Walk, load_people
from tests.world import World

Client = Callable[[str], Any]
PASHA = {"family_name": "Седов", "given_name": "Паша", "patronymic": "Романович", "kind": "Учится", "group": "М-21"}
NEW = {"family_name": "Новиков", "given_name": "Ян", "birth_on": "03.04.2008", "group": "м-21"}


def register(world: World, **options: bool) -> Register:
    return KINDS["people"].open(world.actor("kira"), world.school_1.id, options, {})


def judged(world: World, *rows: dict[str, str], answer: str = "", **options: bool) -> list[Verdict]:
    into = register(world, **options)
    return [into.judge(Line(number=number, values=row, answer=answer)) for number, row in enumerate(rows, 2)]


def said(verdict: Verdict) -> str:
    return " ".join(problem.text for problem in verdict.problems)


def test_the_same_name_and_birth_date_are_the_same_person(world: World) -> None:
    (verdict,) = judged(world, {**PASHA, "birth_on": "05.05.2011", "phone": "8 902 111-22-33"})
    assert verdict.decision == Decision.CHANGED
    assert verdict.matched_id == world.pasha.id
    assert verdict.changes == ["телефон: нет → 8 902 111-22-33"]


def test_nothing_new_about_a_known_person_changes_nothing(world: World) -> None:
    (verdict,) = judged(world, {**PASHA, "birth_on": "05.05.2011"})
    assert (verdict.decision, verdict.changes) == (Decision.SAME, [])


def test_a_name_without_a_birth_date_is_asked_about_and_never_merged_in_silence(world: World) -> None:
    assert judged(world, PASHA)[0].decision == Decision.SKIP
    assert "Это тот же человек?" in said(judged(world, PASHA)[0])
    assert judged(world, PASHA, answer="same")[0].matched_id == world.pasha.id
    other = judged(world, PASHA, answer="new")[0]
    assert (other.decision, other.matched_id) == (Decision.NEW, None)


def test_another_birth_date_is_another_person(world: World) -> None:
    (verdict,) = judged(world, {**PASHA, "birth_on": "06.05.2011"})
    assert (verdict.decision, verdict.matched_id) == (Decision.NEW, None)


def test_people_of_another_school_are_not_known(world: World) -> None:
    vera = {"family_name": "Зимина", "given_name": "Вера", "patronymic": "Львовна", "post": "Учитель"}
    (verdict,) = judged(world, vera)
    assert (verdict.decision, verdict.matched_id) == (Decision.NEW, None)


@pytest.mark.parametrize(("change", "words"), [
    ({"family_name": ""}, "не указано"), ({"given_name": "Ян2"}, "не похоже на имя"),
    ({"birth_on": "03.04.2030"}, "ещё не наступило"), ({"birth_on": "34.04.2008"}, "не читается как дата"),
    ({"birth_on": "03.04.1900"}, "слишком давно"), ({"email": "ян@"}, "не похоже на адрес"),
    ({"email": "pupil@demo.example"}, "уже записана за другим"), ({"phone": "12"}, "не похоже на номер"),
    ({"kind": "Гость"}, "не подходит"), ({"group": "М-22"}, "Похожие: «М-21»"),
    ({"group": "9 «А»"}, "в организации нет"),
    ({"group": "", "kind": "Учится"}, "не указано"), ({"starts_on": "01.09.2001"}, "раньше рождения"),
    ({"starts_on": "01.09.2025", "ends_on": "01.09.2024"}, "раньше первого"),
    ({"parent_family_name": "Новикова"}, "нужны фамилия и имя"),
    ({"post": "П" * 201, "group": "", "kind": "Работает"}, "слишком длинно"),
    ({"career_began_on": "01.01.2018"}, "раньше четырнадцати"),
    ({"parent_family_name": "Н", "parent_given_name": "И", "parent_email": "a@b.example",
      "email": "a@b.example"}, "такая же"),
    ({"parent_family_name": "Новиков", "parent_given_name": "Ян"}, "так же, как ребёнок"),
])  # fmt: skip
def test_a_row_that_cannot_be_true_is_an_error(world: World, change: dict[str, str], words: str) -> None:
    assert judged(world, NEW)[0].decision == Decision.NEW
    (verdict,) = judged(world, {**NEW, **change})
    assert verdict.decision == Decision.ERROR
    assert words in said(verdict)


@pytest.mark.parametrize(("change", "words"), [
    ({"birth_on": ""}, "чья подпись"), ({"birth_on": "03.04.2018"}, "полных лет 8, а курс 2"),
    ({"subject": "инвалид детства"}, "не место в реестре"),
    ({"group": "", "post": "Учитель", "parent_family_name": "Н", "parent_given_name": "И"}, "только учащимся"),
])  # fmt: skip
def test_a_doubtful_row_is_warned_about_and_goes_in(world: World, change: dict[str, str], words: str) -> None:
    (verdict,) = judged(world, {**NEW, **change})
    assert verdict.decision == Decision.NEW
    assert words in said(verdict)


def test_a_repeated_row_is_flagged_and_a_second_place_is_not(world: World) -> None:
    teacher = {"full_name": "Новиков Ян Ильич", "birth_on": "03.04.1980", "post": "Учитель"}
    first, second, third = judged(world, teacher, {**teacher, "post": "Методист"}, teacher)
    assert (first.decision, second.decision, third.decision) == (Decision.NEW, Decision.NEW, Decision.SAME)
    assert "Строка повторяет строку 2" in said(third)


def test_siblings_share_one_parent_and_a_bare_name_is_not_merged(world: World, client_as: Client) -> None:
    def child(given: str, mother: str, phone: str) -> dict[str, Any]:
        return {names.FAMILY_NAME: "Лосев", names.GIVEN_NAME: given, names.BIRTH_ON: date(2009, 1, 1),
                names.GROUP: "М-21", names.REPRESENTATIVE_FAMILY_NAME: "Лосева",
                names.REPRESENTATIVE_GIVEN_NAME: mother, names.REPRESENTATIVE_PHONE: phone}  # fmt: skip

    rows = [
        child("Пётр", "Анна", "+7 900 1112233"),
        child("Павел", "Анна", "8 (900) 111-22-33"),
        child("Прохор", "Анна", ""),
    ]
    walk = load_people(client_as("kira"), rows)
    assert walk.batch.count("applied") == 3
    mothers = db.session.scalars(sa.select(Person).where(Person.family_name == "Лосева")).all()
    assert len(mothers) == 2
    families = sa.select(sa.func.count()).where(Representation.representative_id == mothers[0].id)
    assert db.session.scalar(families) == 2


def test_a_parent_of_the_register_is_found_by_name_and_contact(world: World) -> None:
    row = {**NEW, "parent_family_name": "Седова", "parent_given_name": "Мария", "parent_patronymic": "Ильинична"}
    into = register(world)
    verdict = into.judge(Line(number=2, values={**row, "parent_email": "PARENT@demo.example"}))
    assert verdict.plan.parents[0].known.id == world.maria.id
    assert "Без телефона" not in said(verdict)
    assert "будет записан отдельно" in said(register(world).judge(Line(number=2, values=row)))


def test_unknown_groups_are_made_where_that_was_chosen(world: World, client_as: Client) -> None:
    rows = [{names.FAMILY_NAME: f"Ельцов{letter}", names.GIVEN_NAME: "Ян", names.GROUP: "Новая-1"} for letter in "абв"]
    walk = load_people(client_as("kira"), rows, "create_groups")
    assert walk.batch.count("applied") == 3
    made = db.session.scalars(sa.select(Group).where(Group.name == "Новая-1")).one()
    learners = sa.select(sa.func.count()).where(Membership.group_id == made.id)
    assert db.session.scalar(learners) == 3


def test_a_learner_moves_to_another_group_and_comes_back_with_the_undoing(world: World, client_as: Client) -> None:
    row = {names.FAMILY_NAME: "Седов", names.GIVEN_NAME: "Паша", names.PATRONYMIC: "Романович",
           names.BIRTH_ON: date(2011, 5, 5), names.GROUP: "М-22", names.PHONE: "+7 900 111-22-33"}  # fmt: skip
    walk = load_people(client_as("kira"), [row], "create_groups")
    places = sa.select(Membership).where(Membership.person_id == world.pasha.id).order_by(Membership.starts_on)
    old, new = db.session.scalars(places).all()
    assert (old.ends_on, new.starts_on) == (date(2026, 8, 31), date(2026, 9, 1))
    assert walk.undo().status_code == 303
    (only,) = db.session.scalars(places).all()
    assert (only.id, only.ends_on, only.group_id) == (old.id, None, world.group_1.id)
    assert world.pasha.phone is None


def test_columns_are_known_by_their_other_names_and_forbidden_ones_are_never_read(
    world: World, client_as: Client
) -> None:
    text = "ф.и.о.;ДАТА РОЖД.;эл. почта;Класс;Серия и номер паспорта;СНИЛС;Диагноз\n"
    row = "Ёлкин Юрий Ильич;03.04.2008;yura@primer.example;М-21;2500 123456;112-233-445 95;здоров\n"
    walk = Walk(client_as("kira"))
    walk.upload((text + row).encode("cp1251"), "люди.csv")
    assert set(walk.batch.mapping) == {"full_name", "birth_on", "email", "group"}
    page = walk.browser.get(walk.path + "/columns").text
    assert page.count("Не читается") == 3
    assert "123456" not in page
    assert walk.match(column_4="post").status_code == 422
    walk.match()
    page = walk.browser.get(walk.path + "?view=new").text
    assert "Ёлкин Юрий Ильич" in page
    stored = db.session.execute(sa.text("SELECT cells, problems FROM import_row")).all()
    assert "123456" not in str(stored)
    assert "445 95" not in str(stored)


def test_a_missing_or_doubled_column_is_said_and_the_choice_is_kept(world: World, client_as: Client) -> None:
    walk = Walk(client_as("kira"))
    walk.upload("Кто;Сколько\nИванов;5\n".encode(), "люди.csv")
    answer = walk.match(column_0="family_name")
    assert answer.status_code == 422
    assert "Не хватает столбцов: «Имя» или «ФИО»" in answer.text
    assert '<option value="family_name" selected>' in answer.text
    assert "выбран дважды" in walk.match(column_0="full_name", column_1="full_name").text
