"""Undoing an import: what was used or changed since stays and says why, everything else is as before."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts.actions import open_account
from portal.core import clock
from portal.core.db import db
from portal.core.search.index import SearchDocument
from portal.imports.actions import blank_old, forget_row, plan_undoing
from portal.imports.models import BatchState, ImportBatch, ImportChange, ImportRow, Outcome
from portal.people import actions
from portal.people import columns as names
from portal.people.models import Membership, Person, Representation
from tests.conftest import NOW
from tests.imports.walking import Walk, load_people
from tests.world import World

Client = Callable[[str], Any]
SYSTEM = Actor.system("tests")


def child(given: str, mother: str = "Анна") -> dict[str, Any]:
    return {names.FAMILY_NAME: "Лосев", names.GIVEN_NAME: given, names.BIRTH_ON: date(2009, 1, 1), names.GROUP: "М-21",
            names.REPRESENTATIVE_FAMILY_NAME: "Лосева", names.REPRESENTATIVE_GIVEN_NAME: mother,
            names.REPRESENTATIVE_PHONE: "+7 900 111-22-33"}  # fmt: skip


def person(given: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.given_name == given, Person.family_name == "Лосев")).one()


def losevs() -> set[str]:
    return set(db.session.scalars(sa.select(Person.given_name).where(Person.family_name.in_(["Лосев", "Лосева"]))))


def reasons(walk: Walk) -> dict[int, list[str]]:
    return dict(plan_undoing(walk.batch).staying)


def test_undoing_leaves_no_trace_of_people_places_and_search(world: World, client_as: Client) -> None:
    tables = (Person, Membership, Representation, SearchDocument)
    before = [db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]
    walk = load_people(client_as("kira"), [child("Пётр"), child("Павел")])
    assert losevs() == {"Пётр", "Павел", "Анна"}
    walk.undo()
    assert losevs() == set()
    assert before == [db.session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]


def test_a_row_stays_where_an_account_was_opened(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр", "Анна"), child("Павел", "Вера")])
    open_account(SYSTEM, person("Пётр"), login="petr", password="долгий пароль 1")
    db.session.commit()
    assert reasons(walk) == {2: ["открыта учётная запись"]}
    page = walk.browser.get(walk.path + "/undo").text
    assert "открыта учётная запись" in page
    assert "Лосев Пётр" in page
    walk.undo()
    assert walk.batch.state == BatchState.UNDONE
    assert losevs() == {"Пётр", "Анна"}
    assert (walk.batch.count("undone"), walk.batch.count("kept")) == (1, 1)
    kept = walk.browser.get(walk.path + "?view=kept").text
    assert "Не отменено: открыта учётная запись." in kept


def test_a_row_on_which_a_staying_row_leans_stays_too(world: World, client_as: Client) -> None:
    """The mother was made by the first row; the second child, who is used, needs her."""
    walk = load_people(client_as("kira"), [child("Пётр"), child("Павел")])
    open_account(SYSTEM, person("Павел"), login="pavel-l", password="долгий пароль 1")
    db.session.commit()
    assert reasons(walk) == {2: ["связана со строкой 3, которая остаётся"], 3: ["открыта учётная запись"]}


def test_a_row_stays_where_its_person_was_changed_since(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр", "Анна"), child("Павел", "Вера")])
    petr = person("Пётр")
    actions.change_person(
        SYSTEM, petr, family_name="Лосев", given_name="Пётр", patronymic="", birth_on=petr.birth_on,
        career_began_on=None, email="petr@primer.example", phone=None,
    )  # fmt: skip
    db.session.commit()
    assert reasons(walk) == {2: ["запись с тех пор изменена"]}


def test_a_row_stays_where_somebody_else_represents_its_person(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр")])
    actions.add_representation(SYSTEM, person("Пётр"), world.maria, relation="тётя", starts_on=date(2026, 11, 1))
    db.session.commit()
    assert reasons(walk) == {2: ["записано представительство"]}
    answer = walk.browser.get(walk.path + "/undo").text
    assert "Отменить нечего" in answer


def test_nothing_is_undone_twice_nor_after_its_term(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр")])
    key = walk.key("/undo")
    with clock.freeze(NOW + timedelta(days=31)):
        assert blank_old() == 1
        db.session.commit()
        walk.browser = client_as("kira")
        assert walk.post("/undo", {"submission_key": key}).status_code == 409
    assert losevs() == {"Пётр", "Анна"}


def test_rows_and_files_go_after_their_terms(world: World, client_as: Client) -> None:
    done = load_people(client_as("kira"), [child("Пётр")])
    open_one = Walk(client_as("kira"))
    open_one.upload("Фамилия;Имя\nБрошенный;Ян\n".encode(), "брошенный.csv")
    with clock.freeze(NOW + timedelta(days=6)):
        assert blank_old() == 0
    with clock.freeze(NOW + timedelta(days=8)):
        assert blank_old() == 1
        db.session.commit()
    assert open_one.batch.state == BatchState.REFUSED
    assert (open_one.batch.file_name, open_one.batch.samples, open_one.batch.file_id) == ("", [], None)
    with clock.freeze(NOW + timedelta(days=30)):
        assert blank_old() == 1
        db.session.commit()
        page = client_as("kira").get(done.path).text
    assert "уже не хранятся" in page
    assert db.session.scalars(sa.select(ImportRow.cells)).all() == [{}]
    assert set(db.session.scalars(sa.select(ImportChange.before))) == {None}
    assert done.batch.count("applied") == 1


def test_the_rows_of_an_erased_person_are_blanked_at_once(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр", "Анна"), child("Павел", "Вера")])
    assert forget_row("person", person("Пётр").id) == 1
    db.session.commit()
    left = db.session.execute(sa.select(ImportRow.number, ImportRow.cells).order_by(ImportRow.number)).all()
    assert [bool(row.cells) for row in left] == [False, True]
    assert walk.batch.state == BatchState.DONE


def test_the_file_goes_with_the_confirmation(world: World, client_as: Client) -> None:
    walk = load_people(client_as("kira"), [child("Пётр")])
    assert walk.batch.file_id is None
    assert db.session.scalar(sa.select(ImportRow.outcome)) == Outcome.APPLIED
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ImportBatch)) == 1
