"""Every SQL statement of every deed fails once: nothing half-done stays, and the same form then succeeds (R4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.core import clock
from tests.conftest import NOW
from tests.house.asking import Endpoint, address, endpoints
from tests.house.examples import EXAMPLES
from tests.house.stage import GUEST, Stage, outcome

MOST = 200  # statements of one deed; more would be a fault of its own
ROOMS = sorted({key.split()[1].partition(".")[0] for key in EXAMPLES if key.startswith("POST ")})
# A room asks for thousands of requests, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(900)
LATER = NOW + timedelta(minutes=2)  # the note of presence is written too


class Counter:
    """Counts statements and commits and fails the one that is due; undoing is never failed.

    On the stage a commit is the release of a savepoint, so it fails where the session asks for it.
    """

    def __init__(self, due: int) -> None:
        self.due, self.seen, self.failed = due, 0, ""

    def __call__(self, conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(("ROLLBACK", "RELEASE")):
            self.count(statement)

    def commit(self, session: Any) -> None:
        self.count("COMMIT")

    def count(self, statement: str) -> None:
        if self.failed:
            return
        self.seen += 1
        if self.seen == self.due:
            self.failed = statement
            raise sa.exc.OperationalError(statement, {}, Exception("disk I/O error"))


@contextmanager
def failing(due: int) -> Iterator[Counter]:
    """Statement number `due` inside fails; the next ones work again."""
    counter = Counter(due)
    sa.event.listen(sa.Engine, "before_cursor_execute", counter)
    sa.event.listen(Session, "before_commit", counter.commit)
    try:
        yield counter
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", counter)
        sa.event.remove(Session, "before_commit", counter.commit)


def deeds(app: Flask, room: str = "") -> list[Endpoint]:
    """Every endpoint that writes, of the room or of all."""
    return [
        endpoint for endpoint in endpoints(app)
        if endpoint.method == "POST" and endpoint.key in EXAMPLES and endpoint.name.startswith(room and f"{room}.")
    ]  # fmt: skip


def complaints_about(answer: TestResponse) -> list[str]:
    """What is wrong with the answer to a failed statement."""
    said = answer.get_data(as_text=True)
    found = [] if answer.status_code == 503 else [f"answers {answer.status_code}"]
    if "запись недоступна" not in said:
        found.append("says nothing in Russian")
    if "Traceback" in said or "disk I/O" in said or "sqlalchemy" in said:
        found.append("shows its inside")
    if not answer.headers.get("Retry-After"):
        found.append("does not say when to try again")
    return found


def faults_of(stage: Stage, endpoint: Endpoint) -> Iterator[str]:
    """Fail statement 1, 2, 3 … of the valid request; yields every deviation.

    What comes after the deed (the note that its session is alive) may fail unseen: the answer stands.
    """
    case = EXAMPLES[endpoint.key].cases[0]
    who = min(case.who - {GUEST}, default=GUEST)
    for due in range(1, MOST):
        with stage.trial():
            stage.touched.clear()
            path, body = address(stage, endpoint, case, who)
            prepared = stage.written()
            with failing(due) as counter:
                answer = stage.call(who, "POST", path, body=body)
            if not counter.failed:
                return
            if outcome(answer) == "in" and _is_afterthought(counter.failed):
                continue
            where = f"{endpoint.key}, statement {due} ({counter.failed[:60]!r})"
            yield from (f"{where}: {word}" for word in complaints_about(answer))
            if stage.changed(prepared):
                yield f"{where}: something stayed half-done"
            again = stage.call(who, "POST", path, body=body)
            if outcome(again) != "in":
                yield f"{where}: the second try gets {again.status_code}"
    yield f"{endpoint.key}: more than {MOST} statements"


def _is_afterthought(statement: str) -> bool:
    return clock.now() == LATER and ("last_seen_at" in statement or statement.startswith(("SAVEPOINT", "COMMIT")))


@pytest.mark.parametrize("room", ROOMS)
def test_a_failed_statement_leaves_nothing_behind_and_the_same_form_then_succeeds(stage: Stage, room: str) -> None:
    found = [word for endpoint in deeds(stage.app, room) for word in faults_of(stage, endpoint)]
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_the_note_of_presence_may_fail_and_spoils_no_answer(stage: Stage, room: str) -> None:
    with clock.freeze(LATER):
        found = [word for endpoint in deeds(stage.app, room) for word in faults_of(stage, endpoint)]
    assert not found, "\n".join(found)


def test_no_deed_is_passed_over(stage: Stage) -> None:
    assert sum(len(deeds(stage.app, room)) for room in ROOMS) == len(deeds(stage.app))
    for name in ("imports.load", "imports.undo", "own_consents.withdraw", "consents.withdraw", "accounts.print_slips"):
        assert name in [endpoint.name for endpoint in deeds(stage.app)]


def test_the_loop_can_fail(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a deed that commits twice is caught."""
    from portal.accounts import actions
    from portal.core.db import db

    real = actions.end_other_sessions

    def twice(*args: Any) -> None:
        real(*args)
        db.session.commit()
        db.session.execute(sa.select(1))

    monkeypatch.setattr(actions, "end_other_sessions", twice)
    deed = next(endpoint for endpoint in deeds(stage.app) if endpoint.name == "accounts.end_other_sessions")
    assert any("half-done" in word for word in faults_of(stage, deed))
