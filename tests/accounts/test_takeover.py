"""Whoever keeps the cards does not get at the accounts: e-mails, codes and keys stay within one's own reach."""

import re
from typing import Any

import pytest

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.granting import may_open
from portal.accounts.models import Purpose
from portal.accounts.queries import find_invitation, invitees
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people import disclosures
from portal.people.importing.writing import update_person
from portal.people.models import Person
from tests.accounts.keys import SYSTEM, key_for, letters, newcomer, user_of
from tests.house.stage import BEGAN_ON

MINE = "mine@thief.example"


def card(person: Person, email: str) -> dict[str, Any]:
    """The form of the card with another e-mail."""
    return {
        "family_name": person.family_name, "given_name": person.given_name, "patronymic": person.patronymic,
        "birth_on": f"{person.birth_on:%d.%m.%Y}" if person.birth_on else "", "career_began_on": "", "phone": "",
        "email": email, "version": str(person.version),
    }  # fmt: skip


@pytest.mark.parametrize("victim", ["denis", "admin"])
def test_a_card_does_not_give_away_an_account_above(world: Any, client_as: Any, post: Any, victim: str) -> None:
    person = world.person(victim)
    people.add_membership(SYSTEM, person, world.school_1, kind="employee", starts_on=BEGAN_ON, post="Учитель")
    before = person.email
    db.session.commit()
    answer = post(client_as("kira"), f"/people/{person.public_id}/edit", _data=card(person, MINE))
    assert (answer.status_code, "Почту меняет" in answer.text, MINE in answer.text) == (422, True, True)
    db.session.expire_all()
    assert person.email == before
    with pytest.raises(Refusal, match="Почту меняет"):
        update_person(world.actor("kira"), person, {"email": MINE})  # a table is no way around


def test_ones_own_address_is_confirmed_by_a_letter(world: Any, client_as: Any, post: Any) -> None:
    answer = post(client_as("kira"), f"/people/{world.kira.public_id}/edit", _data=card(world.kira, MINE))
    assert answer.status_code == 422
    assert "по ссылке из письма" in answer.text


def test_the_old_address_hears_of_the_new_one_and_its_keys_end(world: Any, client_as: Any, post: Any) -> None:
    token = key_for(world, Purpose.NEW_PASSWORD, world.misha)
    assert find_invitation(token)
    kira = client_as("kira")
    assert (
        post(kira, f"/people/{world.misha.public_id}/edit", _data=card(world.misha, "new@demo.example")).status_code
        == 303
    )
    assert user_of(world.misha).person.email == "new@demo.example"
    assert letters()[-1] == "email_changed"
    assert find_invitation(token) is None


def test_an_invitation_to_a_wrong_address_ends_with_it(world: Any) -> None:
    person = newcomer(world)
    token = key_for(world, Purpose.FIRST_SIGN_IN, person)
    update_person(world.actor("kira"), person, {"email": "right@demo.example"})
    assert find_invitation(token) is None


def test_a_code_opens_no_other_school(world: Any) -> None:
    """Полина also works in school 2: a curator of school 1 would read what school 2 trusts her with."""
    actions.grant_role(SYSTEM, world.polina, world.school_2, Role.PSYCHOLOGIST, starts_on=clock.today("Asia/Irkutsk"))
    [polina] = invitees([world.polina.id])
    assert not may_open(world.actor("kira"), polina.roles)
    assert may_open(world.actor("admin"), polina.roles)
    assert actions.issue_slips(world.actor("kira"), [polina], replaces_password=True) is None
    actions.grant_role(SYSTEM, world.maria, world.school_2, Role.PARENT, starts_on=clock.today("Asia/Irkutsk"))
    assert may_open(world.actor("kira"), invitees([world.maria.id])[0].roles)  # a parent opens only the own children


@pytest.mark.parametrize("address", ["/people", "/consents/table?crowd=group.{group}"])
def test_a_choice_that_opens_a_page_carries_no_token(world: Any, client_as: Any, address: str) -> None:
    html = client_as("kira").get(address.format(group=world.group_1.public_id)).text
    forms = [form for form in re.findall(r"<form.*?</form>", html, re.DOTALL) if "formmethod" in form]
    assert forms
    for form in forms:
        fields = re.findall(r"<input[^>]*>", form)
        assert not [field for field in fields if "csrf_token" in field or "submission_key" in field]
        for button in re.findall(r"<button[^>]*>", form):
            assert ("csrf_token" in button) is ('formmethod="post"' in button)


def test_those_whose_processing_is_restricted_get_no_slip_with_their_group(world: Any, client_as: Any) -> None:
    person = newcomer(world, email=None)
    actions.grant_role(SYSTEM, world.nina, world.school_1, Role.GROUP_CURATOR, starts_on=BEGAN_ON, group=world.group_1)
    db.session.commit()
    page = f"/accounts/slips/new?group={world.group_1.public_id}"
    assert "Ёлкин" in client_as("nina").get(page).text
    person.restricted_on = clock.today("Asia/Irkutsk")
    db.session.commit()
    assert "Ёлкин" not in client_as("nina").get(page).text
    assert "Ёлкин" not in client_as("nina").get(f"/consents/ticking?crowd=group.{world.group_1.public_id}").text


@pytest.mark.parametrize(
    "address",
    ["/accounts/invitations/new?group={0}", "/accounts/slips/new?group={0}", "/accounts/invitations?group={0}",
     "/consents/ticking?crowd=group.{0}", "/consents/sheets/new?crowd=group.{0}"],
)  # fmt: skip
def test_pages_of_deeds_for_many_are_no_way_round_the_limit_of_people_a_day(
    world: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    kira, page = client_as("kira"), address.format(world.group_1.public_id)
    assert kira.get(page).status_code == 200
    monkeypatch.setattr(disclosures, "MOST_A_DAY", 1)
    assert kira.get(page).status_code == 409
