"""A key given out before an appointment opens no more than its giver may open after it."""

from typing import Any

import pytest

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.queries import find_slip, invitees
from portal.core.db import db
from tests.accounts.keys import last_token, newcomer
from tests.house.stage import BEGAN_ON


@pytest.mark.parametrize(
    ("giver", "role", "lives"),
    [
        ("sonya", Role.MENTOR, True),
        ("sonya", Role.FORM_LEAD, False),
        ("kira", Role.FORM_LEAD, True),
        ("kira", Role.CURATOR, False),
        ("admin", Role.CURATOR, True),
    ],
)
def test_a_printed_code_dies_with_a_role_that_its_printer_may_not_open(
    world: Any, giver: str, role: Role, lives: bool
) -> None:
    person = newcomer(world)
    printer = "kira" if giver == "sonya" else giver
    if giver == "sonya":
        actions.grant_role(world.actor("admin"), world.polina, world.school_1, Role.SECRETARY, starts_on=BEGAN_ON)
        printer = "polina"
    actions.issue_slips(_actor(world, printer), invitees([person.id]))
    db.session.commit()
    actions.appoint(world.actor("denis" if role is Role.CURATOR else "kira"), person, world.school_1, role,
                    starts_on=BEGAN_ON)  # fmt: skip
    assert (find_slip(person.id) is not None) is lives


def _actor(world: Any, key: str) -> Any:
    from portal.accounts.queries import find_actor

    return find_actor(world.person(key).id)


def test_an_invitation_by_letter_dies_likewise(world: Any, client: Any) -> None:
    person = newcomer(world)
    actions.invite(world.actor("kira"), invitees([person.id]))
    db.session.commit()
    token = last_token()
    assert client.get(f"/invitations/{token}").status_code == 200
    actions.appoint(world.actor("denis"), person, world.school_1, Role.CURATOR, starts_on=BEGAN_ON)
    db.session.commit()
    assert client.get(f"/invitations/{token}").status_code == 404


def test_what_the_owner_asked_for_lives_on(world: Any, client: Any) -> None:
    actions.ask_for_new_password("mentor@demo.example")
    db.session.commit()
    token = last_token()
    actions.appoint(world.actor("denis"), world.nina, world.school_1, Role.CURATOR, starts_on=BEGAN_ON)
    db.session.commit()
    assert client.get(f"/invitations/{token}").status_code == 200
