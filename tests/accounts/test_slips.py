"""Printed slips: names and codes, one-time, printed again, throttled like passwords."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.accounts import actions
from portal.accounts.logins import ALPHABET, latin, new_logins, slip_code
from portal.accounts.models import AccountInvitation
from portal.accounts.queries import AccountState, invitees
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.demo.cast import PASSWORD
from tests.accounts.keys import NEW, letters, newcomer, printed, user_of
from tests.accounts.test_sign_in import sign_in


def sheet(browser: Any, post: Any, **chosen: str) -> Any:
    """Press «Сделать листки» and open the sheet."""
    answer = post(browser, "/accounts/slips", **chosen, submission_key=submissions.new_key())
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location)


def test_a_slip_opens_the_portal_and_asks_for_a_password_first(
    world: Any, client_as: Any, client: Any, post: Any
) -> None:
    person = newcomer(world, email=None)
    codes = printed(sheet(client_as("kira"), post, person=person.public_id).text)
    ((login, code),) = codes.items()
    assert login == "m21-yolkin"
    assert sign_in(client, login, code).status_code == 303
    assert client.get("/").location == "/account/first-password?next=/"
    assert client.get("/account").location.startswith("/account/first-password")
    assert post(client, "/account/role", role="").status_code == 403
    assert post(client, "/account/first-password", new="пароль", again="пароль").status_code == 422
    assert post(client, "/account/first-password", new=NEW, again=NEW).status_code == 303
    assert client.get("/").status_code == 200
    assert client.get("/account").status_code == 200


def test_the_code_is_dead_once_there_is_a_password(world: Any, client_as: Any, app: Any, post: Any) -> None:
    person = newcomer(world, email=None)
    ((login, code),) = printed(sheet(client_as("kira"), post, person=person.public_id).text).items()
    first, second = app.test_client(), app.test_client()
    assert sign_in(first, login, code).status_code == 303
    assert sign_in(second, login, code).status_code == 303
    assert post(first, "/account/first-password", new=NEW, again=NEW).status_code == 303
    assert second.get("/account").location.startswith("/login")
    assert sign_in(second, login, code).status_code == 422
    assert sign_in(second, login, NEW).status_code == 303


def test_a_code_may_be_typed_as_people_type(world: Any) -> None:
    person = newcomer(world, email=None)
    actions.issue_slips(world.actor("kira"), invitees([person.id]))
    row = db.session.scalars(sa.select(AccountInvitation)).one()
    code = slip_code(row.public_id)
    for typed in (code, code.upper(), code.replace("-", ""), f" {code.replace('-', ' ')} ", code.replace("-", "–")):
        assert actions.check_password(" M21-Yolkin ", typed), typed
    for wrong in ("", "-", code[:-1], code + "2", "к" + code[1:], row.token_hash):
        assert actions.check_password("m21-yolkin", wrong) is None, wrong


def test_printing_again_ends_the_earlier_code_and_leaves_those_with_a_password(
    world: Any, client_as: Any, app: Any, post: Any
) -> None:
    waiting, settled = newcomer(world, "Тихонов", email=None), newcomer(world, "Быстров", email=None)
    kira = client_as("kira")
    first = printed(sheet(kira, post, group=world.group_1.public_id).text)
    browser = app.test_client()
    sign_in(browser, "m21-bystrov", first["m21-bystrov"])
    post(browser, "/account/first-password", new=NEW, again=NEW)
    page = kira.get(f"/accounts/slips/new?group={world.group_1.public_id}").text
    assert "Прежние листки этих людей перестанут действовать" in page
    second = printed(sheet(kira, post, group=world.group_1.public_id).text)
    assert set(second) == {"m21-tikhonov"}
    assert sign_in(app.test_client(), "m21-tikhonov", first["m21-tikhonov"]).status_code == 422
    assert sign_in(app.test_client(), "m21-tikhonov", second["m21-tikhonov"]).status_code == 303
    assert user_of(settled).has_password
    assert invitees([waiting.id])[0].state is AccountState.SLIP


def test_a_code_ends_after_thirty_days(world: Any) -> None:
    person = newcomer(world, email=None)
    actions.issue_slips(world.actor("kira"), invitees([person.id]))
    code = slip_code(db.session.scalars(sa.select(AccountInvitation.public_id)).one())
    for days, works in ((29, True), (30, False)):
        with clock.freeze(clock.now() + timedelta(days=days)):
            assert bool(actions.check_password("m21-yolkin", code)) is works


def test_the_sheet_is_shown_for_half_an_hour_to_who_made_it(world: Any, client_as: Any, post: Any) -> None:
    person, kira = newcomer(world, email=None), client_as("kira")
    made = post(kira, "/accounts/slips", person=person.public_id, submission_key=submissions.new_key()).location
    assert kira.get(made).status_code == kira.get(made).status_code == 200
    assert client_as("admin").get(made).status_code == 404
    with clock.freeze(clock.now() + timedelta(minutes=31)):
        assert kira.get(made).status_code == 404


def test_a_second_press_gives_the_same_sheet(world: Any, client_as: Any, post: Any) -> None:
    person, kira, key = newcomer(world, email=None), client_as("kira"), submissions.new_key()
    places = {post(kira, "/accounts/slips", person=person.public_id, submission_key=key).location.partition("?")[0]
              for _press in range(2)}  # fmt: skip
    assert len(places) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccountInvitation)) == 1


def test_a_code_in_place_of_a_forgotten_password_ends_sessions_and_tells_the_owner(
    world: Any, client_as: Any, app: Any, post: Any
) -> None:
    phone, kira = client_as("misha"), client_as("kira")
    plain = post(kira, "/accounts/slips", person=world.misha.public_id, submission_key=submissions.new_key())
    assert plain.status_code == 409
    shown = printed(sheet(kira, post, person=world.misha.public_id, reset="1").text)
    assert phone.get("/account").status_code == 303
    assert actions.check_password("mentee@demo.example", PASSWORD) is None
    assert sign_in(app.test_client(), "mentee@demo.example", shown["mentee@demo.example"]).status_code == 303
    assert letters() == ["access_renewed"]


def test_ones_own_password_is_not_replaced_by_a_slip(world: Any) -> None:
    with pytest.raises(Refusal):
        actions.issue_slips(world.actor("admin"), invitees([world.admin.id]), replaces_password=True)


def test_guessing_codes_is_as_slow_as_guessing_passwords(world: Any, client_as: Any, client: Any, post: Any) -> None:
    person = newcomer(world, email=None)
    ((login, code),) = printed(sheet(client_as("kira"), post, person=person.public_id).text).items()
    for _turn in range(5):
        assert sign_in(client, login, "aaaa-aaaa").status_code == 422
    assert sign_in(client, login, code).status_code == 429


def test_names_are_of_letters_that_any_keyboard_has_and_never_the_same(world: Any) -> None:
    assert latin("М-21") == "m21"
    assert latin("9 «А»") == "9a"
    assert [latin(name) for name in ("Ковалёв", "Щукина", "Ёлкин", "Подъячев")] == [
        "kovalyov",
        "schukina",
        "yolkin",
        "podyachev",
    ]
    assert new_logins([("М-21", "Седов"), ("М-21", "Седов"), ("", "李"), ("М-21", "Седов")]) == [
        "m21-sedov", "m21-sedov2", "name", "m21-sedov3",
    ]  # fmt: skip


def test_codes_have_no_look_alikes() -> None:
    assert not set("0o1il") & set(ALPHABET)


@pytest.mark.usefixtures("database")
def test_codes_do_not_repeat() -> None:
    codes = {slip_code(str(number)) for number in range(2_000)}
    assert len(codes) == 2_000
    assert all(re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)


def test_three_hundred_slips_are_made_in_one_press(world: Any, client_as: Any, post: Any) -> None:
    for order in range(300):
        newcomer(world, f"Новиков{order}", email=None)
    page = sheet(client_as("kira"), post, group=world.group_1.public_id)
    assert len(printed(page.text)) == 300
