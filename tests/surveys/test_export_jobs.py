"""A large workbook is made by the worker with the rights of its owner; the command line writes the same file."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from portal.core import files, jobs
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Job, JobState
from surveys.cli import export_wave, import_questionnaires
from surveys.loading import load_questionnaires
from surveys.models import Mode, Questionnaire
from tests.surveys.crowds import make_wave

PULSE = next(each for each in load_questionnaires() if each.code == "pulse_mid")


def ordered(client: Any, post: Callable[..., Any], wave: Any) -> Job:
    answer = post(client, f"/surveys/{wave.public_id}/exports")
    assert answer.status_code == 303
    key = answer.headers["Location"].rsplit("/", 1)[-1]
    return db.session.scalars(sa.select(Job).where(Job.public_id == key)).one()


def test_the_job_makes_the_workbook_and_its_owner_takes_it(world: Any, client_as: Any, post: Any) -> None:
    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    kira = client_as("kira")
    job = ordered(kira, post, wave)
    assert jobs.run_job(job.id)
    db.session.expire_all()
    assert job.state == JobState.DONE
    assert job.message.startswith("Готово: 7 строк ответов. SHA-256 данных: ")
    with files.open_file(job.result_file) as made:
        book = openpyxl.load_workbook(io.BytesIO(made.read()))
    assert book["Ответы"].max_row == 9


def test_a_right_that_ended_meanwhile_is_not_used(world: Any, client_as: Any, post: Any) -> None:
    from portal.accounts.models import RoleGrant

    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    job = ordered(client_as("kira"), post, wave)
    db.session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == world.kira.id))
    db.session.commit()
    jobs.run_job(job.id)
    db.session.expire_all()
    assert job.result_file_id is None
    assert (job.state, job.message) == (JobState.FAILED, "Эти результаты вам больше не открыты.")


def test_a_ready_file_is_closed_with_the_right(world: Any, client_as: Any, post: Any) -> None:
    from portal.access.roles import Role
    from portal.accounts.models import RoleGrant

    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    kira = client_as("kira")
    job = ordered(kira, post, wave)
    jobs.run_job(job.id)
    assert kira.get(f"{job.path}/file").status_code == 200
    mine = sa.update(RoleGrant).where(RoleGrant.person_id == world.kira.id)
    db.session.execute(mine.values(role=Role.METHODOLOGIST))  # still reads results, no longer names
    db.session.commit()
    assert kira.get(f"{job.path}/file").status_code == 404
    db.session.execute(mine.values(role=Role.CURATOR, organization_id=world.school_2.id))
    db.session.commit()
    assert kira.get(f"{job.path}/file").status_code == 404


def test_nobody_orders_a_file_below_k(world: Any, client_as: Any, post: Any) -> None:
    wave = make_wave(world.school_1, PULSE, [{}] * 4, mode=Mode.ANONYMOUS)
    assert post(client_as("kira"), f"/surveys/{wave.public_id}/exports").status_code == 409
    assert db.session.scalars(sa.select(Job)).all() == []


def test_the_command_writes_a_whole_file_or_none(world: Any, tmp_path: Path) -> None:
    wave = make_wave(world.school_1, PULSE, [{}] * 7)
    target = tmp_path / "итоги.xlsx"
    assert export_wave("pulse_mid", target) == 7
    assert openpyxl.load_workbook(target).sheetnames[0] == "Ответы"
    make_wave(world.school_1, PULSE, [{}] * 2, mode=Mode.ANONYMOUS, family="Второй")
    with pytest.raises(Refusal, match="несколько раз"):
        export_wave("pulse_mid", target)
    assert export_wave(wave.public_id, target) == 7
    with pytest.raises(Refusal, match="нет"):
        export_wave("no_such", target)
    assert [each.name for each in tmp_path.iterdir()] == ["итоги.xlsx"]


def test_an_anonymous_wave_below_k_gives_the_command_nothing_either(world: Any, tmp_path: Path) -> None:
    make_wave(world.school_1, PULSE, [{}] * 4, mode=Mode.ANONYMOUS)
    with pytest.raises(Refusal, match="Данных мало"):
        export_wave("pulse_mid", tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_published_whole_or_not_at_all(database: Any, tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text("code: own\ntitle: Своя\nitems:\n  - {code: A, type: text, text: 'Что?'}\n", "utf-8")
    assert import_questionnaires(good) == ["own, редакция 1"]
    assert import_questionnaires(good) == ["own, редакция 1"]
    bad = tmp_path / "bad.yaml"
    bad.write_text("surveys:\n  - {code: one, title: t, items: []}\n", "utf-8")
    for path in (bad, tmp_path / "none.yaml", tmp_path / "x.xlsx"):
        with pytest.raises(Refusal):
            import_questionnaires(path)
    assert db.session.scalars(sa.select(Questionnaire.code)).all() == ["own"]
