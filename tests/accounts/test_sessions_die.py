"""Sessions die: after whatever ends a right, the next request with the old cookie is refused, for every role (S15)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.accounts import actions
from portal.accounts.models import LoginSession, RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import CAST, PASSWORD
from portal.people.models import Membership, Person
from portal.people.signals import membership_ended
from tests.accounts.keys import NEW, SYSTEM, newcomer, user_of

PAGES = ("/", "/account", "/account/notifications", "/my/surveys", "/surveys", "/people", "/groups", "/curators",
         "/curators/review", "/admin", "/admin/audit", "/search?q=а")  # fmt: skip
GUEST_PAGES = {"/"}
KEYS = [part.key for part in CAST]
Death = Callable[[Any, Person], None]


def _erase(world: Any, person: Person) -> None:
    person.erased_on = clock.today("Asia/Irkutsk")


def _change_password(world: Any, person: Person) -> None:
    actions.change_password(world.actor("nina"), user_of(person), old=PASSWORD, new=NEW, session_id=0)


def _slip(world: Any, person: Person) -> None:
    from portal.accounts.queries import invitees

    actor = world.actor("admin") if person.id != world.admin.id else SYSTEM
    every = frozenset(invitees([person.id])[0].roles)
    if actor is SYSTEM:  # nobody replaces an administrator's password but another one
        actions.end_all_sessions(SYSTEM, user_of(person))
    else:
        assert actions.issue_slips(actor, invitees([person.id]), replaces_password=True), every


DEATHS: dict[str, Death] = {
    "closed account": lambda world, person: actions.close_account(SYSTEM, user_of(person)),
    "sessions ended by the staff": lambda world, person: actions.end_all_sessions(SYSTEM, user_of(person)),
    "password changed elsewhere": _change_password,
    "code in place of the password": _slip,
    "erased person": _erase,
}


@pytest.mark.parametrize("death", DEATHS)
def test_the_old_cookie_opens_nothing(world: Any, client_as: Any, death: str) -> None:
    browsers = {key: client_as(key) for key in KEYS}
    assert {browser.get("/account").status_code for browser in browsers.values()} == {200}
    for key in KEYS:
        DEATHS[death](world, world.person(key))
    db.session.commit()
    for key, browser in browsers.items():
        for path in PAGES:
            answer = browser.get(path)
            if path in GUEST_PAGES:
                assert world.person(key).family_name not in answer.text
            else:
                assert answer.status_code == 303, (key, path)
                assert answer.location.startswith("/login"), (key, path)


def test_signing_out_kills_the_cookie_that_was_copied(world: Any, client_as: Any, app: Any, post: Any) -> None:
    for key in KEYS:
        browser, thief = client_as(key), app.test_client()
        thief.set_cookie("portal", browser.get_cookie("portal").value)
        assert thief.get("/account").status_code == 200
        post(browser, "/logout")
        assert thief.get("/account").status_code == 303, key


def test_a_role_that_ends_takes_its_rights_along_at_once(world: Any, client_as: Any) -> None:
    browsers = {part.key: client_as(part.key) for part in CAST if part.role}
    assert {browser.get("/account").status_code for browser in browsers.values()} == {200}
    db.session.execute(sa.update(RoleGrant).values(ends_on=clock.today("Asia/Irkutsk") - timedelta(days=1)))
    db.session.commit()
    for key, browser in browsers.items():
        left = {path for path in PAGES if browser.get(path).status_code == 200}
        assert left <= {"/"}, key


def test_a_chosen_role_that_ended_gives_no_more_than_what_is_left(world: Any, client_as: Any, post: Any) -> None:
    from portal.access.roles import Role

    grant = actions.grant_role(SYSTEM, world.nina, world.school_1, Role.CURATOR, starts_on=date(2026, 9, 1))
    db.session.commit()
    browser = client_as("nina")
    post(browser, "/account/role", role=f"curator:{world.school_1.id}")
    assert browser.get("/curators").status_code == 200
    grant.ends_on = clock.today("Asia/Irkutsk") - timedelta(days=1)
    db.session.commit()
    assert browser.get("/curators").status_code == 403


def test_the_end_of_the_last_place_ends_the_roles_there(world: Any, client_as: Any) -> None:
    browser, today = client_as("kira"), clock.today("Asia/Irkutsk")
    place = db.session.scalars(sa.select(Membership).where(Membership.person_id == world.kira.id)).one()
    place.ends_on = today - timedelta(days=1)
    membership_ended.send(SYSTEM, membership=place)
    db.session.commit()
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == world.kira.id)).one()
    assert grant.ends_on == today - timedelta(days=1)
    assert browser.get("/curators").status_code == 403


def test_another_place_in_the_same_organization_keeps_them(world: Any) -> None:
    from portal.people import actions as people
    from portal.people.kinds import MembershipKind

    today = clock.today("Asia/Irkutsk")
    place = db.session.scalars(sa.select(Membership).where(Membership.person_id == world.kira.id)).one()
    people.add_membership(SYSTEM, world.kira, world.school_1, kind=MembershipKind.SPECIALIST, starts_on=today)
    place.ends_on = today
    membership_ended.send(SYSTEM, membership=place)
    grant = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == world.kira.id)).one()
    assert grant.ends_on is None


def test_switching_the_role_narrows_rights_everywhere(world: Any, client_as: Any, post: Any) -> None:
    """Nina is curator of one school and mentor of the same: as a mentor she opens nothing of a curator."""
    from portal.access.roles import Role

    actions.grant_role(SYSTEM, world.nina, world.school_1, Role.CURATOR, starts_on=date(2026, 9, 1))
    actions.grant_role(SYSTEM, world.nina, world.school_2, Role.CURATOR, starts_on=date(2026, 9, 1))
    db.session.commit()
    browser, staff = client_as("nina"), ("/curators", "/surveys", f"/people/{world.misha.public_id}/account")
    assert {browser.get(path).status_code for path in staff} == {200}
    post(browser, "/account/role", role=f"mentor:{world.school_1.id}")
    assert {browser.get(path).status_code for path in staff} == {403}
    assert post(browser, f"/people/{world.misha.public_id}/account/close").status_code == 403
    post(browser, "/account/role", role=f"curator:{world.school_2.id}")
    assert browser.get(f"/people/{world.misha.public_id}/account").status_code == 404
    assert "Школа № 12" in browser.get("/curators").text.partition("</title>")[0]
    post(browser, "/account/role", role="")
    assert {browser.get(path).status_code for path in staff} == {200}


def test_a_reopened_account_works_with_the_old_password_and_no_old_session(
    world: Any, client_as: Any, post: Any
) -> None:
    phone, kira = client_as("misha"), client_as("kira")
    address = f"/people/{world.misha.public_id}/account"
    assert post(kira, f"{address}/close").status_code == 303
    assert "Закрыта" in kira.get(address).text
    assert actions.check_password("mentee@demo.example", PASSWORD) is None
    assert post(kira, f"{address}/reopen").status_code == 303
    assert phone.get("/account").status_code == 303
    assert actions.check_password("mentee@demo.example", PASSWORD)


def test_the_staff_leaves_accounts_above_their_own_alone(world: Any, client_as: Any, post: Any) -> None:
    for person in (world.denis, world.kira):
        address = f"/people/{person.public_id}/account"
        assert client_as("kira").get(address).status_code == 200
        for deed in ("close", "sign-out", "new-password"):
            assert post(client_as("kira"), f"{address}/{deed}").status_code == 409
    assert user_of(world.denis).closed_at is None


def test_a_dangerous_deed_asks_for_the_password_and_keeps_the_form(world: Any, client_as: Any, post: Any) -> None:
    kira, person = client_as("kira"), newcomer(world)
    with clock.freeze(clock.now() + timedelta(minutes=11)):
        typed = {"place": f"mentor:{world.school_1.public_id}", "duties": "Ведёт кружок <робототехники>"}
        asked = post(kira, f"/people/{person.public_id}/roles", **typed)
        assert asked.status_code == 401
        assert "Ведёт кружок &lt;робототехники&gt;" in asked.text
        fields = {f"kept.{name}": value for name, value in typed.items()}
        back = post(kira, "/account/confirmation", _data=fields, password=PASSWORD,
                    kept_path=f"/people/{person.public_id}/roles")  # fmt: skip
        assert back.status_code == 200
        assert "Ведёт кружок &lt;робототехники&gt;" in back.text
        assert post(kira, "/account/confirmation", password="x", kept_path="https://evil.example").status_code == 422


@pytest.mark.parametrize(("minutes", "is_alive"), [(19, True), (21, False)])
def test_a_shared_computer_forgets_after_twenty_minutes(world: Any, client: Any, minutes: int, is_alive: bool) -> None:
    from tests.accounts.test_sign_in import sign_in

    sign_in(client, "curator@demo.example", PASSWORD, shared="1")
    assert "Следующий" in client.get("/account").text
    with clock.freeze(clock.now() + timedelta(minutes=minutes)):
        assert (client.get("/account").status_code == 200) is is_alive


def test_the_next_person_finds_nothing_and_the_box_is_ticked(world: Any, client: Any, post: Any) -> None:
    from tests.accounts.test_sign_in import sign_in

    sign_in(client, "curator@demo.example", PASSWORD, shared="1")
    client.get("/appearance?view=lowvision")
    answer = post(client, "/logout", next_person="1")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.location == "/login?left=1&shared=1"
    assert client.get_cookie("view") is None
    assert client.get_cookie("portal") is None
    page = client.get(answer.location).text
    assert 'data-view="normal"' in page
    assert 'id="shared" name="shared" value="1" checked' in page
    assert db.session.scalar(sa.select(LoginSession.ended_at)) is not None
