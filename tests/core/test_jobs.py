"""Long work: done once, taken up after a death, told to its owner (reliability A6)."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock, files, jobs
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Interrupted, Job, JobState, Run
from portal.core.notices import Notice
from portal.core.schedule import PERIODIC
from portal.core.tasks import JsonSerializer, Queue
from tests.conftest import NOW


@pytest.fixture
def work() -> Iterator[Callable[[jobs.Work], None]]:
    """`work(function)` makes the function do the jobs of kind «test»."""

    def become(function: jobs.Work) -> None:
        jobs.KINDS["test"] = function

    yield become
    jobs.KINDS.pop("test", None)


def ask(world: Any, key: str = "kira", **args: Any) -> Job:
    job = jobs.request_job(world.actor(key), "test", args, title="Выгрузка анкеты")
    db.session.commit()
    return job


def fresh(job: Job) -> Job:
    db.session.expire_all()
    return db.session.scalars(sa.select(Job).where(Job.id == job.id)).one()


def test_a_job_is_done_once_and_its_owner_is_told(world: Any, work: Any) -> None:
    seen: list[dict[str, Any]] = []

    def export(run: Run) -> None:
        seen.append(run.args)
        run.progress(1, 2, "Половина")
        run.finish("Готово: 2 строки", files.store(io.BytesIO(b"a;b"), "ответы.csv"))

    work(export)
    job = ask(world, survey=7)
    assert jobs.due_ids() == [job.id]
    assert jobs.run_job(job.id)
    assert not jobs.run_job(job.id)
    done = fresh(job)
    assert (done.state, done.message, done.progress_done, done.finished_at) == (
        JobState.DONE, "Готово: 2 строки", 1, NOW,
    )  # fmt: skip
    assert done.result_file
    assert done.result_file.name == "ответы.csv"
    assert seen == [{"survey": 7}]
    notice = db.session.scalars(sa.select(Notice)).one()
    assert (notice.person_id, notice.text, notice.path) == (world.kira.id, "Выгрузка анкеты: готово", done.path)


def test_a_job_acts_with_the_rights_of_its_owner(world: Any, work: Any) -> None:
    actors: list[Any] = []
    work(lambda run: actors.append(run.actor))
    jobs.run_job(ask(world).id)
    assert actors[0].person_id == world.kira.id
    assert actors[0].grants == world.actor("kira").grants


def test_a_rule_that_refuses_ends_the_job_with_its_words(world: Any, work: Any) -> None:
    def refuse(run: Run) -> None:
        db.session.add(Notice(person_id=world.nina.id, kind="half", text="half done", path="/"))
        db.session.flush()
        raise Refusal("Ответов меньше пяти.")

    work(refuse)
    job = ask(world)
    jobs.run_job(job.id)
    assert (fresh(job).state, fresh(job).message) == (JobState.FAILED, "Ответов меньше пяти.")
    assert db.session.scalar(sa.select(sa.func.count()).where(Notice.kind == "half")) == 0


def test_a_fault_is_tried_again_and_parked_with_a_number(world: Any, work: Any) -> None:
    tries: list[int] = []

    def break_down(run: Run) -> None:
        tries.append(run.attempt)
        raise ZeroDivisionError

    work(break_down)
    job = ask(world)
    at = NOW
    for _try in range(5):
        with clock.freeze(at):
            jobs.run_job(job.id)
        at = max(at, fresh(job).due_at)
    assert tries == [1, 2, 3]
    assert fresh(job).state == JobState.PARKED
    assert "Номер обращения" in fresh(job).message


def test_whoever_was_killed_is_taken_up_within_a_minute(world: Any, work: Any) -> None:
    work(lambda run: run.finish("Готово."))
    job = ask(world)
    dead = jobs.claim(job.id)
    assert dead
    assert jobs.due_ids() == []
    with clock.freeze(NOW + timedelta(seconds=60)):
        assert jobs.due_ids() == [job.id]
        assert jobs.run_job(job.id)
        with pytest.raises(Interrupted):
            dead.progress(1, 2)  # the one thought dead wakes up and learns that the work is not its own any more
    assert fresh(job).state == JobState.DONE


def test_a_worker_that_is_told_to_stop_puts_the_job_back(world: Any, work: Any) -> None:
    work(lambda run: run.progress(1, 10))
    job = ask(world)
    jobs.run_job(job.id, should_stop=lambda: True)
    back = fresh(job)
    assert (back.state, back.tries, back.lease_until) == (JobState.QUEUED, 0, None)
    assert jobs.due_ids() == [job.id]


def test_an_unknown_kind_is_parked_not_lost(world: Any) -> None:
    job = jobs.request_job(world.actor("kira"), "unknown", {}, title="Загадка")
    db.session.commit()
    jobs.run_job(job.id)
    assert fresh(job).state == JobState.PARKED


def test_the_queue_speaks_json_and_nothing_is_unpickled(app: Any, database: Any, world: Any, work: Any) -> None:
    from huey import MemoryHuey

    work(lambda run: run.finish("Готово."))
    job = ask(world)
    huey = MemoryHuey("test", results=False, serializer=JsonSerializer())
    queue = Queue(app, huey)
    assert queue.ask_for_due() == 1
    assert queue.ask_for_due() == 0, "the same job goes into the queue once"
    assert queue.pending_count() == 1
    message = huey.storage.enqueued_items()[0]
    assert message.startswith(b"[")
    assert b"run_job" in message
    queue._work(job.id)
    assert fresh(job).state == JobState.DONE


def test_what_happens_by_the_clock_is_known() -> None:
    assert {periodic.name for periodic in PERIODIC} >= {"seal_audit", "forget_old_keys", "sweep_files"}
