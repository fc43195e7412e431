"""Every address × method × person: the right people get in, the others learn nothing, reading changes nothing."""

import pytest
from flask import Flask

from tests.house.asking import METHODS, Endpoint, ask, deviations, endpoints
from tests.house.examples import EXAMPLES
from tests.house.stage import GUEST, Stage

# Some twelve thousand requests in one test, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(900)

ROOMS = sorted({key.partition(" ")[2].partition(".")[0] for key in EXAMPLES})


def named(stage: Stage) -> list[Endpoint]:
    return [endpoint for endpoint in endpoints(stage.app) if endpoint.key in EXAMPLES]


def first_in(endpoint: Endpoint) -> str:
    """Somebody who gets through with the valid request."""
    return min(EXAMPLES[endpoint.key].cases[0].who - {GUEST}, default=GUEST)


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
    here = [endpoint for endpoint in named(fresh_stage) if endpoint.name.startswith(f"{room}.")]
    found = [word for endpoint in here for word in deviations(fresh_stage, endpoint, htmx=htmx)]
    assert here
    assert not found, "\n".join(found)


def test_no_unsafe_request_passes_without_its_token(stage: Stage) -> None:
    before, passed = stage.fingerprint(), []
    for endpoint in named(stage):
        if endpoint.method == "GET":
            continue
        for htmx in (False, True):
            with stage.trial():
                answer = ask(
                    stage, endpoint, EXAMPLES[endpoint.key].cases[0], first_in(endpoint), htmx=htmx, csrf=False
                )
                if answer.status_code != 400 or stage.fingerprint() != before:
                    passed.append(f"{endpoint.key}: {answer.status_code}")
    assert not passed, "\n".join(passed)


def test_a_wrong_method_is_named_so(stage: Stage) -> None:
    served: dict[str, set[str]] = {}
    for endpoint in endpoints(stage.app):
        served.setdefault(endpoint.path, set()).add(endpoint.method)
    wrong = []
    for endpoint in named(stage):
        for method in set(METHODS) - served[endpoint.path]:
            asked = Endpoint(method, endpoint.name, endpoint.path, endpoint.arguments)
            with stage.trial():
                answer = ask(stage, asked, EXAMPLES[endpoint.key].cases[0], first_in(endpoint))
                if answer.status_code != 405 or "Allow" not in answer.headers:
                    wrong.append(f"{method} {endpoint.path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
