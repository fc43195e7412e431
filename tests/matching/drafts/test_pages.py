"""Pages of drafts as a curator walks them: ask, look, set by hand, compare, publish; weights; one's own wishes."""

import re

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.jobs import run_job
from portal.matching.drafts.kinds import RunState
from portal.matching.drafts.models import MatchingAvoidance, MatchingRun
from portal.matching.drafts.queries import answer_of, settings_for
from portal.matching.signals import draft_published
from tests.matching.drafts.matched import ask_in_base, mentor


def key_in(page):
    return re.search(r'name="submission_key"[^>]* value="([^"]+)"', page).group(1)


def last_run():
    db.session.rollback()
    return db.session.scalars(sa.select(MatchingRun).order_by(MatchingRun.number.desc()).limit(1)).one()


@pytest.fixture
def asked(world, cycle):
    """Two students and two teachers with a place each."""
    found = {key: ask_in_base(world, key, "teacher_student") for key in ("misha", "pasha")}
    for key in ("nina", "denis"):
        mentor(world, key)
    return {key: each.public_id for key, each in found.items()}


def test_a_curator_asks_looks_locks_compares_and_publishes(world, cycle, asked, client_as, post):
    year = cycle.public_id
    kira = client_as("kira")
    page = kira.get("/matching").text
    assert "Черновиков пока нет" in page
    sent = {"objective": "coverage", "format": "", "submission_key": key_in(page)}
    assert post(kira, f"/matching/years/{year}", **{**sent, "objective": ""}).status_code == 422
    first = [post(kira, f"/matching/years/{year}", **sent).headers["Location"] for _click in range(2)]
    assert first[0] == first[1]
    run = last_run()
    assert (run.number, run.state) == (1, RunState.QUEUED)
    assert "Перебираем" in kira.get(first[0]).text
    run_job(run.job_id)
    page = kira.get(first[0]).text
    assert "2 пары готовы" in page
    assert "Почему лучше не бывает" in page
    pair = answer_of(last_run()).draft.pairs[0]
    one = kira.get(f"{first[0]}/mentees/{pair.mentee}").text
    assert "Баллы по критериям" in one
    assert "Что было бы иначе" in one
    choice = {"kind": "lock", "request": pair.mentee, "profile": pair.mentor, "submission_key": key_in(one)}
    second = post(kira, f"{first[0]}/choices", **choice).headers["Location"]
    assert post(kira, f"{first[0]}/choices", **choice).headers["Location"] == second
    refused = post(kira, f"{first[0]}/choices", **{**choice, "kind": "pick", "submission_key": "another"})
    assert refused.status_code == 422
    assert "почему пара выбрана вручную" in refused.text
    run_job(last_run().job_id)
    page = kira.get(second).text
    assert "Закреплена" in page
    assert "Цена: ничего не стоит" in page
    both = kira.get(f"{second}/comparison?with={first[0].rsplit('/', 1)[1]}")
    assert "Пары одни и те же" in both.text
    heard = []

    def listen(actor, *, proposals):
        heard.append(len(proposals))

    with draft_published.connected_to(listen):
        assert "2 пары будут предложены" in kira.get(f"{second}/publication").text
        assert post(kira, f"{second}/publication").status_code == 303
        assert post(kira, f"{second}/publication").status_code == 303
    assert heard == [2]
    assert "Черновик опубликован" in kira.get(f"{second}?done=published").text
    assert post(kira, f"{first[0]}/discarding").status_code == 303
    assert "больше не хранится" in kira.get(first[0]).text
    lida = client_as("denis")
    assert lida.get(second).status_code == 200
    assert "Закрепить" not in lida.get(second).text


def test_who_is_left_over_is_told_why_and_how_to_repair_it(world, cycle, client_as, post):
    for key in ("misha", "pasha"):
        ask_in_base(world, key, "teacher_student")
    mentor(world, "nina")
    kira = client_as("kira")
    sent = {"objective": "coverage", "format": "", "submission_key": "k"}
    target = post(kira, f"/matching/years/{cycle.public_id}", **sent).headers["Location"]
    run_job(last_run().job_id)
    page = kira.get(target).text
    assert "Мест у подходящих наставников меньше, чем людей." in page
    assert "Ещё места: +1" in page
    assert "Опубликовать черновик" in page
    mentor(world, "denis")
    db.session.commit()
    page = kira.get(target).text
    assert "Черновик устарел" in page
    assert "Опубликовать черновик" not in page


def test_weights_are_saved_once_and_a_late_save_shows_both(world, cycle, client_as, post):
    kira, address = client_as("kira"), f"/matching/years/{cycle.public_id}/settings"
    assert "Область помощи" in kira.get(address).text
    sent = {"area": "5", "time": "0", "age": "0", "mentor_kind": "0", "channel": "0", "home": "any",
            "language": "0", "conflicts": "block",
            "objective": "total", "needs_time": "1", "version": "0"}  # fmt: skip
    for wrong in ({"area": "11"}, {"area": "0"}, {"area": "x"}, {"home": "moon"}):
        assert post(kira, address, **{**sent, **wrong}).status_code == 422
    assert post(kira, address, **sent).status_code == 303
    assert post(kira, address, **sent).status_code == 409
    db.session.rollback()
    said = settings_for(cycle)
    assert (said.area, said.needs_time, said.reporting, said.objective) == (5, True, False, "total")


def test_one_names_whom_not_to_work_with_and_takes_it_back(world, cycle, client_as, post):
    misha = client_as("misha")
    page = misha.get("/my/avoidances").text
    sent = {"organization": world.school_1.public_id, "name": "Нет Такого", "submission_key": key_in(page)}
    refused = post(misha, "/my/avoidances", **sent)
    assert refused.status_code == 422
    assert "Нет Такого" in refused.text
    assert post(misha, "/my/avoidances", **{**sent, "name": "Орлова Нина"}).status_code == 303
    row = db.session.scalars(sa.select(MatchingAvoidance)).one()
    assert "Орлова Нина" in misha.get("/my/avoidances").text
    assert "Орлова" not in client_as("pasha").get("/my/avoidances").text
    assert post(client_as("kira"), f"/my/avoidances/{row.public_id}/removal").status_code == 404
    assert post(misha, f"/my/avoidances/{row.public_id}/removal").status_code == 303
    db.session.rollback()
    assert not db.session.scalars(sa.select(MatchingAvoidance)).all()
