"""The page of a long work: its owner sees it, a stranger does not learn of it; polling ends when the work does."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from portal.core import files, job_files, jobs
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.jobs import Job


@pytest.fixture
def job(world: Any, monkeypatch: pytest.MonkeyPatch) -> Job:
    monkeypatch.setitem(job_files._QUESTIONS, "export", lambda actor, args: None)
    wanted = jobs.request_job(world.actor("kira"), "export", {}, title="Выгрузка анкеты")
    db.session.commit()
    return wanted


def finish(job: Job) -> None:
    run = jobs.claim(job.id)
    assert run
    run.finish("Готово: 3 строки", files.store(io.BytesIO(b"PK"), "ответы.xlsx", made_here=True))
    jobs._close(run, jobs.JobState.DONE, run.message)


def test_the_owner_watches_and_takes_the_file(job: Job, client_as: Callable[[str], Any]) -> None:
    kira = client_as("kira")
    page = kira.get(job.path)
    assert page.status_code == 200
    assert "Выгрузка анкеты" in page.text
    assert 'hx-trigger="every 2s"' in page.text
    assert kira.get(f"{job.path}/file").status_code == 404, "there is no file yet"
    finish(job)
    done = kira.get(job.path)
    assert "every 2s" not in done.text
    assert "Готово: 3 строки" in done.text
    file = kira.get(f"{job.path}/file")
    assert (file.status_code, file.data) == (200, b"PK")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    file.close()


def test_polling_gets_the_block_and_ends_with_286(job: Job, client_as: Callable[[str], Any]) -> None:
    kira, fragment = client_as("kira"), {"HX-Request": "true"}
    going = kira.get(job.path, headers=fragment)
    assert going.status_code == 200
    assert "<html" not in going.text
    finish(job)
    over = kira.get(job.path, headers=fragment)
    assert over.status_code == 286
    assert "Скачать" in over.text


def test_a_file_goes_with_the_right_that_made_it(
    job: Job, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(job)
    kira, mine = client_as("kira"), f"{job.path}/file"

    def refuse(actor: Any, args: Any) -> None:
        raise NotSeen

    monkeypatch.setitem(job_files._QUESTIONS, "export", refuse)
    page = kira.get(job.path)
    assert "Файл вам больше не открыт" in page.text
    assert mine not in page.text
    assert kira.get(mine).status_code == 404
    monkeypatch.delitem(job_files._QUESTIONS, "export")
    assert kira.get(mine).status_code == 404, "whatever no room answers for is given to nobody"


@pytest.mark.parametrize("stranger", ["karim", "denis", "admin", "nina"])
def test_anothers_work_does_not_exist(job: Job, client_as: Callable[[str], Any], stranger: str) -> None:
    finish(job)
    browser = client_as(stranger)
    assert browser.get(job.path).status_code == 404
    assert browser.get(f"{job.path}/file").status_code == 404


def test_a_guest_signs_in_first(job: Job, client: Any) -> None:
    for path in (job.path, f"{job.path}/file"):
        answer = client.get(path)
        assert answer.status_code == 303
        assert "/login" in answer.location


def test_only_reading_is_known(job: Job, client_as: Callable[[str], Any], post: Callable[..., Any]) -> None:
    assert post(client_as("kira"), job.path).status_code == 405


def test_the_page_costs_few_queries(job: Job, client_as: Callable[[str], Any], count_queries: Any) -> None:
    kira = client_as("kira")
    with count_queries() as seen:
        kira.get(job.path)
    assert len(seen) <= 3, seen
