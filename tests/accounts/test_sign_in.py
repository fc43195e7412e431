"""Signing in and out: what is refused, what is kept, what is left on the device."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.accounts import actions
from portal.accounts.models import LoginSession, User
from portal.accounts.queries import find_account
from portal.core import clock
from portal.demo.cast import PASSWORD
from tests.conftest import csrf_of


def sign_in(browser: Any, login: str, password: str, **fields: str) -> Any:
    token = csrf_of(browser.get("/login").text)
    return browser.post("/login", data={"email": login, "password": password, "csrf_token": token, **fields})


def test_the_right_password_opens_the_desk(world: Any, client: Any) -> None:
    answer = sign_in(client, " Curator@Demo.Example ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Соколова" in client.get("/account").text


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(world: Any, client: Any) -> None:
    wrong, unknown = sign_in(client, "curator@demo.example", "x"), sign_in(client, "nobody@demo.example", "x")
    assert wrong.status_code == unknown.status_code == 422
    strip = lambda html: re.sub(r'value="[^"]*"|content="[^"]*"', "", html)  # noqa: E731
    assert strip(wrong.text) == strip(unknown.text)
    assert "Имя или пароль не подошли" in wrong.text


def test_guessing_is_slow_and_the_class_behind_the_address_is_not_locked_out(world: Any, client: Any) -> None:
    for _turn in range(5):
        sign_in(client, "curator@demo.example", "wrong")
    refused = sign_in(client, "curator@demo.example", PASSWORD)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 900
    assert sign_in(client, "mentee@demo.example", PASSWORD).status_code == 303


def test_signing_out_ends_the_session_and_clears_the_device(world: Any, client_as: Any, post: Any) -> None:
    browser = client_as("kira")
    cookie = browser.get_cookie("portal").value
    answer = post(browser, "/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    browser.set_cookie("portal", cookie)
    assert browser.get("/account").status_code == 303


def test_a_closed_account_loses_its_old_cookie_at_once(world: Any, client_as: Any, database: Any) -> None:
    browser = client_as("kira")
    assert browser.get("/account").status_code == 200
    actions.close_account(world.actor("admin"), find_account("curator@demo.example"))
    database.session.commit()
    assert browser.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("key", "minutes", "is_alive"), [("misha", 29, True), ("misha", 31, False), ("kira", 59, True), ("kira", 61, False)]
)
def test_an_idle_session_ends(world: Any, client_as: Any, key: str, minutes: int, is_alive: bool) -> None:
    browser = client_as(key)
    with clock.freeze(clock.now() + timedelta(minutes=minutes)):
        assert (browser.get("/account").status_code == 200) is is_alive


def test_no_session_lives_longer_than_twelve_hours(world: Any, client_as: Any) -> None:
    browser = client_as("kira")
    start = clock.now()
    for hours in range(1, 25):
        with clock.freeze(start + timedelta(minutes=30 * hours)):
            alive = browser.get("/account").status_code == 200
        assert alive is (hours < 24)


def test_what_was_typed_survives_an_ended_session(world: Any, client: Any, post: Any) -> None:
    answer = post(client, "/account/role", role="curator:1", note="длинный текст, который жалко")
    assert answer.status_code == 401
    assert "длинный текст, который жалко" in answer.text
    fields = dict(re.findall(r'name="(kept[^"]*)" value="([^"]*)"', answer.text))
    assert fields["kept_path"] == "/account/role"
    again = sign_in(client, "curator@demo.example", PASSWORD, **fields)
    assert again.status_code == 200
    assert "длинный текст, который жалко" in again.text
    assert 'action="/account/role"' in again.text


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aX: y", "javascript:alert(1)",
     "/no/such/page", "/login\x00", "/@evil.example", "\t//evil.example", "/" * 600],
)  # fmt: skip
def test_sign_in_leads_home_and_nowhere_else(world: Any, client: Any, target: str) -> None:
    assert sign_in(client, "curator@demo.example", PASSWORD, next=target).location == "/"


def test_sign_in_leads_to_the_page_that_was_asked_for(world: Any, client: Any) -> None:
    asked = client.get("/account")
    assert asked.location == "/login?next=/account"
    assert sign_in(client, "curator@demo.example", PASSWORD, next="/account?x=1").location == "/account?x=1"


def test_a_new_password_signs_the_other_devices_out(world: Any, client_as: Any, post: Any) -> None:
    phone, desk = client_as("misha"), client_as("misha")
    new = "длинная фраза из слов"
    answer = post(desk, "/account/password", old=PASSWORD, new=new, again=new)
    assert answer.status_code == 303
    assert phone.get("/account").status_code == 303
    assert desk.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("new", "says"),
    [("short", "короче"), ("aaaaaaaaaaaaaaaa", "подбирают первым"), ("соколова-и-портал", "не должно быть имени")],
)
def test_a_weak_password_is_refused_in_words(world: Any, client_as: Any, post: Any, new: str, says: str) -> None:
    answer = post(client_as("kira"), "/account/password", old=PASSWORD, new=new, again=new)
    assert answer.status_code == 422
    assert says in answer.text


def test_a_session_of_somebody_else_is_not_found(world: Any, client_as: Any, post: Any, database: Any) -> None:
    client_as("misha")
    foreign = database.session.scalars(sa.select(LoginSession)).all()[-1]
    assert post(client_as("kira"), f"/account/sessions/{foreign.public_id}/end").status_code == 404
    assert foreign.ended_at is None


def test_a_role_that_one_does_not_hold_cannot_be_taken(world: Any, client_as: Any, post: Any) -> None:
    for role in (f"curator:{world.school_1.id}", "administrator:1", "nonsense", "curator:x", "curator:999999999999"):
        assert post(client_as("misha"), "/account/role", role=role).status_code == 404


def test_the_database_keeps_no_password_and_no_token(world: Any, client: Any, database: Any) -> None:
    sign_in(client, "curator@demo.example", PASSWORD)
    user = database.session.scalars(sa.select(User).where(User.login == "curator@demo.example")).one()
    assert user.password_hash.startswith("$argon2id$")
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert database.session.scalar(sa.select(LoginSession).where(LoginSession.token_hash == token)) is None


def test_a_broken_cookie_is_a_guest(world: Any, client: Any) -> None:
    for junk in ("junk", "x" * 4000, "\xff", "eyJ.a.b"):
        client.set_cookie("portal", junk)
        assert client.get("/").status_code == 200


def test_an_unknown_host_is_refused(world: Any, client: Any) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:80"):
        assert client.get("/login", headers={"Host": host}).status_code == 400


def test_a_page_that_waited_too_long_offers_the_same_again(world: Any, client_as: Any) -> None:
    browser = client_as("kira")
    typed = {"role": "", "note": "длинный текст, который жалко", "csrf_token": "old"}
    kept = browser.post("/account/role", data=typed, headers={"Origin": "http://localhost"})
    assert kept.status_code == 400
    assert "длинный текст, который жалко" in kept.text
    foreign = browser.post("/account/role", data=typed, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 400
    assert "Сохранить введённое" not in foreign.text
    script = browser.post("/account/role", data=typed, headers={"X-CSRFToken": "old"})
    assert script.status_code == 400
    assert script.headers["X-CSRFToken"]
