"""Examples of pairs: Нина with Паша, a minor, in the college; Вера with Яна in school 2."""

from typing import Any

from tests.house.asked import Example, Script, foreign, open_to, own
from tests.house.examples_matching import STAFF_1
from tests.house.stage import SIGNED_IN, Call, Stage
from tests.mentorships.pairing import cycle_of, make_pair
from tests.world import World

READ_PASHA = STAFF_1 | {"sonya", "gleb", "nina", "pasha", "maria"}
READ_YANA = frozenset({"karim", "vera", "yana", "admin"})
GOALS = {"pasha": "Цель-пары-здесь", "yana": "Цель-пары-там"}


def dress_mentorships(world: World) -> dict[str, Any]:
    """A pair that works in each of the two schools."""
    props: dict[str, Any] = {}
    for mentor, mentee, school in (("nina", "pasha", world.school_1), ("vera", "yana", world.school_2)):
        pair = make_pair(world.person(mentor), world.person(mentee), cycle_of(school.id))
        pair.goal = GOALS[mentee]
        props[f"pair of {mentee}"] = pair.public_id
    return props


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _shown(stage: Stage) -> dict[str, frozenset[str]]:
    return {GOALS["pasha"]: READ_PASHA}


def _own_pairs(stage: Stage) -> dict[str, frozenset[str]]:
    return {
        stage.props["pair of pasha"]: frozenset({"nina", "pasha", "maria"}),
        stage.props["pair of yana"]: frozenset({"vera", "yana"}),
    }


MENTORSHIPS: dict[str, Example] = {
    "GET mentorships.show": Example(
        opens=SIGNED_IN,
        cases=(own(READ_PASHA, _at("pair of pasha")), foreign("path", READ_YANA, _at("pair of yana"))),
        shows=_shown,
    ),
    "GET own_mentorships.index": open_to(SIGNED_IN, shows=_own_pairs),
}
