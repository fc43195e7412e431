"""The desk: every kind of step has its place in the order, and the first one is the heading."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.roles import Role
from portal.accounts.actions import appoint
from portal.consents.models import Consent
from portal.core import clock
from portal.core.db import db
from portal.core.web.desk import FINDERS, Step
from portal.core.web.waiting import Waiting, told
from portal.home.desk import ORDER
from portal.people import actions
from portal.people.kinds import MembershipKind, OrganizationKind


def test_every_finder_of_steps_has_its_place_in_the_order(app: Flask) -> None:
    assert sorted(ORDER) == sorted(FINDERS)


def test_the_desk_opens_with_nothing_to_do(world: Any, client_as: Callable[[str], Any]) -> None:
    answer = client_as("vera").get("/")
    assert answer.status_code == 200
    assert "На сегодня всё" in answer.text


def test_a_parent_finds_the_child_and_the_missing_signature(world: Any, client_as: Callable[[str], Any]) -> None:
    desk = client_as("maria").get("/").text
    assert "Паша Седов" in desk
    assert "согласие есть" in desk
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id, Consent.by_representative))
    db.session.commit()
    desk = client_as("maria").get("/").text
    assert "Не хватает" in desk


@pytest.mark.parametrize(
    ("who", "words"),
    [("denis", "Организация сегодня"), ("pavel", "Где вы участвуете"), ("polina", "помощь психолога")],
)
def test_each_role_has_a_block_of_its_own(world: Any, client_as: Callable[[str], Any], who: str, words: str) -> None:
    assert words in client_as(who).get("/").text
    assert words not in client_as("misha").get("/").text


def test_a_new_organization_begins_with_its_people_and_its_texts(world: Any, client_as: Callable[[str], Any]) -> None:
    place = actions.add_organization(
        world.actor("olga"), kind=OrganizationKind.SCHOOL, name="Новый лицей", short_name="Новый лицей",
        time_zone="Asia/Irkutsk", municipality=world.town.municipality,
    )  # fmt: skip
    today = clock.today("Asia/Irkutsk")
    kinds = {"kind": MembershipKind.EMPLOYEE, "starts_on": today}
    actions.add_membership(world.actor("olga"), world.vera, place, **kinds)
    appoint(world.actor("olga"), world.vera, place, Role.CURATOR, starts_on=today)
    db.session.commit()
    desk = client_as("vera").get("/").text
    assert "Загрузите людей" in desk
    assert "Введите тексты согласий" in desk
    assert "Соберите согласия" not in desk
    actions.add_membership(world.actor("olga"), world.nina, place, **kinds)
    db.session.commit()
    assert "Загрузите людей" not in client_as("vera").get("/").text


def test_the_curator_is_told_of_people_who_have_signed_nothing(world: Any, client_as: Callable[[str], Any]) -> None:
    assert "Соберите согласия" not in client_as("kira").get("/").text
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.pasha.id))
    db.session.commit()
    assert "Соберите согласия: 1" in client_as("kira").get("/").text


def test_whoever_withdrew_is_not_asked_again(world: Any, client_as: Callable[[str], Any]) -> None:
    given = db.session.scalars(sa.select(Consent).where(Consent.person_id == world.misha.id)).all()
    for each in given:
        each.withdrawn_on = clock.today("Asia/Irkutsk")
    db.session.commit()
    assert "Подпишите согласие" not in client_as("misha").get("/").text


def test_the_operator_is_told_which_organization_nobody_leads(world: Any, client_as: Callable[[str], Any]) -> None:
    actions.add_organization(
        world.actor("olga"), kind=OrganizationKind.SCHOOL, name="Лицей без куратора", short_name="Лицей",
        time_zone="Asia/Irkutsk", municipality=world.town.municipality,
    )  # fmt: skip
    db.session.commit()
    assert "Лицей: некому вести" in client_as("olga").get("/").text
    assert "некому вести" not in client_as("kira").get("/").text


@pytest.mark.parametrize("who", ["kira", "nina", "misha", "denis"])
def test_what_does_not_wait_costs_no_statement(
    world: Any, client_as: Callable[[str], Any], count_queries: Any, who: str
) -> None:
    reader = client_as(who)
    reader.get("/")
    with count_queries() as seen:
        assert reader.get("/").status_code == 200
    asked = [statement for statement in seen if statement.startswith(("SELECT", "WITH"))]
    assert len(asked) <= 8, asked


def test_one_statement_says_of_all_questions_which_have_rows(database: Any, count_queries: Any) -> None:
    some = Waiting(query=sa.select(sa.literal(7)), tell=lambda rows: [_step(row[0]) for row in rows])
    bound = Waiting(
        query=sa.select(sa.bindparam("n", type_=sa.Integer)), tell=lambda rows: [_step(rows[0][0])], params={"n": 9}
    )
    none = Waiting(query=sa.select(sa.func.count()).having(sa.func.count() > 1), tell=lambda rows: [_step(0)])
    with count_queries() as seen:
        steps, others = told([none, some, None, [_step(8)], bound], [none, _step(1)])
    assert [step.title for step in steps] == ["7", "8", "9"]
    assert [step.title for step in others] == ["1"]
    assert len(seen) == 3


def _step(number: int) -> Step:
    return Step(title=str(number), text="", button="", url="")
