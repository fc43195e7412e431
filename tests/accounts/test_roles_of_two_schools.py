"""Who works in two schools: each sees, names and ends its own appointments only."""

from typing import Any

import pytest

from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.core.db import db
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from tests.accounts.keys import SYSTEM
from tests.house.stage import BEGAN_ON

PAPER = "Приказ школы № 7"


@pytest.fixture
def end(world: Any) -> str:
    """The address that ends a role of Нина in the other school."""
    people.add_membership(SYSTEM, world.nina, world.school_2, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
    grant = grant_role(SYSTEM, world.nina, world.school_2, Role.EDITOR, starts_on=BEGAN_ON, document=PAPER)
    db.session.commit()
    return f"/people/{world.nina.public_id}/roles/{grant.public_id}/end"


@pytest.mark.parametrize(("who", "sees"), [("kira", False), ("denis", False), ("karim", True), ("admin", True)])
def test_each_school_sees_its_own(world: Any, client_as: Any, end: str, who: str, sees: bool) -> None:
    browser = client_as(who)
    roles = browser.get(f"/people/{world.nina.public_id}/roles").text
    assert (PAPER in roles) is sees
    assert ("Редактор" in browser.get(f"/people/{world.nina.public_id}").text) is sees
    assert browser.get(end).status_code == (200 if sees else 404)


def test_who_sees_a_role_and_does_not_give_it_is_refused(client_as: Any, end: str) -> None:
    assert client_as("olga").get(end).status_code == 403
