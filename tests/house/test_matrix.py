"""Every address × method × person: the right people get in, the others learn nothing, reading changes nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.db import db
from portal.people.models import Organization
from tests.house.asking import deviations, endpoints, named
from tests.house.examples import EXAMPLES
from tests.house.stage import Stage

# Some twelve thousand requests in one test, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(900)

ROOMS = sorted({key.partition(" ")[2].partition(".")[0] for key in EXAMPLES})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A part of a page asks the database what the whole page asks: the second database sees whole pages only."""
    if "htmx" in metafunc.fixturenames:
        ways = {"page": False, "htmx": True} if metafunc.config.getoption("--db") == "sqlite" else {"page": False}
        metafunc.parametrize("htmx", list(ways.values()), ids=list(ways))


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


@pytest.mark.parametrize("room", ROOMS)
def test_the_right_people_get_in_and_the_others_learn_nothing(fresh_stage: Stage, room: str, htmx: bool) -> None:
    here = [endpoint for endpoint in named(fresh_stage.app) if endpoint.name.startswith(f"{room}.")]
    found = [word for endpoint in here for word in deviations(fresh_stage, endpoint, htmx=htmx)]
    assert here
    assert not found, "\n".join(found)


def test_a_page_that_writes_is_noticed(fresh_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: only tables that were written to are compared, and one written to by a reader is found."""
    stage = fresh_stage
    endpoint = next(endpoint for endpoint in named(stage.app) if endpoint.key == "GET pages.help")
    shown = stage.app.view_functions[endpoint.name]

    def writing(**arguments: Any) -> Any:
        db.session.execute(sa.update(Organization).values(short_name="Другая"))
        db.session.commit()
        return shown(**arguments)

    monkeypatch.setitem(stage.app.view_functions, endpoint.name, writing)
    assert any("the database changed (organization)" in word for word in deviations(stage, endpoint))
    monkeypatch.setitem(stage.app.view_functions, endpoint.name, shown)
    assert not list(deviations(stage, endpoint))
