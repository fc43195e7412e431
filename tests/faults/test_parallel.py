"""Many at once through the real server on SQLite: everybody gets in, a repetition stores nothing (A1, R3)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from surveys.models import Mode
from tests.bench.load import Line, Reply
from tests.faults.filing import PEOPLE, Filed, build, contradictions, inside, submitted
from tests.respondent import Respondent
from tests.serving import Served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def filed(tmp_path: Path) -> Filed:
    return build(tmp_path, 1)


@pytest.fixture
def server(filed: Filed) -> Iterator[Served]:
    with filed.serve() as running:
        yield running


@pytest.fixture
def call() -> Iterator[Callable[[Served], Line]]:
    """A new line to the server, hung up after the test."""
    with ExitStack() as lines:
        yield lambda server: lines.enter_context(Line(server.port))


def at_once(deeds: list[Callable[[], Reply]]) -> list[Reply]:
    """All deeds in the same moment."""
    start, answers = threading.Barrier(len(deeds)), [Reply(0, "", b"")] * len(deeds)

    def act(place: int) -> None:
        start.wait()
        answers[place] = deeds[place]()

    crowd = [threading.Thread(target=act, args=(place,)) for place in range(len(deeds))]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    return answers


def ready(line: Line, token: str) -> Respondent:
    """Somebody with the questionnaire open in front of them."""
    person = Respondent(line, token)
    page = person.open()
    assert page.status == 200, page.status
    return person


def test_thirty_people_submit_in_the_same_second(filed: Filed, server: Served, call: Any) -> None:
    people = [ready(call(server), token) for token in filed.tokens]
    answers = at_once([person.submit for person in people])
    assert [answer.status for answer in answers] == [303] * PEOPLE
    server.stop()
    with inside(filed):
        assert len(submitted()) == PEOPLE
        assert contradictions() == []


def test_the_same_submission_ten_times_at_once_is_one(filed: Filed, server: Served, call: Any) -> None:
    person = ready(call(server), filed.tokens[0])
    copies = []
    for _copy in range(10):
        copy = Respondent(call(server), person.token)
        copy.line.cookies = dict(person.line.cookies)
        copy.become(person)
        copies.append(copy)
    answers = at_once([copy.submit for copy in copies])
    assert [answer.status for answer in answers] == [303] * 10
    assert len({answer.header("location") for answer in answers}) == 1
    server.stop()
    with inside(filed):
        assert len(submitted()) == 1
        assert contradictions() == []


def test_thirty_anonymous_people_submit_in_the_same_second(tmp_path: Path, call: Any) -> None:
    filed = build(tmp_path, 1, Mode.ANONYMOUS)
    with filed.serve() as server:
        people = [ready(call(server), token) for token in filed.tokens]
        answers = at_once([person.submit for person in people])
        assert [answer.status for answer in answers] == [303] * PEOPLE
        again = at_once([person.submit for person in people])
        assert [answer.header("location") for answer in again] == [answer.header("location") for answer in answers]
