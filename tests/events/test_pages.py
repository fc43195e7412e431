"""Pages of events as people walk them."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.core import clock
from portal.core.db import db
from portal.events import actions
from portal.events.models import Event, EventRegistration, TrainingRecord
from portal.people.models import Disclosure
from tests.conftest import NOW, csrf_of
from tests.events.conftest import announced

SAID = {"title": "Мастер-класс", "kind": "masterclass", "day": "25.11.2026", "begins": "14:00", "ends": "16:00",
        "place": "Кабинет 12", "capacity": "1", "submission_key": "key-1"}  # fmt: skip


@pytest.fixture
def sending(client_as):
    """A browser whose posts carry the token of the page."""

    def sending(key):
        browser = client_as(key)
        token = csrf_of(browser.get("/my/events").text)
        send = browser.post

        def posting(path, data=None, **more):
            return send(path, data={"csrf_token": token, **(data or {})}, **more)

        browser.post = posting
        return browser

    return sending


def test_an_event_is_written_announced_filled_marked_and_counts_as_training(world, sending):
    kira, nina, misha, vera = (sending(key) for key in ("kira", "nina", "misha", "vera"))
    wrong = {**SAID, "organization": world.school_1.public_id, "begins": "25:00", "ends": "", "link": "javascript:1"}
    refused = kira.post("/events/new", data=wrong)
    assert refused.status_code == 422
    assert "Укажите время, например 14:00" in refused.text
    assert "Ссылка начинается" in refused.text
    begun = {**SAID, "organization": world.school_1.public_id, "hours": "2", "learning": "nonformal"}
    where = {kira.post("/events/new", data=begun).headers["Location"] for _again in range(2)}
    assert len(where) == 1
    event = db.session.scalars(sa.select(Event)).one()
    root = f"/events/{event.public_id}"
    assert "Запись ещё не открыта" in nina.post(f"{root}/join").text
    assert kira.post(f"{root}/state", data={"deed": "announce"}).status_code == 303
    assert "Мастер-класс" in nina.get("/events").text
    assert "14:00" in nina.get("/events?view=month&m=2026-11").text
    assert "Записаться" in nina.get(root).text
    assert nina.post(f"{root}/join").status_code == 303
    assert "Место за вами" in nina.get(f"{root}?done=joined").text
    assert nina.post(f"{root}/join").status_code == 303
    assert "В лист ожидания" in misha.get(root).text
    assert misha.post(f"{root}/join").status_code == 303
    assert vera.get(root).status_code == 404
    listed = kira.get(f"{root}/people?q=Громов").text
    assert "Орлова Нина" in listed
    assert "Громов Денис" in listed
    assert nina.post(f"{root}/leave").status_code == 303
    seats = dict(db.session.execute(sa.select(EventRegistration.person_id, EventRegistration.seat)).all())
    assert seats == {world.nina.id: None, world.misha.id: 1}
    stale = {**begun, "version": "1", "title": "Поздно"}
    assert kira.post(f"{root}/edit", data=stale).status_code == 409
    with clock.freeze(NOW + timedelta(days=6)):
        kira, misha = sending("kira"), sending("misha")
        assert "Событие прошло: отметьте участников" in kira.get("/").text
        assert "Сохранить отметки" in kira.get(f"{root}/people").text
        keys = db.session.scalars(sa.select(EventRegistration.public_id).where(EventRegistration.seat == 1)).all()
        marks = {"listed": keys, "came": keys, f"result-{keys[0]}": "Диплом"}
        assert kira.post(f"{root}/people", data=marks).status_code == 303
        assert "Диплом" in misha.get("/my/events").text
        assert "2 часа" in misha.get("/training/mine").text
        book = kira.get("/training/training.xlsx")
        assert book.status_code == 200
        sheet = load_workbook(io.BytesIO(book.data))["Обучение"]
        assert [cell.value for cell in sheet[2]][:3] == [world.misha.full_name, "Колледж", "Мастер-класс"]
        assert db.session.scalar(sa.select(sa.func.count()).where(Disclosure.kind == "events.training")) == 1


def test_a_public_event_opens_for_a_guest_and_a_plan_never_does(world, client):
    shown, hidden = announced(world, is_public=True), announced(world, title="Только наши")
    plan = actions.draft_event(world.actor("kira"), world.school_1, title="План", kind="seminar", school_year=2026,
                               is_public=True, month=5)  # fmt: skip
    db.session.commit()
    page = client.get("/events").text
    assert "Час наставника" in page
    assert "Только наши" not in page
    assert "Войти и записаться" in client.get(f"/events/{shown.public_id}").text
    assert client.get(f"/events/{shown.public_id}.ics").mimetype == "text/calendar"
    assert client.get(f"/events/{hidden.public_id}").status_code == 404
    assert client.get(f"/events/{plan.public_id}").status_code == 404


def test_the_calendar_is_read_by_its_address_without_a_sign_in(world, sending, client):
    event, nina = announced(world), sending("nina")
    nina.post(f"/events/{event.public_id}/join")
    drawn = nina.post("/my/events/calendar").text
    secret = drawn.partition("/calendar/")[2].partition(".ics")[0]
    read = client.get(f"/calendar/{secret}.ics")
    assert read.status_code == 200
    assert "Час наставника" in read.get_data(as_text=True)
    assert read.headers["Cache-Control"] == "private, no-store"
    assert nina.post("/my/events/calendar/removal").status_code == 303
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
    assert [client.get(f"/calendar/guess{n}.ics").status_code for n in range(20)][-1] == 429


def test_the_plan_of_the_year_is_taken_over_and_printed(world, sending):
    kira = sending("kira")
    assert "Взять готовый план года" in kira.get("/events/plan").text
    said = {"organization": world.school_1.public_id, "year": "2026"}
    for _again in range(2):
        assert kira.post("/events/plan", data=said).status_code == 303
    page = kira.get("/events/plan?by=module").text
    assert "Марафон «Первые шаги»" in page
    assert "Взять готовый план года" not in page
    assert "В течение года" in kira.get("/events/plan").text
    assert "Марафон" in kira.get("/events/plan?print=1").text
    assert "В плане" in kira.get("/events").text
    assert sending("nina").post("/events/plan", data=said).status_code == 403


def test_training_is_written_by_hand_with_its_certificate(world, sending):
    nina, kira = sending("nina"), sending("kira")
    said = {"title": "КПК", "learning": "formal", "hours": "36", "finished_on": "01.10.2026", "submission_key": "k-1"}
    assert nina.post("/training/new", data={**said, "hours": "много"}).status_code == 422
    sent = {**said, "file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf")}
    assert nina.post("/training/new", data=sent, content_type="multipart/form-data").status_code == 303
    record = db.session.scalars(sa.select(TrainingRecord)).one()
    assert (record.person_id, record.organization_id, record.hours) == (world.nina.id, world.school_1.id, 36)
    assert kira.get(f"/training/{record.public_id}/file").status_code == 200
    assert "36" in kira.get("/training").text
    assert sending("misha").get(f"/training/{record.public_id}/file").status_code == 404
    other = {**said, "person": world.polina.public_id, "submission_key": "k-2"}
    assert nina.post("/training/new", data=other).status_code == 404
    assert kira.post("/training/new", data=other).status_code == 303
    assert nina.post(f"/training/{record.public_id}", data={**said, "version": "1", "hours": "40"}).status_code == 303
    assert nina.post(f"/training/{record.public_id}/removal").status_code == 303
    assert db.session.scalars(sa.select(TrainingRecord.person_id)).all() == [world.polina.id]
