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
from portal.core.web.desk import FINDERS
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
