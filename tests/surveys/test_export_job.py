"""A large workbook is made by the worker; its page shows how far it is while the long reading goes on."""

import io

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from portal.core.db import db
from portal.core.files import StoredFile, open_file
from portal.core.jobs import Job, JobState, request_job, run_job
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.exchange.answers import files
from surveys.exchange.answers.jobs import EXPORT
from tests.surveys.crowds import make_wave
from tests.world import build_world

pytestmark = pytest.mark.slow
ONE = QuestionnaireDefinition(code="one", title="Один вопрос", items=(ItemDefinition("Q", "scale10", "Как дела?"),))


def test_the_workbook_of_a_large_wave_says_how_far_it_is(own_portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "TOLD_EVERY", 50)
    monkeypatch.setitem(own_portal.config, "EXPORT_THRESHOLD", 1_000)
    with own_portal.app_context():
        world = build_world()
        wave = make_wave(world.school_1, ONE, [{"Q": 7}] * 120)
        wanted = request_job(world.actor("kira"), EXPORT, {"wave": wave.public_id, "names": True}, title="Один вопрос")
        job_id = wanted.id
        db.session.commit()
        assert run_job(job_id)
        job = db.session.scalars(sa.select(Job).where(Job.id == job_id)).one()
        assert (job.state, job.progress_done, job.progress_total) == (JobState.DONE, 100, 120)
        kept = db.session.scalars(sa.select(StoredFile).where(StoredFile.id == job.result_file_id)).one()
        with open_file(kept) as file:
            book = load_workbook(io.BytesIO(file.read()), read_only=True)
        assert sum(1 for row in book["Ответы"].iter_rows(values_only=True) if row[-1] == 7) == 120
        db.session.remove()
