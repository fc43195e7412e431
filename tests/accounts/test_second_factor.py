"""The second factor by a stopped clock: codes work once, recovery codes too, a half-signed session has no rights."""

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts import actions, second_factor
from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import PASSWORD
from tests.accounts.keys import letters, user_of
from tests.accounts.test_sign_in import sign_in

STEP = timedelta(seconds=30)


def secret_on(html: str) -> str:
    """The key that the page shows."""
    found = re.search(r'class="address">([A-Z2-7 ]+)<', html)
    assert found
    return found.group(1).replace(" ", "")


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def switch_on(browser: Any, post: Any) -> tuple[str, list[str]]:
    """Set it up as a person does; returns the secret and the recovery codes."""
    page = browser.get("/account/second-factor").text
    secret = secret_on(page)
    sealed = re.search(r'name="sealed"[^>]* value="([^"]+)"', page)
    assert sealed
    shown = post(browser, "/account/second-factor", sealed=sealed.group(1), code=code_of(secret))
    assert shown.status_code == 200, shown.text
    return secret, re.findall(r"<code[^>]*>([^<]+)</code>", shown.text)


def not_demo(person: Any) -> None:
    db.session.execute(sa.update(User).where(User.person_id == person.id).values(is_demo=False))
    db.session.commit()


@pytest.mark.parametrize(("key", "login"), [("admin", "admin"), ("olga", "operator"), ("denis", "director"),
                                            ("polina", "psychologist")])  # fmt: skip
def test_a_role_over_other_peoples_data_must_set_it_up_first(
    world: Any, client: Any, post: Any, key: str, login: str
) -> None:
    not_demo(world.person(key))
    sign_in(client, f"{login}@demo.example", PASSWORD)
    for path in ("/", "/account", "/surveys", "/search?q=а", "/curators/review", "/curators"):
        assert client.get(path).location.startswith("/account/second-factor"), path
    assert client.get("/curators", headers={"HX-Request": "true"}).status_code == 401
    assert post(client, "/account/sessions/end").status_code == 403
    switch_on(client, post)
    assert client.get("/account").status_code == 200
    assert client.get("/").status_code == 200


def test_the_others_and_demo_accounts_go_on_without(world: Any, client_as: Any) -> None:
    not_demo(world.kira)
    for key in ("kira", "misha", "admin"):
        assert client_as(key).get("/account").status_code == 200


def test_a_new_role_asks_for_it_in_an_open_session(world: Any, client_as: Any) -> None:
    not_demo(world.nina)
    browser = client_as("nina")
    assert browser.get("/account").status_code == 200
    actions.grant_role(
        world.actor("admin"), world.nina, world.school_1, Role.PSYCHOLOGIST, starts_on=clock.today("UTC")
    )
    db.session.commit()
    assert browser.get("/account").location.startswith("/account/second-factor")


def test_after_the_password_comes_the_code_and_it_works_once(world: Any, client_as: Any, app: Any, post: Any) -> None:
    secret, _codes = switch_on(client_as("kira"), post)
    assert letters() == ["second_factor_changed"]
    with clock.freeze(clock.now() + STEP):
        first, second = app.test_client(), app.test_client()
        for browser in (first, second):
            assert sign_in(browser, "curator@demo.example", PASSWORD).status_code == 303
            assert browser.get("/surveys").location == "/login/code?next=/surveys"
        assert post(first, "/login/code", code=code_of(secret), next="/surveys").location == "/surveys"
        assert first.get("/surveys").status_code == 200
        assert post(second, "/login/code", code=code_of(secret)).status_code == 422
        assert second.get("/surveys").status_code == 303


def test_the_code_that_switched_it_on_does_not_sign_in(world: Any, client_as: Any, client: Any, post: Any) -> None:
    secret, _codes = switch_on(client_as("kira"), post)
    sign_in(client, "curator@demo.example", PASSWORD)
    assert post(client, "/login/code", code=code_of(secret)).status_code == 422


@pytest.mark.parametrize(("steps", "works"), [(-3, False), (-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clocks_may_differ_by_one_step(steps: int, works: bool) -> None:
    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(clock.now() + steps * STEP)
    assert (second_factor.matching_step(secret, code) is not None) is works


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "１２３４５", "٣٤٥٦٧٨", "0" * 5_000, "-12345", "1e1000"]
)
def test_nonsense_is_a_wrong_code(world: Any, client_as: Any, client: Any, post: Any, typed: str) -> None:
    switch_on(client_as("kira"), post)
    sign_in(client, "curator@demo.example", PASSWORD)
    assert post(client, "/login/code", code=typed).status_code == 422


def test_a_recovery_code_works_once_and_is_kept_as_a_hash(world: Any, client_as: Any, app: Any, post: Any) -> None:
    _secret, codes = switch_on(client_as("kira"), post)
    assert len(set(codes)) == 10
    kept = str(user_of(world.kira).recovery_codes)
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)
    for expected in (303, 422):
        browser = app.test_client()
        sign_in(browser, "curator@demo.example", PASSWORD)
        assert post(browser, "/login/code", code=codes[0].lower().replace("-", " ")).status_code == expected
    browser = app.test_client()
    sign_in(browser, "curator@demo.example", PASSWORD)
    post(browser, "/login/code", code=codes[1])
    assert "Осталось 8 запасных кодов" in browser.get("/account/second-factor").text


def test_the_table_holds_no_secret_in_clear(world: Any, client_as: Any, post: Any) -> None:
    secret, _codes = switch_on(client_as("kira"), post)
    kept = user_of(world.kira).second_factor or ""
    assert secret not in kept
    assert second_factor.unseal_secret(kept) == secret


def test_the_session_gets_another_token_with_the_code(world: Any, client_as: Any, client: Any, post: Any) -> None:
    secret, _codes = switch_on(client_as("kira"), post)
    with clock.freeze(clock.now() + STEP):
        sign_in(client, "curator@demo.example", PASSWORD)
        half = client.get_cookie("portal").value
        post(client, "/login/code", code=code_of(secret))
        assert client.get("/account").status_code == 200
        client.set_cookie("portal", half)
        assert client.get("/account").location.startswith("/login?")


def test_guessing_codes_is_stopped(world: Any, client_as: Any, client: Any, post: Any) -> None:
    secret, _codes = switch_on(client_as("kira"), post)
    sign_in(client, "curator@demo.example", PASSWORD)
    for _turn in range(5):
        assert post(client, "/login/code", code="000000").status_code == 422
    with clock.freeze(clock.now() + STEP):
        assert post(client, "/login/code", code=code_of(secret)).status_code == 429


def test_a_second_press_shows_the_same_recovery_codes(world: Any, client_as: Any, post: Any) -> None:
    browser = client_as("kira")
    page = browser.get("/account/second-factor").text
    fields = {"sealed": re.search(r'name="sealed"[^>]* value="([^"]+)"', page).group(1),  # type: ignore[union-attr]
              "code": code_of(secret_on(page))}  # fmt: skip
    shown = [re.findall(r"<code[^>]*>([^<]+)</code>", post(browser, "/account/second-factor", **fields).text)
             for _press in range(2)]  # fmt: skip
    assert shown[0] == shown[1] != []


def test_somebody_elses_page_is_refused(world: Any, client_as: Any, post: Any) -> None:
    """A secret that was shown to one account cannot be put into another."""
    page = client_as("nina").get("/account/second-factor").text
    sealed = re.search(r'name="sealed"[^>]* value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    for spoiled in (sealed, "", "junk", "x" * 5_000):
        refused = post(client_as("kira"), "/account/second-factor", sealed=spoiled, code=code_of(secret_on(page)))
        assert refused.status_code == 422
    assert user_of(world.kira).second_factor is None


def test_switching_off_asks_for_the_password_again(world: Any, client_as: Any, post: Any) -> None:
    browser = client_as("kira")
    switch_on(browser, post)
    with clock.freeze(clock.now() + timedelta(minutes=11)):
        assert browser.get("/account/second-factor").location.startswith("/account/confirmation")
        assert post(browser, "/account/second-factor/end").status_code == 401
        assert user_of(world.kira).second_factor_at
        assert post(browser, "/account/confirmation", password="wrong").status_code == 422
        assert post(browser, "/account/confirmation", password=PASSWORD).status_code == 303
        assert post(browser, "/account/second-factor/end").status_code == 303
    assert user_of(world.kira).second_factor is None
    assert letters() == ["second_factor_changed"] * 2


def test_only_an_administrator_resets_it_and_the_sessions_end(world: Any, client_as: Any, post: Any) -> None:
    phone = client_as("misha")
    switch_on(phone, post)
    reset = f"/people/{world.misha.public_id}/account/second-factor"
    assert "Сбросить второй шаг" not in client_as("kira").get(f"/people/{world.misha.public_id}/account").text
    post(client_as("kira"), reset)
    assert user_of(world.misha).second_factor_at
    assert post(client_as("admin"), reset).status_code == 303
    assert user_of(world.misha).second_factor is None
    assert phone.get("/account").location.startswith("/login")


def test_a_slip_or_a_letter_does_not_go_around_it(world: Any, client_as: Any, client: Any, post: Any) -> None:
    """6.4.3: a new password leaves the second factor in force."""
    from portal.accounts.models import Purpose
    from tests.accounts.keys import NEW, key_for

    switch_on(client_as("misha"), post)
    token = key_for(world, Purpose.NEW_PASSWORD, world.misha)
    assert post(client, f"/invitations/{token}", new=NEW, again=NEW).status_code == 303
    assert client.get("/account").location.startswith("/login/code")
