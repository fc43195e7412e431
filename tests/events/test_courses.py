"""Courses of many sessions: rules without HTTP, and a walk through the pages."""

import io
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.events import actions
from portal.events.courses import actions as courses
from portal.events.courses import pair_work
from portal.events.courses.models import Course, CourseSession
from portal.events.courses.queries import enrolled, progress_of, sessions_of
from portal.events.ics import calendar_of
from portal.events.kinds import Attendance, EventState, Learning
from portal.events.models import Event, TrainingRecord
from tests.conftest import NOW, csrf_of

DAYS = (1, 8, 15)


def begun(world, *, pair_hours=4, hours=10, **facts):
    """A course of three sessions of three hours, announced, with Нина and Миша in it."""
    kira = world.actor("kira")
    event = actions.draft_event(kira, world.school_1, title="Школа молодого педагога", kind="school", hours=hours,
                                learning=Learning.NONFORMAL, school_year=2026, **facts)  # fmt: skip
    course = courses.set_up_course(kira, event, None, min_sessions=2, pair_hours=pair_hours, paper="")
    for days in DAYS:
        starts_at = NOW + timedelta(days=days)
        courses.put_session(kira, event, None, title=f"Тема {days}", starts_at=starts_at, link="", place="Класс",
                            ends_at=starts_at + timedelta(hours=3), hours=3)  # fmt: skip
    actions.announce(kira, event)
    for who in ("nina", "misha"):
        actions.register(world.actor(who), event, world.person(who), organization_id=world.school_1.id)
    return course


def mark(world, course, number, *who):
    going = {each.person_id: each.public_id for each in enrolled(course.event)}
    came = [going[world.person(key).id] for key in who]
    session = sessions_of([course.event_id])[number]
    return courses.mark_session(world.actor("kira"), course.event, session, listed=list(going.values()), came=came)


@pytest.fixture
def worked(monkeypatch):
    """Minutes that pairs worked, as the room above tells them."""
    minutes = {}
    asked = []

    def counter(ids, first, last):
        asked.append((first, last))
        return {person: n for person, n in minutes.items() if person in ids}

    monkeypatch.setattr(pair_work, "_COUNTERS", [counter])
    return minutes, asked


def test_a_course_lasts_as_its_sessions_do_and_is_marked_session_by_session(world):
    course = begun(world)
    event = course.event
    assert (event.starts_at, event.ends_at) == (NOW + timedelta(days=1), NOW + timedelta(days=15, hours=3))
    with pytest.raises(Refusal, match="ещё не началось"):
        mark(world, course, 0, "nina")
    with clock.freeze(NOW + timedelta(days=2)):
        with pytest.raises(Refusal, match="по занятиям"):
            actions.mark_attendance(world.actor("kira"), event, {})
        assert mark(world, course, 0, "nina") == 2
        assert mark(world, course, 0, "nina", "misha") == 2
        assert [each.sessions for each in progress_of(course, [world.nina, world.misha])] == [1, 1]
        with pytest.raises(Refusal, match="уже отмечено"):
            courses.remove_session(world.actor("kira"), event, sessions_of([event.id])[0])
        with pytest.raises(Refusal, match="ещё идёт"):
            courses.issue_certificates(world.actor("kira"), course)
    courses.remove_session(world.actor("kira"), event, sessions_of([event.id])[2])
    assert event.ends_at == NOW + timedelta(days=8, hours=3)


def test_who_attended_enough_gets_a_number_and_hours_of_the_pair_up_to_the_limit(world, worked):
    minutes, asked = worked
    course = begun(world)
    minutes |= {world.nina.id: 9 * 60 + 59, world.misha.id: 600}
    with clock.freeze(NOW + timedelta(days=16)):
        mark(world, course, 0, "nina")
        mark(world, course, 1, "nina", "misha")
        assert courses.issue_certificates(world.actor("kira"), course) == 1
        assert courses.issue_certificates(world.actor("kira"), course) == 0
        record = db.session.scalars(sa.select(TrainingRecord)).one()
        assert (record.person_id, record.hours, record.pair_hours) == (world.nina.id, 10, 4)
        assert (record.number, record.document) == ("1", "Сертификат № 1")
        assert course.event.state == EventState.HELD
        states = {each.person_id: each.state for each in enrolled(course.event)}
        assert states == {world.nina.id: Attendance.ATTENDED, world.misha.id: Attendance.REGISTERED}
        for change in (lambda: actions.change_training(world.actor("nina"), record, hours=500),
                       lambda: actions.remove_training(world.actor("nina"), record)):  # fmt: skip
            with pytest.raises(Refusal, match="выдан порталом"):
                change()
        mark(world, course, 0, "nina", "misha")
        assert courses.issue_certificates(world.actor("kira"), course) == 1
    zone = world.school_1.time_zone
    first, last = clock.day_of(NOW + timedelta(days=1), zone), clock.day_of(NOW + timedelta(days=15, hours=3), zone)
    assert set(asked) == {(first, last)}


def test_without_hours_of_pairs_only_sessions_count(world, worked):
    worked[0][world.nina.id] = 6_000
    course = begun(world, pair_hours=0)
    with clock.freeze(NOW + timedelta(days=16)):
        mark(world, course, 0, "nina")
        mark(world, course, 2, "nina")
        reached = progress_of(course, [world.nina])[0]
    assert (reached.session_hours, reached.pair_hours, reached.hours, reached.is_enough) == (6, 0, 6, True)
    with pytest.raises(Refusal, match="больше, чем во всём курсе"):
        courses.set_up_course(world.actor("kira"), course.event, course, min_sessions=1, pair_hours=11, paper="")


def test_a_course_is_repeated_once_on_the_same_days_of_the_week(world):
    course = begun(world)
    made = courses.repeat_course(world.actor("kira"), course)
    assert courses.repeat_course(world.actor("kira"), course) is made
    copy = sessions_of([made.id])
    assert [each.starts_at for each in copy] == [NOW + timedelta(days=days, weeks=52) for days in DAYS]
    assert (made.state, made.school_year, made.hours) == (EventState.PLANNED, 2027, 10)
    assert not enrolled(made)
    assert db.session.scalar(sa.select(Course.copied_from_id).where(Course.event_id == made.id)) == course.id


def test_calendars_hold_the_sessions_and_not_the_weeks_between(world):
    event = begun(world).event
    read = Calendar.from_ical(calendar_of([event], name="x", sessions=sessions_of([event.id])))
    found = [(str(each["summary"]), each["dtstart"].dt) for each in read.walk("VEVENT")]
    assert [when for _what, when in found] == [NOW + timedelta(days=days) for days in DAYS]
    assert found[0][0] == "Школа молодого педагога: Тема 1"


def test_people_with_a_place_hear_of_a_moved_session(world):
    course = begun(world)
    session = sessions_of([course.event_id])[0]
    said = {"title": "Тема", "starts_at": NOW + timedelta(days=2), "ends_at": NOW + timedelta(days=2, hours=3),
            "place": "Зал", "link": "", "hours": 3}  # fmt: skip
    courses.put_session(world.actor("kira"), course.event, session, **said)
    assert (session.sequence, course.event.starts_at) == (1, NOW + timedelta(days=2))


def test_a_course_from_the_event_to_the_certificate(world, client_as, worked):
    def sending(key):
        browser = client_as(key)
        token = csrf_of(browser.get("/my/events").text)
        return browser, lambda path, **data: browser.post(path, data={"csrf_token": token, **data})

    kira, post = sending("kira")
    said = {"title": "Мастерская", "kind": "masterclass", "organization": world.school_1.public_id,
            "submission_key": "k1"}  # fmt: skip
    assert post("/events/new", **said).status_code == 303
    event = db.session.scalars(sa.select(Event)).one()
    root = f"/courses/{event.public_id}"
    assert kira.get(root).status_code == 404
    refused = post(f"{root}/setup", version="0", min_sessions="1", pair_hours="")
    assert refused.status_code == 422
    assert "Сначала укажите у события часы" in refused.text
    edited = {**said, "version": "1", "hours": "6", "learning": "nonformal"}
    assert post(f"/events/{event.public_id}/edit", **edited).status_code == 303
    assert post(f"{root}/setup", version="0", min_sessions="1", pair_hours="2", paper="").status_code == 303
    assert post(f"{root}/setup", version="0", min_sessions="9", pair_hours="2").status_code == 409
    fresh = {"title": "Глина", "day": "25.11.2026", "begins": "14:00", "ends": "13:00", "hours": "3",
             "submission_key": "k2"}  # fmt: skip
    wrong = post(f"{root}/sessions/new", **fresh)
    assert wrong.status_code == 422
    assert "Конец раньше начала" in wrong.text
    assert "Глина" in wrong.text
    for _again in range(2):
        assert post(f"{root}/sessions/new", **{**fresh, "ends": "17:00"}).status_code == 303
    session = db.session.scalars(sa.select(CourseSession)).one()
    db.session.refresh(event)
    kept = {**edited, "version": str(event.version), "day": "01.02.2027", "begins": "10:00"}
    assert post(f"/events/{event.public_id}/edit", **kept).status_code == 303
    db.session.refresh(event)
    assert event.starts_at == session.starts_at
    post(f"/events/{event.public_id}/state", deed="announce")
    nina, nina_posts = sending("nina")
    assert "Глина" in nina.get(root).text
    assert nina_posts(f"/events/{event.public_id}/join").status_code == 303
    assert "Посещено занятий: 0 из 1" in nina.get(root).text
    assert nina.get(f"{root}/progress").status_code == 403
    with clock.freeze(NOW + timedelta(days=8)):
        kira, post = sending("kira")
        nina, _posts = sending("nina")
        at = f"{root}/sessions/{session.public_id}"
        assert "Орлова Нина" in kira.get(at).text
        key = enrolled(event)[0].public_id
        assert post(at, listed=key, came=key).status_code == 303
        assert "Выдать 1 сертификат" in kira.get(f"{root}/progress").text
        assert post(f"{root}/progress").status_code == 303
        assert "Сертификат № 1" in nina.get("/training/mine").text
        record = db.session.scalars(sa.select(TrainingRecord)).one()
        paper = nina.get(f"/courses/certificates/{record.public_id}.docx")
        assert paper.status_code == 200
        words = zipfile.ZipFile(io.BytesIO(paper.data)).read("word/document.xml").decode()
        assert world.nina.full_name in words
        assert "3 часа" in words
        assert nina.post(
            f"/training/{record.public_id}", data={"csrf_token": csrf_of(nina.get(root).text)}
        ).status_code in (409, 422)
