"""Invitations by letter: who gets one, what the address does, what the owner has afterwards."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.models import Purpose, RoleGrant
from portal.accounts.queries import AccountState, find_account, invitees
from portal.core import clock, submissions
from portal.core.db import db
from portal.demo.cast import PASSWORD
from portal.people.kinds import MembershipKind
from tests.accounts.keys import NEW, SYSTEM, key_for, keys_of, last_token, letters, newcomer, user_of
from tests.accounts.test_sign_in import sign_in


def state_of(person: Any) -> AccountState:
    db.session.expire_all()
    return invitees([person.id])[0].state


def roles_of(person: Any) -> list[str]:
    return list(db.session.scalars(sa.select(RoleGrant.role).where(RoleGrant.person_id == person.id)))


def test_a_letter_leads_to_a_password_and_to_the_desk(world: Any, client_as: Any, client: Any, post: Any) -> None:
    person = newcomer(world)
    page = client_as("kira").get(f"/accounts/invitations/new?person={person.public_id}")
    assert "Отправить приглашения" in page.text
    sent = post(
        client_as("kira"), "/accounts/invitations", person=person.public_id, submission_key=submissions.new_key()
    )
    assert "Отправлено 1 письмо" in client_as("kira").get(sent.location).text
    assert state_of(person) is AccountState.INVITED
    address = f"/invitations/{last_token()}"
    assert "elkin@demo.example" in client.get(address).text
    accepted = post(client, address, new=NEW, again=NEW)
    assert (accepted.status_code, accepted.location) == (303, "/")
    assert client.get("/").status_code == 200
    assert state_of(person) is AccountState.OPEN
    assert roles_of(person) == [Role.PARTICIPANT]
    post(client, "/logout")
    assert sign_in(client, "elkin@demo.example", NEW).status_code == 303


def test_a_parent_becomes_a_parent_and_who_has_a_role_keeps_it(world: Any) -> None:
    parent = newcomer(world, "Мамина", kind=MembershipKind.PARENT)
    mentor = newcomer(world, "Учителев", email="teacher@demo.example", kind=MembershipKind.EMPLOYEE)
    actions.grant_role(SYSTEM, mentor, world.school_1, Role.MENTOR, starts_on=clock.today("Asia/Irkutsk"))
    assert actions.invite(world.actor("kira"), invitees([parent.id, mentor.id])) == 2
    assert roles_of(parent) == [Role.PARENT]
    assert roles_of(mentor) == [Role.MENTOR]


def test_nobody_is_written_to_twice_within_a_day_without_a_choice(world: Any) -> None:
    person, kira = newcomer(world), world.actor("kira")
    assert actions.invite(kira, invitees([person.id])) == 1
    first = last_token()
    assert actions.invite(kira, invitees([person.id])) == 0
    assert actions.invite(kira, invitees([person.id]), again=True) == 1
    assert last_token() != first
    with clock.freeze(clock.now() + timedelta(hours=25)):
        assert actions.invite(kira, invitees([person.id])) == 1
    assert sum(key.revoked_at is None for key in keys_of(person)) == 1


def test_who_has_no_email_is_named_for_a_slip(world: Any, client_as: Any, post: Any) -> None:
    newcomer(world)
    newcomer(world, "Тихонов", email=None)
    page = client_as("kira").get(f"/accounts/invitations/new?group={world.group_1.public_id}").text
    without = page[page.index("Без почты: напечатайте листок") :]
    assert "Тихонов" in without
    assert "Ёлкин" not in without
    post(
        client_as("kira"), "/accounts/invitations", group=world.group_1.public_id, submission_key=submissions.new_key()
    )
    assert letters() == ["account_invitation"]


def test_a_second_press_sends_nothing_more(world: Any, client_as: Any, post: Any) -> None:
    person, key, browser = newcomer(world), submissions.new_key(), client_as("kira")
    for _press in range(2):
        answer = post(browser, "/accounts/invitations", person=person.public_id, submission_key=key, again="1")
        assert "n=1" in answer.location
    assert letters() == ["account_invitation"]


def test_a_role_above_ones_own_is_not_invited(world: Any, client_as: Any) -> None:
    """Whoever prints the key of an account could use it, so a curator hands out no key of a director."""
    chief = newcomer(world, "Главнов", kind=MembershipKind.EMPLOYEE)
    actions.grant_role(SYSTEM, chief, world.school_1, Role.DIRECTOR, starts_on=clock.today("Asia/Irkutsk"))
    db.session.commit()
    assert actions.invite(world.actor("kira"), invitees([chief.id])) == 0
    assert actions.issue_slips(world.actor("kira"), invitees([chief.id])) is None
    assert (
        "Приглашает администратор" in client_as("kira").get(f"/accounts/invitations/new?person={chief.public_id}").text
    )
    assert actions.invite(world.actor("admin"), invitees([chief.id])) == 1


def test_somebody_elses_address_gives_another_name(world: Any, client: Any, post: Any) -> None:
    """A child with the mother's e-mail gets a name of its own; the mother's account is not touched."""
    child = newcomer(world, "Седов", email="parent@demo.example")
    actions.invite(world.actor("kira"), invitees([child.id]))
    db.session.commit()
    page = client.get(f"/invitations/{last_token()}")
    assert "sedov" in page.text
    assert post(client, f"/invitations/{last_token()}", new=NEW, again=NEW).status_code == 303
    assert user_of(child).login == "sedov"
    assert find_account("parent@demo.example").person_id == world.maria.id  # type: ignore[union-attr]


def test_a_weak_password_leaves_the_address_alive(world: Any, client: Any, post: Any) -> None:
    token = key_for(world, Purpose.FIRST_SIGN_IN, newcomer(world))
    weak = post(client, f"/invitations/{token}", new="qwerty123", again="qwerty123")
    assert weak.status_code == 422
    assert "подбирают первым" in weak.text
    assert post(client, f"/invitations/{token}", new=NEW, again="иначе").status_code == 422
    assert post(client, f"/invitations/{token}", new=NEW, again=NEW).status_code == 303


def test_a_forgotten_password_is_replaced_by_letter(world: Any, client: Any, client_as: Any, post: Any) -> None:
    phone = client_as("misha")
    asked = post(client, "/login/forgotten", email=" MENTEE@demo.example ")
    assert (asked.status_code, letters()) == (303, ["password_reset"])
    assert post(client, f"/invitations/{last_token()}", new=NEW, again=NEW).status_code == 303
    assert phone.get("/account").status_code == 303
    assert letters()[-1] == "password_changed"
    assert actions.check_password("mentee@demo.example", PASSWORD) is None


def test_an_unknown_name_gets_the_same_answer_and_the_same_work(
    world: Any, client: Any, post: Any, count_queries: Any
) -> None:
    counted = {}
    for name in ("mentee@demo.example", "nobody@demo.example"):
        with count_queries() as seen:
            answer = post(client, "/login/forgotten", email=name)
        counted[name] = (answer.status_code, answer.location, client.get(answer.location).status_code)
        assert any("outbox_message" in statement for statement in seen), name
    assert len(set(counted.values())) == 1
    assert letters() == ["password_reset"]


def test_pressing_again_does_not_fill_a_mailbox(world: Any, client: Any, post: Any) -> None:
    for _press in range(4):
        assert post(client, "/login/forgotten", email="mentee@demo.example").status_code == 303
    assert letters() == ["password_reset"]
    with clock.freeze(clock.now() + timedelta(minutes=6)):
        post(client, "/login/forgotten", email="mentee@demo.example")
    assert letters() == ["password_reset"] * 2


def test_the_page_costs_the_same_with_many_people(world: Any, client_as: Any, count_queries: Any) -> None:
    browser, costs = client_as("kira"), []
    for start, number in ((0, 2), (2, 18)):
        for order in range(start, start + number):
            newcomer(world, f"Новиков{order}", email=f"new{order}@demo.example")
        with count_queries() as seen:
            assert browser.get(f"/accounts/invitations/new?group={world.group_1.public_id}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
