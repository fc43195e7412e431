"""Rules of events without HTTP."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.events import actions
from portal.events.actions.feeds import digest_of
from portal.events.actions.registering import _renumber
from portal.events.audience import fitting, rule_words
from portal.events.ics import calendar_of
from portal.events.kinds import Attendance, EventState, Learning
from portal.events.labels import attended_words, places_words
from portal.events.models import Event, EventRegistration, TrainingRecord
from portal.events.plan import n_planned, plan_rows, school_year_of
from portal.events.queries import feed_events, registrations_in_reach, taken_of, to_mark, tomorrows, upcoming_for
from tests.conftest import NOW
from tests.events.conftest import announced


def join(world, event, who, **more):
    return actions.register(world.actor(who), event, world.person(who), organization_id=world.school_1.id, **more)


def letters(kind):
    return list(db.session.scalars(sa.select(OutboxMessage.text).where(OutboxMessage.letter == kind)))


def test_places_are_numbered_and_the_waiting_list_moves_up_in_order(world, event):
    first, second = join(world, event, "nina"), join(world, event, "misha")
    third, fourth = join(world, event, "polina"), join(world, event, "denis")
    assert [each.seat for each in (first, second, third, fourth)] == [1, 2, None, None]
    assert third.state == Attendance.WAITING
    assert taken_of(event) == (2, 2)
    assert join(world, event, "nina") is first
    actions.leave(world.actor("nina"), event, first)
    assert (first.state, first.seat) == (Attendance.LEFT, None)
    assert (third.state, third.seat) == (Attendance.REGISTERED, 1)
    assert fourth.state == Attendance.WAITING
    assert db.session.scalar(sa.select(Notice.text).where(Notice.person_id == world.polina.id)).startswith("Место осв")
    with clock.freeze(NOW + timedelta(minutes=1)):
        again = join(world, event, "nina")
    assert again.state == Attendance.WAITING
    actions.change_event(world.actor("kira"), event, capacity=5)
    assert (fourth.seat, again.seat) == (3, 4)
    with pytest.raises(Refusal, match="Мест меньше"):
        actions.change_event(world.actor("kira"), event, capacity=3)


def test_the_database_gives_a_place_to_one_person_only(world, event):
    join(world, event, "nina")
    row = {"public_id": "x" * 22, "event_id": event.id, "person_id": world.misha.id, "asked_at": NOW, "level": "",
           "result": "", "created_at": NOW, "updated_at": NOW}  # fmt: skip
    for wrong in (("registered", 1), ("registered", None), ("waiting", 2)):
        state, seat = wrong
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.insert(EventRegistration).values(**row, state=state, seat=seat))


def test_fewer_places_number_those_who_stay_anew(world, event):
    actions.change_event(world.actor("kira"), event, capacity=4)
    rows = [join(world, event, who) for who in ("nina", "misha", "polina", "denis")]
    actions.leave(world.actor("misha"), event, rows[1])
    actions.leave(world.actor("nina"), event, rows[0])
    actions.change_event(world.actor("kira"), event, capacity=2)
    assert sorted(each.seat for each in rows[2:]) == [1, 2]


def test_registration_opens_and_closes(world):
    kira = world.actor("kira")
    plan = actions.draft_event(kira, world.school_1, title="Когда-нибудь", kind="seminar", school_year=2026, month=5)
    with pytest.raises(Refusal, match="в плане"):
        join(world, plan, "nina")
    with pytest.raises(Refusal, match="день и время"):
        actions.announce(kira, plan)
    closed = announced(world, registration_until=NOW - timedelta(hours=1))
    with pytest.raises(Refusal, match="Запись закончилась"):
        join(world, closed, "nina")
    assert join(world, closed, "nina", by_organizer=True).seat == 1
    actions.cancel(kira, closed, reason="Карантин")
    with pytest.raises(Refusal, match="отменено"):
        join(world, closed, "misha")


def test_an_audience_is_any_of_its_points_and_age_goes_with_experience(world):
    event = announced(world, audience={"roles": ["mentor"], "max_age": 35, "max_experience": 5})
    world.kira.birth_on = NOW.date().replace(year=1995)
    world.kira.career_began_on = NOW.date().replace(year=2023)
    world.denis.career_began_on = NOW.date().replace(year=2023)
    db.session.flush()

    grant_role(world.actor("kira"), world.nina, world.school_1, Role.MENTOR, starts_on=NOW.date())
    people = {world.person(who).id: who for who in ("kira", "denis", "nina", "misha")}
    assert {people[each] for each in fitting(event, list(people))} == {"kira", "nina"}
    with pytest.raises(Refusal, match="для других участников"):
        join(world, event, "misha")
    assert join(world, event, "misha", skips_audience=True).seat == 1
    assert rule_words(event.audience) == "сотрудники до 35 лет со стажем до 5 лет; наставники"


def test_the_plan_is_taken_over_once_and_what_was_moved_stays_moved(world):
    kira = world.actor("kira")
    assert len(plan_rows()) == 58
    assert actions.take_over_plan(kira, world.school_1, 2026) == n_planned() == 70
    moved = db.session.scalars(sa.select(Event).where(Event.plan_code == "mentor_hour-10")).one()
    actions.change_event(kira, moved, month=11)
    assert actions.take_over_plan(kira, world.school_1, 2026) == 0
    assert actions.take_over_plan(world.actor("karim"), world.school_2, 2026) == 70
    assert (school_year_of(NOW.date()), moved.month) == (2026, 11)


def test_who_is_registered_hears_of_another_time_of_the_end_and_of_tomorrow_once(world, event):
    for who in ("nina", "misha"):
        world.person(who).email = f"{who}@example.org"
        join(world, event, who)
    kira = world.actor("kira")
    actions.change_event(kira, event, title="Час наставника 2")
    assert letters("event_moved") == []
    actions.change_event(kira, event, starts_at=NOW + timedelta(hours=20), ends_at=NOW + timedelta(hours=21))
    assert len(letters("event_moved")) == 2
    assert event.sequence == 1
    assert actions.remind_of_tomorrow() == 2
    assert actions.remind_of_tomorrow() == 0
    assert len(letters("event_reminder")) == 2
    actions.cancel(kira, event, reason="Карантин")
    assert len(letters("event_cancelled")) == 2
    assert "Карантин" in letters("event_cancelled")[0]
    assert "Орлова" not in "".join(letters("event_cancelled"))


def test_attendance_makes_training_and_takes_it_back(world):
    event = announced(world, days=1, hours=4, learning=Learning.NONFORMAL)
    here, away = join(world, event, "nina"), join(world, event, "polina")
    kira = world.actor("kira")
    marks = {here.public_id: actions.Mark(came=True, result="Диплом I степени", level="region"),
             away.public_id: actions.Mark(came=False)}  # fmt: skip
    with pytest.raises(Refusal, match="не началось"):
        actions.mark_attendance(kira, event, marks)
    with clock.freeze(NOW + timedelta(days=2)):
        assert actions.mark_attendance(kira, event, marks) == 2
        assert event.state == EventState.HELD
        records = db.session.scalars(sa.select(TrainingRecord)).all()
        assert [(each.person_id, each.hours, each.learning) for each in records] == [(world.nina.id, 4, "nonformal")]
        assert here.result == "Диплом I степени"
        actions.mark_attendance(kira, event, {here.public_id: actions.Mark(came=False)})
        assert db.session.scalars(sa.select(TrainingRecord)).all() == []


def test_a_calendar_has_the_zone_of_the_organisation_and_nobody_in_it(world, event):
    join(world, event, "nina")
    read = Calendar.from_ical(calendar_of([event], name="Проба"))
    (entry,) = read.walk("VEVENT")
    assert [str(each["TZID"]) for each in read.walk("VTIMEZONE")] == ["Asia/Irkutsk"]
    assert entry["DTSTART"].dt == event.starts_at
    assert entry["DTSTART"].dt.hour == 14
    assert "Орлова" not in read.to_ical().decode()


def test_the_address_of_a_calendar_is_renewed_and_switched_off(world, event):
    join(world, event, "nina")
    nina = world.actor("nina")
    first = actions.renew_feed(nina)
    assert [each.id for each in feed_events(digest_of(first))] == [event.id]
    second = actions.renew_feed(nina)
    assert feed_events(digest_of(first)) is None
    actions.close_feed(nina)
    assert feed_events(digest_of(second)) is None


def test_the_desk_asks_who_has_not_answered_and_who_is_to_mark(world, event):
    soon = announced(world, days=1)
    nina, kira = world.actor("nina"), world.actor("kira")
    assert len(db.session.execute(upcoming_for(nina)).all()) == 2
    join(world, soon, "nina")
    assert [row.public_id for row in db.session.execute(tomorrows(nina))] == [soon.public_id]
    assert [row.public_id for row in db.session.execute(upcoming_for(nina))] == [event.public_id]
    assert db.session.execute(upcoming_for(world.actor("vera"))).all() == []
    assert db.session.execute(to_mark(kira)).all() == []
    with clock.freeze(NOW + timedelta(days=2)):
        assert [row.public_id for row in db.session.execute(to_mark(kira))] == [soon.public_id]
        assert db.session.execute(to_mark(world.actor("karim"))).all() == []


def test_who_comes_to_a_restricted_training_is_seen_by_whoever_leads_it(world):
    led = announced(world, by="polina", led_by_id=world.polina.id, is_restricted=True, capacity=4)
    open_one = announced(world, title="Открытый")
    join(world, led, "misha")
    join(world, open_one, "misha")
    kira, polina = world.actor("kira"), world.actor("polina")
    assert [each.person_id for each in registrations_in_reach(polina, led)] == [world.misha.id]
    assert registrations_in_reach(kira, led) == []
    assert [each.person_id for each in registrations_in_reach(kira, open_one)] == [world.misha.id]
    assert registrations_in_reach(polina, open_one) == []
    with pytest.raises(Refusal, match="записываются сами"):
        actions.register(kira, led, world.nina, organization_id=world.school_1.id, by_organizer=True)
    actions.register(polina, led, world.nina, organization_id=world.school_1.id, by_organizer=True, skips_audience=True)
    assert places_words(led, 2) == places_words(led, 3) == "Места есть"
    assert places_words(led, 4) == "Мест нет, открыт лист ожидания"
    with pytest.raises(Refusal, match="знает ведущий") as refused:
        _renumber(led, 1)
    assert "2" not in refused.value.message
    with clock.freeze(NOW + timedelta(days=6)):
        assert led.public_id not in [key for key, _title in db.session.execute(to_mark(kira))]
        assert led.public_id in [key for key, _title in db.session.execute(to_mark(polina))]
        with pytest.raises(Refusal, match="только ведущий"):
            actions.mark_attendance(kira, led, {})
        assert actions.mark_attendance(polina, led, {}) == 0
    assert attended_words(4) == "меньше пяти участников"
    assert attended_words(21) == "21 участник"
    led.hours, led.learning = 3, Learning.NONFORMAL
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
