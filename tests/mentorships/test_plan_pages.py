"""Pages of plans: begun, written, agreed and done, taken from a practice, printed."""

import io
import zipfile

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.plans import actions
from portal.mentorships.plans.kinds import PlanState
from portal.mentorships.plans.models import Achievement, Plan
from portal.practices import actions as practices
from tests.conftest import NOW
from tests.mentorships.planning import pair_of, plan_of
from tests.practices.writing import fill, publish

TODAY = NOW.date()
HEAD = {"goal": "Увереннее говорить", "starts_on": "20.11.2026", "ends_on": "31.05.2027"}
ITEM = {"title": "Выступить перед группой", "section": "difficulties", "activity": "", "responsible": "both",
        "due_on": "19.11.2026", "expected": "Одно выступление"}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


@pytest.fixture
def pair(world):
    return pair_of(world)


def path(plan, tail=""):
    return f"/plans/{plan.public_id}{tail}"


def test_a_plan_is_begun_written_agreed_approved_and_done(world, pair, client_as, post):
    nina, misha, kira = (client_as(key) for key in ("nina", "misha", "kira"))
    home = f"/mentorships/{pair.public_id}/plans"
    assert "Составить план" in nina.get(home).text
    assert "Это видят" in nina.get(f"{home}/new").text
    fields = {
        "kind": "development",
        "person": world.misha.public_id,
        "filling": "empty",
        "submission_key": "k-1",
        **HEAD,
    }
    wrong = post(nina, home, **{**fields, "ends_on": "01.01.2020"})
    assert wrong.status_code == 422
    assert "раньше" in wrong.text
    first, again = (post(nina, home, **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    (plan,) = db.session.scalars(sa.select(Plan)).all()
    refused = post(nina, path(plan, "/submission"))
    assert refused.status_code == 422
    assert "согласовывать нечего" in refused.text
    for _ in range(2):
        assert post(nina, path(plan, "/items"), submission_key="k-2", **ITEM).status_code == 303
    assert post(nina, path(plan, "/items"), submission_key="k-3", **{**ITEM, "title": ""}).status_code == 422
    shown = misha.get(path(plan)).text
    assert shown.count("Выступить перед группой</span>") >= 1
    assert "Просрочен на 1" in shown
    assert "Выполнено 0 из 1" in shown
    assert post(nina, path(plan, "/submission")).status_code == 303
    assert "План ждёт вашего согласия" in misha.get("/").text
    assert post(nina, path(plan, "/agreement")).status_code == 403  # the mentee is asked, not the mentor
    assert post(misha, path(plan, "/agreement")).status_code == 303
    assert "Ждёт утверждения: 1" in kira.get("/").text
    assert post(misha, path(plan, "/approval")).status_code == 403
    assert post(kira, path(plan, "/approval")).status_code == 303
    locked = post(nina, path(plan, "/items"), submission_key="k-4", **ITEM)
    assert locked.status_code == 422
    assert "верните его в черновик" in locked.text
    assert "Версия 1" in nina.get(path(plan, "/versions/1")).text
    assert nina.get(path(plan, "/versions/7")).status_code == 404


def test_an_item_is_done_with_a_file_and_somebody_elses_change_is_shown(world, pair, client_as, post):
    plan = plan_of(world, pair)
    item, nina = plan.items[0], client_as("nina")
    tail = f"/items/{item.public_id}"
    said = {"result": "Разобрали вместе", "done_on": "20.11.2026", "mark": "4", "words": "Хорошо", "version": "1"}
    empty = post(nina, path(plan, f"{tail}/result"), **{**said, "result": ""})
    assert empty.status_code == 422
    assert "что получилось" in empty.text
    done = post(nina, path(plan, f"{tail}/result"), _data={"file": (io.BytesIO(PNG), "lesson.png")}, **said)
    assert done.status_code == 303
    shown = client_as("misha").get(path(plan)).text
    assert "Выполнено 1 из 1" in shown
    assert "оценка 4 из 5" in shown
    assert "lesson.png" in shown
    stale = post(nina, path(plan, f"{tail}/result"), **{**said, "result": "Другое"})
    assert stale.status_code == 409
    assert "Другое" in stale.text
    assert post(nina, path(plan, tail), version="1", **ITEM).status_code == 409
    db.session.expire_all()
    attached = plan.items[0].files[0].public_id
    assert nina.get(path(plan, f"{tail}/files/{attached}")).data == PNG
    assert post(nina, path(plan, f"{tail}/files/{attached}/removal")).status_code == 303
    assert nina.get(path(plan, f"{tail}/files/{attached}")).status_code == 404


def test_whoever_has_left_the_pair_reads_and_writes_no_more(world, pair, client_as, post):
    plan = plan_of(world, pair)
    left = next(each for each in pair.members if each.person_id == world.nina.id)
    left.ends_on, left.place = TODAY, None
    db.session.commit()
    nina = client_as("nina")
    shown = nina.get(path(plan))
    assert shown.status_code == 200
    assert "Добавить пункт" not in shown.text
    assert post(nina, path(plan, "/items"), submission_key="k-1", **ITEM).status_code == 403
    assert nina.get(f"/mentorships/{pair.public_id}/plans/new").status_code == 403


def test_steps_of_a_practice_become_items(world, pair, client_as, post):
    practice = published_practice(world)
    misha = client_as("misha")
    page = f"/practices/{practice.public_id}"
    assert "Взять в план пары" not in misha.get(page).text  # no plan yet
    plan = plan_of(world, pair, items=())
    assert "Взять в план пары" in misha.get(page).text
    take = f"/plans/practices/{practice.public_id}"
    assert post(misha, take, plan=plan.public_id, submission_key="k-1").status_code == 422
    for _ in range(2):
        taken = post(misha, take, plan=plan.public_id, steps="1", due_on="01.12.2026", submission_key="k-2")
        assert taken.status_code == 303
    db.session.expire_all()
    (item,) = plan.items
    assert item.practice_step.position == 1
    assert "Шаг из банка практик" in misha.get(path(plan)).text


def published_practice(world):
    """A published practice of Нина."""
    made = practices.draft_practice(world.actor("nina"), world.school_1, world.nina, title="Час тишины")
    fill(world.actor("nina"), made.working, title="Час тишины")
    publish(world, made, evidence=1)
    db.session.commit()
    return made


def test_a_plan_is_printed_and_given_as_a_file(world, pair, client_as):
    plan = plan_of(world, pair)
    actions.tell_result(world.actor("nina"), plan.items[0], result="Готово & <хорошо>", done_on=TODAY, mark=5)
    db.session.commit()
    nina = client_as("nina")
    assert "Готово &amp; &lt;хорошо&gt;" in nina.get(path(plan, "/print")).text
    first, again = (nina.get(path(plan, ".docx")) for _ in range(2))
    assert first.status_code == 200
    assert first.data == again.data
    document = zipfile.ZipFile(io.BytesIO(first.data)).read("word/document.xml").decode()
    assert "Готово &amp; &lt;хорошо&gt;" in document
    assert "Разобрать занятие" in document
    assert "{{" not in document


def test_proposals_and_moves_and_achievements(world, pair, client_as, post):
    plan = plan_of(world, pair)
    nina = client_as("nina")
    assert "Что взять в план" in nina.get(path(plan, "/proposals")).text
    assert post(nina, path(plan, "/proposals"), submission_key="k-1", items="no-such").status_code == 422
    for _ in range(2):
        assert post(nina, path(plan, "/proposals"), submission_key="k-1", items="template-0").status_code == 303
    db.session.expire_all()
    assert len(plan.items) == 2
    moved = post(nina, path(plan, f"/items/{plan.items[1].public_id}/moves"), {"HX-Request": "true"}, where="up")
    assert moved.status_code == 200
    assert "<html" not in moved.text
    assert moved.text.index("Самодиагностика") < moved.text.index("Разобрать занятие")
    home = f"/mentorships/{pair.public_id}"
    fields = {"person": world.misha.public_id, "kind": "contest", "title": "Олимпиада", "level": "region",
              "result": "Диплом", "happened_on": "20.11.2026", "submission_key": "k-3"}  # fmt: skip
    assert post(nina, f"{home}/achievements", **{**fields, "person": world.pasha.public_id}).status_code == 422
    for _ in range(2):
        assert post(nina, f"{home}/achievements", **fields).status_code == 303
    assert "Олимпиада" in nina.get(f"{home}/plans").text
    (kept,) = db.session.scalars(sa.select(Achievement)).all()
    assert post(nina, f"/plans/achievements/{kept.public_id}/removal").status_code == 303
    assert "Олимпиада" not in nina.get(f"{home}/plans").text
    assert "Планы и достижения" in nina.get(home).text
    late = client_as("kira").get("/plans?state=late&kind=development")
    assert late.status_code == 200
    assert plan.state == PlanState.DRAFT
