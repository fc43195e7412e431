"""Files of jobs at an erasure: those that may hold the person go, those that provably cannot stay."""

from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.jobs import Job, JobState, request_job, run_job
from portal.people.models import Person
from portal.privacy.jobs import PACKAGE
from surveys.exchange.answers.jobs import EXPORT
from tests.privacy import canaries
from tests.privacy.everywhere import kept_file
from tests.privacy.test_erasure import erase, settle_alpha
from tests.surveys.waves import open_wave
from tests.world import World


def made(world: World, person: Person, kind: str, args: dict[str, Any]) -> int:
    """A finished job of this kind with a file."""
    job = request_job(world.actor("kira"), kind, args, title="Файл")
    job.state, job.finished_at, job.result_file_id = JobState.DONE, job.created_at, kept_file(person, "csv").id
    db.session.commit()
    return job.id


def package_of(world: World, key: str) -> int:
    """A package that its owner asked for and the worker made."""
    actor = world.actor(key)
    job = request_job(actor, PACKAGE, {"person": world.town.people[key].public_id}, title="Пакет")
    db.session.commit()
    assert run_job(job.id)
    return job.id


def has_file(job_id: int) -> bool:
    return db.session.scalar(sa.select(Job.result_file_id).where(Job.id == job_id)) is not None


def test_a_package_of_somebody_else_stays_and_one_that_names_the_person_goes(world: World) -> None:
    person = settle_alpha(world)  # a notice to misha names the person
    stays, goes = package_of(world, "yana"), package_of(world, "misha")
    erase(world, person)
    assert has_file(stays)
    assert not has_file(goes)


def test_a_workbook_of_a_wave_goes_when_the_person_was_asked(world: World) -> None:
    person = canaries.settle(world, "Альфа")
    canaries.answer_questionnaires(world, person, "Альфа")
    asked = open_wave(world, persons=("Альфа",))
    others = open_wave(world, persons=("misha",))
    db.session.commit()
    goes = made(world, person, EXPORT, {"wave": asked.public_id})
    stays = made(world, world.misha, EXPORT, {"wave": others.public_id})
    unknown = made(world, world.misha, EXPORT, {"wave": "gone"})
    other_kind = made(world, world.misha, "test", {})
    erase(world, person)
    assert [has_file(one) for one in (goes, stays, unknown, other_kind)] == [False, True, False, False]
