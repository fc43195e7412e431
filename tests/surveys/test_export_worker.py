"""A large file is whole or it is not there: the worker is killed, another begins again, rights are asked anew."""

import io
import json
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from portal.core import clock, files, jobs
from portal.core.db import db, read_apart
from portal.core.job_files import file_of
from portal.core.jobs import Job, JobState, request_job, run_job
from portal.people.disclosures import Disclosure, DisclosureState
from surveys.exchange.answers.files import NAMED_RESULTS, CsvPieces, write_xlsx
from surveys.exchange.answers.jobs import EXPORT
from surveys.mapping import from_mapping
from surveys.models import Response, SurveyAssignment
from surveys.results.privacy import Reading
from surveys.storage import publish_questionnaire
from tests.serving import ROOT
from tests.surveying import open_wave, publish_twenty, store_responses
from tests.surveys.crowds import make_wave
from tests.surveys.test_export_jobs import PULSE, ordered
from tests.world import build_world

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)

ALL = Reading(names=True, k=1, k_texts=1)
ROWS = 4_300


@pytest.fixture
def asked(own_portal: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    """A job of a CSV of ROWS responses that waits for a worker."""
    monkeypatch.setitem(own_portal.config, "EXPORT_THRESHOLD", 10**6)
    with own_portal.app_context():
        world = build_world()
        wave = open_wave(world.school_1, publish_twenty(), "Большая волна")
        wave.readers = ["curator"]
        store_responses(wave, ROWS)
        db.session.add(Disclosure(
            actor_id=world.kira.id, organization_id=world.school_1.id, decided_by_id=world.denis.id, n=ROWS,
            kind=NAMED_RESULTS, what=wave.public_id, path="", state=DisclosureState.APPROVED,
            decided_at=datetime.now(UTC),
        ))  # fmt: skip
        args = {"wave": wave.public_id, "format": "xlsx", "names": True}
        yield request_job(world.actor("kira"), EXPORT, args, title="Большая волна")
        db.session.remove()


def worker(own_portal: Flask, job_id: int, pause: float) -> "subprocess.Popen[str]":
    settings = own_portal.extensions["settings"]
    where = (settings.var_dir, settings.database_url)
    command = [sys.executable, "-m", "tests.surveys.export_worker", *where, str(job_id), str(pause)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_18_a_worker_killed_midway_leaves_no_file_and_the_next_one_makes_it_whole(
    own_portal: Flask, asked: Job
) -> None:  # fmt: skip
    job_id = asked.id
    db.session.commit()
    with worker(own_portal, job_id, 30) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "1000\n"
        first.kill()
    job = again(job_id)
    assert (job.state, job.progress_done, job.progress_total, job.result_file_id) == (
        JobState.RUNNING,
        1000,
        ROWS,
        None,
    )
    assert not run_job(job_id), "the lease of the dead worker still holds"
    db.session.execute(sa.update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    with worker(own_portal, job_id, 0) as second:
        second.wait(120)
    job = again(job_id)
    assert (job.state, job.tries) == (JobState.DONE, 2)
    assert f"{ROWS:_} строк ответов. SHA-256 данных: ".replace("_", "\u00a0") in job.message
    assert job.result_file is not None
    with files.open_file(job.result_file) as made:
        book = load_workbook(io.BytesIO(made.read()), read_only=True)
    stored = db.session.scalar(sa.select(sa.func.count()).select_from(Response))
    facts = {row[0]: row[1] for row in book["Сведения"].iter_rows(values_only=True)}
    assert facts["Строк на листе «Ответы»"] == stored == ROWS
    assert sum(1 for _row in book["Ответы"].iter_rows()) == ROWS + 2
    assert facts["SHA-256 данных"] in job.message


@pytest.mark.slow
def test_a_worker_that_dies_every_time_fails_loudly_and_offers_nothing(own_portal: Flask, asked: Job) -> None:
    job_id = asked.id
    db.session.commit()
    db.session.execute(sa.update(Job).values(tries=jobs.MOST_TRIES))
    db.session.commit()
    run_job(job_id)
    job = again(job_id)
    assert (job.state, job.result_file_id) == (JobState.PARKED, None)
    assert job.message.startswith("Не получилось.")


def again(job_id: int) -> Job:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(sa.select(Job).where(Job.id == job_id)).one()


@pytest.mark.parametrize("kind", ["csv", "sav"])
def test_other_formats_come_with_codebook_and_manifest(world: Any, client_as: Any, post: Any, kind: str) -> None:
    wave = make_wave(world.school_1, PULSE, [{"SAT_TOTAL": 7}] * 7)
    kira = client_as("kira")
    answer = post(kira, f"/surveys/{wave.public_id}/exports", format=kind)
    key = answer.headers["Location"].rsplit("/", 1)[-1]
    job = db.session.scalars(sa.select(Job).where(Job.public_id == key)).one()
    run_job(job.id)
    db.session.expire_all()
    assert job.state == JobState.DONE
    with files.open_file(job.result_file) as made, zipfile.ZipFile(io.BytesIO(made.read())) as archive:
        assert archive.namelist() == [f"Ответы.{kind}", "Кодификатор.csv", "Сведения.json"]
        facts = json.loads(archive.read("Сведения.json"))
    assert facts["Строк на листе «Ответы»"] == 7
    assert len(facts["SHA-256 файла ответов"]) == 64
    page = kira.get(f"/jobs/{key}").text
    assert job.result_file.sha256 in page
    assert facts["SHA-256 данных"] in page


def test_the_right_is_asked_again_when_the_file_is_taken(world: Any, client_as: Any, post: Any) -> None:
    from portal.accounts.models import RoleGrant

    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    kira = client_as("kira")
    job = ordered(kira, post, wave)
    run_job(job.id)
    db.session.expire_all()
    assert kira.get(f"{job.path}/file").status_code == 200
    assert file_of(job, world.actor("kira"))
    wave.readers = []  # whoever may export but not read names must not get the file with names
    db.session.commit()
    assert kira.get(f"{job.path}/file").status_code == 404
    assert "Файл вам больше не открыт" in kira.get(job.path).text
    db.session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == world.kira.id))
    db.session.commit()
    assert kira.get(f"{job.path}/file").status_code in (403, 404)


def test_names_that_were_closed_while_the_job_waited_do_not_get_into_the_file(
    world: Any, client_as: Any, post: Any
) -> None:  # fmt: skip
    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    job = ordered(client_as("kira"), post, wave)
    wave.readers = []
    db.session.commit()
    run_job(job.id)
    db.session.expire_all()
    assert (job.state, job.result_file_id) == (JobState.FAILED, None)
    assert "права изменились" in job.message


def test_a_format_that_does_not_exist_is_not_found(world: Any, client_as: Any, post: Any) -> None:
    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    kira = client_as("kira")
    assert post(kira, f"/surveys/{wave.public_id}/exports", format="pdf").status_code == 404
    assert post(client_as("denis"), f"/surveys/{wave.public_id}/exports", format="sav").status_code == 409


def test_a_csv_leaves_in_pieces_and_is_complete(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, PULSE, [{"SAT_TOTAL": 7}] * 30)
    answer = client_as("kira").get(f"/surveys/{wave.public_id}/results.csv")
    assert answer.status_code == 200
    assert "Content-Length" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) == 31
    first = next(iter(CsvPieces(wave, ALL))).decode("utf-8-sig")
    assert first.splitlines()[0].startswith("respondent;subject;submitted_on;SAT_TOTAL")


THIRTY = {"code": "thirty", "title": "Тридцать вопросов", "items": [
    {"code": f"Q{n:02}", "type": "scale10", "text": f"Вопрос {n}"} for n in range(1, 31)
]}  # fmt: skip
LARGE = 100_000


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_19_a_hundred_thousand_responses_take_no_more_memory_than_promised(own_portal: Flask) -> None:
    """60 MB for the workbook, 30 for the CSV, whatever the number of rows (performance.md)."""
    with own_portal.app_context():
        world = build_world()
        version = publish_questionnaire(world.actor("kira"), from_mapping(THIRTY))
        wave = open_wave(world.school_1, version, "Сто тысяч")
        wave_id, version_id = wave.id, version.id
        _store(wave, LARGE)
        db.session.commit()
        db.session.remove()
        with read_apart():
            large = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave_id)).one()
            assert large.version_id == version_id
            next(iter(CsvPieces(large, ALL)))  # what is loaded once is not the measure
            tracemalloc.start()
            pieces = CsvPieces(large, ALL)
            assert sum(len(piece) for piece in pieces) > LARGE * 60
            assert pieces.written().rows == LARGE
            assert tracemalloc.get_traced_memory()[1] < 30 * 2**20
            tracemalloc.reset_peak()
            with Path("/dev/null").open("wb") as nowhere, zipfile.ZipFile(nowhere, "w"):
                assert write_xlsx(large, ALL, io.BytesIO()).rows == LARGE
            assert tracemalloc.get_traced_memory()[1] < 60 * 2**20
            tracemalloc.stop()
            db.session.rollback()


def _store(wave: SurveyAssignment, n: int) -> None:
    """Responses written as rows, without their counters: only the answers are asked for here."""
    from portal.core.db import new_public_id
    from portal.people.models import Person
    from surveys.models import Answer, ResponseState, SurveyInvitation

    now = clock.now()
    stamps = {"created_at": now, "updated_at": now}
    for start in range(1_000, 1_000 + n, 10_000):
        ids = range(start, start + 10_000)
        keys = {one: new_public_id() for one in ids}
        for model, rows in (
            (Person, [{"id": one, "public_id": new_public_id(), "family_name": f"Ф{one}", "given_name": "И",
                       "patronymic": "", "sort_name": f"ф{one}", **stamps} for one in ids]),
            (SurveyInvitation, [{"id": one, "public_id": new_public_id(), "assignment_id": wave.id, "person_id": one,
                                 "subject": "", "link_revision": 0, **stamps} for one in ids]),
            (Response, [{"id": keys[one], "assignment_id": wave.id, "version_id": wave.version_id, "clients": {},
                         "invitation_id": one, "state": ResponseState.SUBMITTED, "started_at": now,
                         "submitted_at": now, "receipt": "R", "scores": {}} for one in ids]),
            (Answer, [{"response_id": keys[one], "item_code": f"Q{q:02}", "value": 1 + (one * q) % 10}
                      for one in ids for q in range(1, 31)]),
        ):  # fmt: skip
            db.session.execute(sa.insert(model.__table__), rows)
    wave.submitted = wave.invited = n
    db.session.flush()
