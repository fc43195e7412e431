"""The way to a first curator: the exact e-mail of a person of the organisation, for those who appoint there (ORG-3)."""

from typing import Any

import sqlalchemy as sa

from portal.accounts.models import RoleGrant
from portal.core.db import db
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
