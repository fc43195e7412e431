"""Pages of health: the queue, the card, «Сообщить куратору», accuracy and the check of a month."""

import re
from datetime import date, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import WarningOutcome, WarningRule
from portal.mentorships.health.models import CuratorCall, MonthlyCheck, PairWarning
from portal.mentorships.health.queries.months import digest_of
from portal.mentorships.meetings.actions import confirm
from tests.conftest import NOW
from tests.mentorships.meetings.telling import tell
from tests.mentorships.pairing import make_pair
from tests.mentorships.test_closing_pages import words_in

QUEUE = "/mentorships/health"


def one(**wanted):
    db.session.expire_all()
    return db.session.scalars(sa.select(PairWarning).filter_by(**wanted)).one()


def test_a_curator_goes_through_the_queue(world, pair, client_as, post):
    kira = client_as("kira")
    assert "ни одной паре куратор не нужен" in kira.get(QUEUE).text
    assert "Замечаний нет." in kira.get(f"/mentorships/{pair.public_id}").text
    evaluate()
    html, desk = kira.get(QUEUE).text, kira.get("/").text
    for said in ("Давно не встречались", "встреч ещё не было", "35 дней без встречи", "не реже раза в 14", "Сегодня: 1",
                 "Позвоните наставнику", f"/mentorships/{pair.public_id}", "Нет плана"):  # fmt: skip
        assert said in html, said
    assert "Кому нужен куратор" in desk
    assert "на этой неделе: 1" in desk
    assert desk.index("Паре нужен куратор сегодня") < desk.index("Кому нужен куратор")
    card = kira.get(f"/mentorships/{pair.public_id}").text
    assert "Давно не встречались" in card
    for other in ("nina", "misha", "denis"):
        assert "Давно не встречались" not in client_as(other).get(f"/mentorships/{pair.public_id}").text
    assert client_as("karim").get(QUEUE).text.count(pair.public_id) == 0
    only = kira.get(f"{QUEUE}?rule=silent&urgency=3&state=").text
    assert "Нет плана</strong>" not in only
    assert "Давно не встречались</strong>" in only
    assert "С такими условиями ничего нет" in kira.get(f"{QUEUE}?state=snoozed").text

    silent = one(rule=WarningRule.SILENT)
    path = f"{QUEUE}/{silent.public_id}"
    assert post(kira, f"{path}/taking").status_code == 303
    assert "занимаетесь вы" in kira.get(f"{QUEUE}?state=mine").text
    for wrong in ({"until": "20.11.2026", "words": "Рано"}, {"until": "", "words": "Рано"}, {"until": "завтра"},
                  {"until": "01.12.2026", "words": ""}, {"until": "01.12.2036", "words": "Рано"}):  # fmt: skip
        assert post(kira, f"{path}/snooze", **wrong).status_code == 422
    assert post(kira, f"{path}/snooze", until="01.12.2026", words="Наставник в отпуске").status_code == 303
    assert path not in kira.get(QUEUE).text
    assert "Наставник в отпуске" in kira.get(f"{QUEUE}?state=snoozed").text
    with clock.freeze(NOW + timedelta(days=11)):
        assert path in client_as("kira").get(QUEUE).text
    assert post(kira, f"{path}/closing", outcome="cause_gone").status_code == 422
    assert post(kira, f"{path}/closing", outcome="warning_helped", words="Встретились").status_code == 303
    assert post(kira, f"{path}/closing", outcome="false_alarm").status_code == 409
    assert "Помогло" in kira.get(f"{QUEUE}?state=closed").text
    accuracy = kira.get(f"{QUEUE}/accuracy").text
    assert "1 из 1" in accuracy
    assert "данных мало" in accuracy
    assert "%%" not in accuracy


def test_a_member_tells_the_curator_and_sees_what_became_of_it(world, pair, client_as, post):
    misha = client_as("misha")
    assert "/calls/new" in misha.get("/").text
    form = misha.get("/calls/new").location
    assert form == f"/mentorships/{pair.public_id}/call"
    html = misha.get(form).text
    assert "Это видят: вы и кураторы организации" in html
    key = re.search(r'name="submission_key"[^>]*value="([^"]+)"', html)[1]
    assert post(misha, form, urgency="3", text=" ", submission_key=key).status_code == 422
    assert "не так</textarea>" in post(misha, form, urgency="7", text="не так", submission_key=key).text
    told = {"urgency": "3", "text": "<b>Мне трудно</b>", "submission_key": key}
    first, again = post(misha, form, **told), post(misha, form, **told)
    assert (first.status_code, first.location) == (303, again.location)
    call = db.session.scalars(sa.select(CuratorCall)).one()
    path = f"/calls/{call.public_id}"
    shown = misha.get(path).text
    assert "&lt;b&gt;Мне трудно" in shown
    assert "Передано куратору" in shown

    kira = client_as("kira")
    assert path in kira.get(QUEUE).text
    assert "Мне трудно" not in kira.get(QUEUE).text
    assert "Мне трудно" in kira.get(path).text
    for other in ("nina", "denis", "polina", "karim", "vera"):
        assert client_as(other).get(path).status_code == 404, other
    assert path not in client_as("nina").get(f"/mentorships/{pair.public_id}").text
    call.to_psychologist = True
    db.session.commit()
    polina = client_as("polina").get(path).text
    assert "Мне трудно" in polina
    assert "/taking" not in polina
    post(kira, f"{QUEUE}/{one().public_id}/taking")
    assert "Взято в работу" in misha.get(f"/mentorships/{pair.public_id}").text
    post(kira, f"{QUEUE}/{one().public_id}/closing", outcome="warning_helped")
    assert "Рассмотрено" in misha.get(path).text
    assert one().outcome == WarningOutcome.HELPED


def test_the_check_of_a_month_is_frozen_when_it_is_signed(world, pair, client_as, post):
    confirm(world.actor("misha"), tell(world, pair, day=date(2026, 11, 2), minutes=90, reason="Не было связи"))
    db.session.commit()
    denis, month = client_as("denis"), f"{QUEUE}/months/{world.school_1.public_id}/2026-11"
    assert "ноябрь 2026" in denis.get(f"{QUEUE}/months").text
    html = denis.get(month).text
    assert "1 час 30 минут" in html
    assert "17 дней" not in html
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', html)[1]
    draft = words_in(denis.get(f"{month}.docx").data)
    for said in ("ноябрь 2026", "не подписан", world.nina.family_name, "1 час 30 минут"):
        assert said in draft, said
    assert denis.get(f"{month}.docx").data == denis.get(f"{month}.docx").data
    assert post(denis, month, digest="0" * 64).status_code == 409
    assert post(denis, month, digest=digest).status_code == 303
    assert post(denis, month, digest=digest).status_code == 409
    check = db.session.scalars(sa.select(MonthlyCheck)).one()
    assert (check.digest, digest_of(check.content)) == (digest, digest)
    for name in (world.nina.family_name, world.misha.family_name):
        assert name not in str(check.content)
    confirm(world.actor("misha"), tell(world, pair, day=date(2026, 11, 18), minutes=60))
    db.session.commit()
    signed = denis.get(month).text
    assert "1 час 30 минут" in signed
    assert digest in signed
    assert digest in denis.get(f"{month}?view=print").text
    assert words_in(denis.get(f"{month}.docx").data).count(digest) == 1
    for wrong in ("2026-13", "нет", "0001-01"):
        assert denis.get(f"{QUEUE}/months/{world.school_1.public_id}/{wrong}").status_code == 404
    assert denis.get(f"{QUEUE}/months/{world.school_1.public_id}/2025-01").status_code == 409
    assert client_as("karim").get(month).status_code == 404
    assert client_as("nina").get(month).status_code == 403


def test_pages_of_many_pairs_cost_what_those_of_one_cost(world, pair, cycle, client_as, count_queries):
    kira = client_as("kira")

    def price(path):
        kira.get(path)
        with count_queries() as seen:
            assert kira.get(path).status_code == 200
        return len(seen)

    paths = (QUEUE, f"{QUEUE}/accuracy", f"{QUEUE}/months/{world.school_1.public_id}/2026-11",
             f"/mentorships/{pair.public_id}", "/")  # fmt: skip
    evaluate()
    before = [price(path) for path in paths]
    for mentee in (world.pasha, world.polina, world.maria):
        make_pair(world.denis, mentee, cycle)
    db.session.commit()
    evaluate()
    assert [price(path) for path in paths] == before
