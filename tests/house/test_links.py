"""A link is a promise: nobody is shown one that leads to a closed door, whichever role they work in."""

import html
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from portal.access.roles import Role
from portal.accounts.actions import appoint
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import CAST

pytestmark = pytest.mark.slow

LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
LEFT_OUT = ("/appearance", "/logout", "/demo")  # they change the view or end the walk
MOST_PAGES = 90
# Roles that nobody of the cast has; the curator gives them to a teacher.
GIVEN = (Role.SECRETARY, Role.HR, Role.METHODOLOGIST, Role.SOCIAL_EDUCATOR, Role.FORM_LEAD)


def closed_doors(browser: Any) -> dict[str, tuple[int, str]]:
    """Address → (answer, the page that led there), breadth first from the desk."""
    waiting, led_by, seen, closed = deque(["/"]), {"/": ""}, 0, {}
    while waiting and seen < MOST_PAGES:
        path, seen = waiting.popleft(), seen + 1
        answer = browser.get(path)
        if answer.status_code >= 400:
            closed[path] = (answer.status_code, led_by[path])
        if answer.mimetype != "text/html":
            continue
        for found in map(html.unescape, LINK.findall(answer.text)):
            if found not in led_by and not found.startswith(LEFT_OUT):
                led_by[found] = path
                waiting.append(found)
    assert seen > 3
    return closed


@pytest.mark.parametrize("key", [part.key for part in CAST])
def test_nobody_of_the_cast_is_led_to_a_closed_door(world: Any, client_as: Callable[[str], Any], key: str) -> None:
    assert closed_doors(client_as(key)) == {}


@pytest.mark.parametrize("role", GIVEN)
def test_neither_is_whoever_works_in_a_further_role(world: Any, client_as: Callable[[str], Any], role: Role) -> None:
    appoint(world.actor("kira"), world.nina, world.school_1, role, starts_on=clock.today("Asia/Irkutsk"))
    db.session.commit()
    assert closed_doors(client_as("nina")) == {}
