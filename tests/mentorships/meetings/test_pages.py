"""Pages of meetings: three taps, both sides, plans with their file and letters, whoever watches over pairs."""

import re
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.mentorships.meetings.kinds import Evidence, MeetingState
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.reminding import remind
from tests.conftest import NOW
from tests.mentorships.meetings.telling import tell


def form_of(html, action):
    """The fields of the form that posts to an address, as a browser would send them."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.S)[0]
    fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        fields[name] = re.search(r'value="([^"]*)" selected', options)[1]
    fields |= dict.fromkeys(re.findall(r'<textarea[^>]*name="([^"]+)"', form), "")
    return {name: said for name, said in fields.items() if name not in ("csrf_token", "result")}


def test_a_mentor_saves_the_filled_form_and_the_mentee_confirms(world, pair, client_as, post):
    nina, record = client_as("nina"), f"/mentorships/{pair.public_id}/meetings/record"
    desk = nina.get("/").text
    assert record in desk
    assert "Миша" in desk
    filled = form_of(nina.get(record).text, record)
    assert (filled["day"], filled["at"], filled["kind"]) == ("20.11.2026", "13:00", "acquaintance")
    answer = post(nina, record, **filled)
    again = post(nina, record, **filled)
    assert (answer.status_code, answer.location) == (303, again.location)
    meeting = db.session.scalars(sa.select(Meeting)).one()
    shown = nina.get(answer.location).text
    assert "Другая сторона подтвердит" in shown
    assert "Ответить на три вопроса" in shown

    misha, path = client_as("misha"), f"/meetings/{meeting.public_id}"
    assert "Подтвердите встречу" in misha.get("/").text
    assert path in misha.get("/").text
    assert "Встреча была так?" in misha.get(path).text
    assert post(misha, f"{path}/confirmation").status_code == 303
    db.session.expire_all()
    assert meeting.evidence == Evidence.CONFIRMED

    edited = form_of(nina.get(f"{path}/edit").text, f"{path}/edit")
    assert post(nina, f"{path}/edit", **{**edited, "agreed": "План на месяц", "result": "yes"}).status_code == 303
    assert post(misha, f"{path}/edit", **{**edited, "agreed": "Другое"}).status_code == 409
    listed = misha.get(f"/mentorships/{pair.public_id}/meetings").text
    assert "Подтверждена" in listed
    assert "1 встреча, 1 час" in listed
    assert "План на месяц" in misha.get(path).text
    card = client_as("kira").get(f"/mentorships/{pair.public_id}").text
    assert 'id="meetings"' in card
    assert path in card
    assert client_as("karim").get(path).status_code == 404


def test_what_is_wrong_is_said_in_the_form_and_an_objection_reaches_the_curator(world, pair, client_as, post):
    nina, record = client_as("nina"), f"/mentorships/{pair.public_id}/meetings/record"
    filled = form_of(nina.get(record).text, record)
    for wrong, said in (
        ({"day": "21.11.2026"}, "ещё впереди"),
        ({"day": "завтра"}, "Укажите дату"),
        ({"at": "25:99"}, "Укажите время"),
        ({"minutes": "9" * 400}, "Укажите от 5 до 720 минут"),
        ({"kind": "party"}, "Not a valid"),
        ({"result": "great"}, "Выберите один из ответов"),
        ({"day": "01.11.2026"}, "Почему записываете только сейчас"),
        ({"agreed": "о" * 501}, "Сократите до 500 знаков"),
    ):
        answer = post(nina, record, **{**filled, **wrong})
        assert answer.status_code == 422, wrong
        if said != "Not a valid":
            assert said in answer.text, wrong
    meeting = tell(world, pair)
    path, misha = f"/meetings/{meeting.public_id}", client_as("misha")
    assert post(misha, f"{path}/objection", words="").status_code == 422
    assert post(misha, f"{path}/objection", words="Встречи не было").status_code == 303
    kira = client_as("kira")
    assert "Пары, которым нужно внимание" in client_as("denis").get("/").text
    assert path in kira.get("/meetings/silent").text
    assert "Встречи не было" in kira.get(path).text
    assert post(kira, f"{path}/confirmation").status_code == 409


def test_a_plan_has_a_file_without_names_and_one_letter_a_person(world, pair, client_as, post):
    nina, plan = client_as("nina"), f"/mentorships/{pair.public_id}/meetings/plan"
    fields = {**form_of(nina.get(plan).text, plan), "day": "21.11.2026", "at": "9.30", "place": "Кабинет 12",
              "link": "https://video.example/room"}  # fmt: skip
    assert post(nina, plan, **{**fields, "link": "javascript:alert(1)"}).status_code == 422
    assert post(nina, plan, **{**fields, "day": "19.11.2026"}).status_code == 422
    made = post(nina, plan, **fields)
    meeting = db.session.scalars(sa.select(Meeting)).one()
    path = f"/meetings/{meeting.public_id}"
    assert made.location.startswith(path)
    ics = nina.get(f"{path}.ics")
    assert ics.mimetype == "text/calendar"
    assert "DTSTART:20261121T013000Z" in ics.text
    assert "Кабинет 12" in ics.text
    assert not any(name in ics.text for name in (world.misha.family_name, world.nina.family_name))
    letters = sa.select(OutboxMessage).where(OutboxMessage.letter == "meeting_reminder")
    assert remind() == 2
    assert remind() == 0
    sent = db.session.scalars(letters).all()
    assert {each.subject for each in sent} == {"Напоминание о встрече: суббота, 21 ноября, 09:30"}
    assert world.misha.family_name not in "".join(each.subject + each.text for each in sent)

    misha = client_as("misha")
    moving = form_of(misha.get(f"{path}/moving").text, f"{path}/moving")
    moved = post(misha, f"{path}/moving", **{**moving, "day": "21.11.2026", "at": "11:00"})
    new = db.session.scalars(sa.select(Meeting).where(Meeting.state == MeetingState.PLANNED)).one()
    assert moved.location.startswith(f"/meetings/{new.public_id}")
    assert "Перенесена" in nina.get(path).text
    assert "STATUS:CANCELLED" in nina.get(f"{path}.ics").text
    assert remind() == 2
    with clock.freeze(NOW + timedelta(days=2)):
        nina = client_as("nina")
        assert "Записать встречу" in nina.get(f"/meetings/{new.public_id}").text
        record = f"/mentorships/{pair.public_id}/meetings/record"
        filled = form_of(nina.get(record).text, record)
        assert (filled["day"], filled["at"], filled["place"]) == ("21.11.2026", "11:00", "Кабинет 12")
        assert post(nina, f"/meetings/{new.public_id}/dropping", reason="").status_code == 303
        assert "Не состоялась" in nina.get(f"/mentorships/{pair.public_id}/meetings").text
    assert remind() == 0
