"""The worker of an import meets a failed statement at every place: the next try ends as if nothing had happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock, jobs
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.jobs import Job, JobState
from portal.imports.actions import confirming
from portal.imports.models import BatchState
from portal.people import columns as names
from portal.people.models import Person
from tests.conftest import NOW
from tests.faults.test_statements import failing
from tests.importing import people_book
from tests.imports.test_jobs import picture
from tests.imports.walking import Walk, work_off
from tests.world import World

Client = Callable[[str], Any]
# Some hundreds of loads one after another, and others may be at work on the machine.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows make a step, any file is a large one."""
    monkeypatch.setattr("portal.imports.views.confirmations.IN_THE_REQUEST", 1)
    monkeypatch.setattr("portal.imports.views.undoings.IN_THE_REQUEST", 1)
    monkeypatch.setattr(confirming.Loading.step, "__defaults__", (2,))


def rows() -> list[dict[str, Any]]:
    """Three learners of a new group with one mother, in two steps, and a line that says nothing new."""
    made = [
        {names.FAMILY_NAME: f"Дятлов{letter}", names.GIVEN_NAME: "Ян", names.GROUP: "Н-1",
         names.REPRESENTATIVE_FAMILY_NAME: "Дятлова", names.REPRESENTATIVE_GIVEN_NAME: "Анна",
         names.REPRESENTATIVE_PHONE: "+7 900 000-00-00"}
        for letter in "абв"
    ]  # fmt: skip
    return [*made, dict(made[0])]


def confirmed(world: World, client_as: Client) -> Walk:
    """Confirmed: the rest is the worker's."""
    walk = Walk(client_as("kira"))
    walk.upload(people_book(rows()))
    walk.match("create_groups")
    assert walk.confirm().status_code == 303
    return walk


def outcome_of(walk: Walk) -> list[Any]:
    """People, families, rows, counts and what the trail says."""
    said = db.session.execute(sa.select(AuditEntry.event, sa.func.count()).group_by(AuditEntry.event)).all()
    ended = db.session.scalars(sa.select(Job.state).order_by(Job.id)).all()
    return [*picture(walk), walk.batch.state, sorted(map(tuple, said)), list(ended)]


def fault_after_fault(walk: Walk, expected: list[Any]) -> int:
    """Fail statement 1, 2, 3 … of the waiting job, then let it run again; returns how many there are."""
    for due in range(1, 1_000):
        with curtain():
            [job_id] = jobs.due_ids()
            with failing(due) as counter, suppress(sa.exc.OperationalError):
                # What gets out: the job could not be taken, or its end not be noted. Then the lease runs out.
                jobs.run_job(job_id)
            db.session.rollback()
            with clock.freeze(NOW + timedelta(minutes=5)):
                work_off()
            got = outcome_of(walk)
        assert got == expected, f"statement {due}: {counter.failed[:80]}"
        if not counter.failed:
            return due - 1
    raise AssertionError("more statements than a small file needs")


@contextmanager
def curtain() -> Iterator[None]:
    """Everything written inside is gone afterwards."""
    db.session.remove()
    connection: Any = db.engine  # the one of the test
    behind = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        behind.rollback()


def undisturbed(walk: Walk) -> list[Any]:
    with curtain():
        work_off()
        return outcome_of(walk)


def test_a_fault_at_any_statement_of_a_load_changes_nothing_in_the_end(world: World, client_as: Client) -> None:
    walk = confirmed(world, client_as)
    expected = undisturbed(walk)
    assert expected[5] == BatchState.DONE
    assert expected[-1] == [JobState.DONE]
    assert fault_after_fault(walk, expected) > 100


def test_a_fault_at_any_statement_of_an_undoing_changes_nothing_in_the_end(world: World, client_as: Client) -> None:
    people = db.session.scalar(sa.select(sa.func.count()).select_from(Person))
    walk = confirmed(world, client_as)
    work_off()
    assert walk.undo().status_code == 303
    assert walk.batch.state == BatchState.UNDOING
    expected = undisturbed(walk)
    assert expected[5] == BatchState.UNDONE
    assert fault_after_fault(walk, expected) > 30
    work_off()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == people
