"""Every address × method × person: the right people get in, the others learn nothing, reading changes nothing."""

import pytest
from flask import Flask

from tests.house.asking import deviations, endpoints, named
from tests.house.examples import EXAMPLES
from tests.house.stage import Stage

# Some twelve thousand requests in one test, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(900)

ROOMS = sorted({key.partition(" ")[2].partition(".")[0] for key in EXAMPLES})


def test_every_endpoint_has_an_example(app: Flask) -> None:
    asked = {endpoint.key for endpoint in endpoints(app)}
    assert asked - set(EXAMPLES) == set(), "write an example for these"
    assert set(EXAMPLES) - asked == set(), "these are gone"


def test_every_address_with_an_id_is_asked_with_a_foreign_one(app: Flask) -> None:
    missing = [
        endpoint.key
        for endpoint in endpoints(app)
        if endpoint.arguments
        and endpoint.key in EXAMPLES
        and not any(case.place == "path" for case in EXAMPLES[endpoint.key].cases)
    ]
    assert missing == []


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
@pytest.mark.parametrize("room", ROOMS)
def test_the_right_people_get_in_and_the_others_learn_nothing(fresh_stage: Stage, room: str, htmx: bool) -> None:
    here = [endpoint for endpoint in named(fresh_stage.app) if endpoint.name.startswith(f"{room}.")]
    found = [word for endpoint in here for word in deviations(fresh_stage, endpoint, htmx=htmx)]
    assert here
    assert not found, "\n".join(found)
