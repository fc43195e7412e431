"""The way to a first curator: the exact e-mail of a person of the organisation, for those who appoint there (ORG-3)."""

from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.people.models import Person
from tests.accounts.keys import newcomer


def test_the_operator_comes_from_the_organization_to_the_roles_of_a_person(
    world: Any, client_as: Any, post: Any
) -> None:
    person = newcomer(world, "Первый", email="first@demo.example")
    db.session.commit()
    browser, public_id, place = client_as("olga"), person.public_id, world.school_1.public_id
    assert f"/organizations/{place}/curators/new" in browser.get(f"/organizations/{place}").text
    assert browser.get(f"/organizations/{place}/curators/new").status_code == 200
    found = post(browser, f"/organizations/{place}/curators/new", email=" First@Demo.example ")
    assert found.status_code == 303
    assert found.location == f"/people/{public_id}/roles"
    assert browser.get(found.location).status_code == 200


def test_an_address_of_another_organization_or_of_nobody_finds_nobody(world: Any, client_as: Any, post: Any) -> None:
    newcomer(world, "Дальний", email="far-away@demo.example", school=2)
    db.session.commit()
    page = f"/organizations/{world.school_1.public_id}/curators/new"
    browser = client_as("olga")
    for typed in ("far-away@demo.example", "nobody@demo.example", "", "%"):
        answer = post(browser, page, email=typed)
        assert answer.status_code == 422
        assert "Дальний" not in answer.text


def test_only_those_who_appoint_there_may_look(world: Any, client_as: Any, post: Any) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(RoleGrant))
    far = f"/organizations/{world.school_2.public_id}/curators/new"
    assert client_as("denis").get(far).status_code == 404
    assert client_as("nina").get(far).status_code == 403
    assert post(client_as("denis"), far, email="curator2@demo.example").status_code == 404
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RoleGrant)) == before


def test_somebody_who_is_not_there_yet_is_entered_appointed_and_invited(world: Any, client_as: Any, post: Any) -> None:
    browser, place = client_as("olga"), world.school_1.public_id
    page = f"/organizations/{place}/curators/new"
    asked = post(browser, page, email="brand-new@demo.example")
    assert asked.status_code == 422
    assert 'name="family_name"' in asked.text
    assert 'value="brand-new@demo.example"' in asked.text
    lacking = post(browser, page, email="brand-new@demo.example", family_name="Новая")
    assert "Укажите имя" in lacking.text
    assert db.session.scalar(sa.select(Person).where(Person.email == "brand-new@demo.example")) is None
    named = {"email": "brand-new@demo.example", "family_name": "Новая", "given_name": "Инна", "post": "Завуч"}
    entered = post(browser, page, **named, submission_key="appointee-1")
    assert entered.status_code == 303
    assert post(browser, page, **named, submission_key="appointee-1").status_code == 303
    person = db.session.scalars(sa.select(Person).where(Person.email == "brand-new@demo.example")).one()
    roles = f"/people/{person.public_id}/roles"
    assert "Отправить приглашение" in browser.get(roles).text
    appointed = post(browser, roles, place=f"curator:{place}", starts_on="20.11.2026", invite="1")
    assert appointed.location.endswith("done=invited")
    letters = sa.select(sa.func.count()).select_from(OutboxMessage)
    assert db.session.scalar(letters.where(OutboxMessage.recipient == "brand-new@demo.example")) == 1


def test_whoever_only_appoints_enters_nobody(world: Any, client_as: Any, post: Any) -> None:
    page = f"/organizations/{world.school_1.public_id}/curators/new"
    answer = post(client_as("denis"), page, email="nobody-new@demo.example", family_name="Никто", given_name="Ник")
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(Person).where(Person.email == "nobody-new@demo.example")) is None


def test_a_namesake_is_not_entered_twice(world: Any, client_as: Any, post: Any) -> None:
    page = f"/organizations/{world.school_1.public_id}/curators/new"
    answer = post(client_as("olga"), page, email="other@demo.example", family_name="Орлова", given_name="Нина")
    assert answer.status_code == 422
    assert "с таким именем здесь уже есть" in answer.text


def test_a_letter_never_opens_a_role_that_the_appointer_could_not_give(world: Any) -> None:
    person = newcomer(world, "Высокий", email="high@demo.example")
    actions.appoint(world.actor("admin"), person, world.school_1, Role.DIRECTOR, starts_on=clock.today("Asia/Irkutsk"))
    assert not actions.invite_appointed(world.actor("kira"), person)
    assert actions.invite_appointed(world.actor("olga"), person)
