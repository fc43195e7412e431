"""Another e-mail: confirmed from the new address, told to the old one, and the name for sign-in follows."""

from datetime import timedelta
from typing import Any

import pytest

from portal.accounts import actions
from portal.accounts.queries import find_account
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import PASSWORD
from tests.accounts.keys import last_token, letters, user_of


def test_nothing_changes_before_the_new_address_answers(world: Any, client_as: Any, client: Any, post: Any) -> None:
    browser = client_as("misha")
    assert post(browser, "/account/email", email="New@Demo.Example").status_code == 303
    assert user_of(world.misha).person.email == "mentee@demo.example"
    address = f"/invitations/{last_token()}"
    assert "Подтвердить почту?" in client.get(address).text
    assert post(client, address).status_code == 200
    assert user_of(world.misha).person.email == "New@demo.example"
    assert user_of(world.misha).login == "new@demo.example"
    assert letters() == ["email_change", "email_changed"]
    assert actions.check_password("new@demo.example", PASSWORD)
    assert find_account("mentee@demo.example") is None


def test_an_address_that_opens_another_account_is_refused_at_the_end(
    world: Any, client_as: Any, client: Any, post: Any
) -> None:
    post(client_as("misha"), "/account/email", email="mentor@demo.example")
    refused = post(client, f"/invitations/{last_token()}")
    assert refused.status_code == 422
    assert "другой человек" in refused.text
    assert user_of(world.misha).person.email == "mentee@demo.example"


@pytest.mark.parametrize(
    "typed", ["", "почта", "a@", "@b.ru", "a b@c.ru", "a@b", "x" * 300 + "@demo.example", "mentee@demo.example"]
)
def test_what_is_no_other_address_is_refused_in_words(world: Any, client_as: Any, post: Any, typed: str) -> None:
    assert post(client_as("misha"), "/account/email", email=typed).status_code == 422
    assert letters() == []


def test_the_password_is_asked_for_again(world: Any, client_as: Any, post: Any) -> None:
    browser = client_as("misha")
    with clock.freeze(clock.now() + timedelta(minutes=11)):
        assert browser.get("/account/email").location == "/account/confirmation?next=/account/email"
        asked = post(browser, "/account/email", email="new@demo.example")
        assert asked.status_code == 401
        assert "new@demo.example" in asked.text
    assert letters() == []


def test_a_letter_on_its_way_to_the_old_address_is_void(world: Any, client: Any, client_as: Any, post: Any) -> None:
    post(client, "/login/forgotten", email="mentee@demo.example")
    old = last_token()
    post(client_as("misha"), "/account/email", email="new@demo.example")
    assert post(client, f"/invitations/{last_token()}").status_code == 200
    assert client.get(f"/invitations/{old}").status_code == 404
    db.session.expire_all()
