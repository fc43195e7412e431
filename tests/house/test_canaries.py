"""Nobody meets a word about somebody whom they may not see: on pages, in fragments, files, headers and addresses."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from portal.access.roles import Role
from portal.core import clock
from portal.demo.cast import CAST
from tests.conftest import NOW
from tests.house import canaries
from tests.house.examples import dress
from tests.house.stage import CLOSED, EXTRAS, GUEST, ROLES, Stage, on_stage
from tests.world import World

# One person reads every page of the portal, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(600)
SCHOOL_OF = {part.key: part.school for part in CAST} | {key: school for key, (_role, school) in EXTRAS.items()}
WHOLE_SCHOOL = {
    Role.CURATOR, Role.FORM_LEAD, Role.PSYCHOLOGIST, Role.SOCIAL_EDUCATOR, Role.DIRECTOR, Role.SECRETARY, Role.HR,
    Role.METHODOLOGIST,
}  # fmt: skip
IN_THE_GROUP = {"misha", "pasha", "maria"}  # a representative stands on the card of the child
IN_THE_BASE = {
    Role.CURATOR, Role.FORM_LEAD, Role.GROUP_CURATOR, Role.PARTNER_CURATOR, Role.METHODOLOGIST, Role.OPERATOR,
    Role.DEPARTMENT, Role.PSYCHOLOGIST, Role.SOCIAL_EDUCATOR, Role.HR, Role.EDITOR, Role.SECRETARY,
}  # fmt: skip
SPEAKERS = {1: {"kira", "misha", "nina"}, 2: {"karim", "yana", "vera"}}  # in spaces that all of their school read
ALSO_EDITORS = {"nina", "vera"}  # the examples of accounts appoint them
# Нина mentors Паша; Миша and Яна have named these as whom they would not work with; Ольга is a mentor of school 2. Паша
# has an earlier plan there; Миша signed that the operator may know of the request.
# Ольга, Карим and Денис sit in one jury of the town, to which Ольга may call whoever leads mentoring in it.
BESIDES = {"nina": {"pasha"}, "misha": {"lida"}, "yana": {"olga"}, "karim": {"olga", "pasha", "denis"},
           "olga": {"misha", "denis"}, "denis": {"karim", "olga"}}  # fmt: skip


@pytest.fixture(scope="module")
def aviary(app: Flask) -> Iterator[Stage]:
    """The stage with a canary in every personal text."""

    def with_canaries(world: World) -> dict[str, Any]:
        props = dress(world)
        props["seeded"] = canaries.seed(world.town.people)
        return props

    with clock.freeze(NOW), on_stage(app, with_canaries) as built:
        yield built


def may_meet(who: str) -> set[str]:
    """Whom `who` may meet by name: said here once more, independently of the policy."""
    role = ROLES.get(who)
    if who in (GUEST, CLOSED):
        return set()
    everyone = set(SCHOOL_OF)
    if role is Role.ADMINISTRATOR:
        return everyone
    met = {who} | SPEAKERS.get(SCHOOL_OF[who], set()) | BESIDES.get(who, set())
    if role in WHOLE_SCHOOL:
        met |= {key for key in everyone if SCHOOL_OF[key] == SCHOOL_OF[who]}
    if role is Role.GROUP_CURATOR:
        met |= IN_THE_GROUP
    if role is Role.OPERATOR:  # the base of curators and support staff of the town, nobody else
        met |= {key for key in everyone if ROLES.get(key) in IN_THE_BASE} | ALSO_EDITORS
    if who in ("maria", "pasha"):
        met |= {"maria", "pasha"}
    return met


def test_enough_canaries_are_seeded(aviary: Stage) -> None:
    assert aviary.props["seeded"] >= 150


@pytest.mark.slow
@pytest.mark.parametrize("who", [GUEST, *ROLES])
def test_nobody_meets_a_stranger(aviary: Stage, who: str) -> None:
    found = canaries.crawl(aviary, who, canaries.entrances(aviary))
    strangers = {key: path for key, path in found.subjects.items() if key not in may_meet(who)}
    assert not strangers, strangers
    assert found.in_addresses == []
    assert found.broken == []
    assert found.pages >= 8, "the crawl found no way in"


def test_the_crawler_finds_what_a_curator_may_see(aviary: Stage) -> None:
    found = canaries.crawl(aviary, "kira", canaries.entrances(aviary))
    assert {"kira", "misha"} <= set(found.subjects)
