"""The three clocks on which a wave hangs: chosen in words, only those that can strike, and changed while they may."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people.actions import add_career_fact, add_membership, remove_record
from portal.people.kinds import FactKind, MembershipKind
from surveys import occasions
from surveys.actions import assign_to_several, change_wave, invite_by_days, invite_for_event, may_change_occasion
from surveys.chores import ask_newcomers, open_planned_waves
from surveys.models import Mode, SurveyAssignment
from surveys.storage import publish_questionnaire
from tests.surveys.test_waves import LEARNERS, assign, invited
from tests.surveys.waves import open_wave, short

TODAY = date(2026, 11, 20)
SINCE_JOINING = {"kind": "days", "code": "joined", "days": 30}
HIRED = {"kind": "event", "code": "hired"}


def came(world: Any, key: str, day: date) -> Any:
    person = world.person(key)
    add_membership(world.actor("kira"), person, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=day)
    db.session.commit()
    return person


def test_days_since_somebody_came_invite_everybody_on_their_own_day(world: Any) -> None:
    wave = assign(world, {}, occasion=SINCE_JOINING, closes_at=clock.now() + timedelta(days=90))
    on_time, later = came(world, "yana", TODAY - timedelta(days=30)), came(world, "vera", TODAY - timedelta(days=25))
    ask_newcomers()
    assert invited(wave) == {on_time.id}
    with clock.freeze(clock.now() + timedelta(days=5)):
        ask_newcomers()
    assert invited(wave) == {on_time.id, later.id}


def test_days_on_which_the_worker_stood_still_are_made_up_for_but_not_those_before_the_wave(world: Any) -> None:
    wave = assign(world, {}, occasion=SINCE_JOINING, closes_at=clock.now() + timedelta(days=90))
    before, missed = came(world, "yana", TODAY - timedelta(days=32)), came(world, "vera", TODAY - timedelta(days=28))
    invite_by_days(world.actor("kira"), wave, TODAY + timedelta(days=6))
    assert invited(wave) == {missed.id}
    assert before.id not in invited(wave)


def test_an_audience_narrows_whom_an_occasion_asks(world: Any) -> None:
    wave = assign(world, {"persons": [world.vera.public_id]}, occasion=SINCE_JOINING)
    came(world, "yana", TODAY - timedelta(days=30))
    narrowed = came(world, "vera", TODAY - timedelta(days=30))
    ask_newcomers()
    assert invited(wave) == {narrowed.id}


@pytest.mark.parametrize("kind", [FactKind.HIRED, FactKind.ENROLLED, FactKind.ATTESTED])
def test_a_fact_counts_days_and_one_taken_back_does_not(world: Any, kind: FactKind) -> None:
    wave = assign(world, {}, occasion={"kind": "days", "code": kind.value, "days": 90})
    happened_on = TODAY - timedelta(days=90)
    add_career_fact(world.actor("kira"), world.nina, world.school_1, kind=kind, happened_on=happened_on)
    wrong = add_career_fact(world.actor("kira"), world.misha, world.school_1, kind=kind, happened_on=happened_on)
    remove_record(world.actor("kira"), wrong)
    assert invite_by_days(world.actor("kira"), wave, TODAY) == 1
    assert invited(wave) == {world.nina.id}


def test_a_fact_of_years_ago_that_is_typed_today_asks_nobody(world: Any) -> None:
    wave = assign(world, {}, occasion={"kind": "event", "code": "attested"})
    kira, long_ago = world.actor("kira"), date(2023, 4, 14)
    add_career_fact(kira, world.nina, world.school_1, kind=FactKind.ATTESTED, happened_on=long_ago)
    assert invited(wave) == set()
    add_career_fact(kira, world.nina, world.school_1, kind=FactKind.ATTESTED, happened_on=TODAY)
    assert invited(wave) == {world.nina.id}


def test_whoever_may_not_be_processed_is_not_asked_by_an_occasion_either(world: Any) -> None:
    wave = assign(world, {}, occasion=HIRED)
    world.nina.restricted_on = TODAY
    db.session.flush()
    assert invite_for_event(world.actor("kira"), "hired", "fact:1", world.nina, TODAY) == 0
    assert invited(wave) == set()


def test_an_occasion_is_said_as_people_say_it() -> None:
    words = [occasions.in_words({**SINCE_JOINING, "days": days}) for days in (0, 1, 3, 90)]
    assert words == [
        "В тот же день: начало учёбы или работы", "Через 1 день: начало учёбы или работы",
        "Через 3 дня: начало учёбы или работы", "Через 90 дней: начало учёбы или работы",
    ]  # fmt: skip
    assert occasions.in_words(HIRED) == "Приём на работу"


def test_several_organisations_wait_for_an_occasion_though_nobody_fits_today(world: Any) -> None:
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    moments = lambda school: (clock.now(), clock.end_of_day(date(2026, 12, 1), school.time_zone))  # noqa: E731
    waves = assign_to_several(
        world.actor("olga"), questionnaire, [world.school_1, world.school_2], moments=moments, audience={},
        mode=Mode.NAMED, occasion=HIRED,
    )  # fmt: skip
    assert [wave.invited for wave in waves] == [0, 0]


def test_a_clock_changes_until_people_were_asked_to_a_date(world: Any) -> None:
    kira = world.actor("kira")
    asked = open_wave(world)
    assert not may_change_occasion(asked)
    same = {"title": asked.title, "reminders": [], "takes_newcomers": False}
    with pytest.raises(Refusal, match="уже ушли"):
        change_wave(kira, asked, **same, occasion=HIRED)
    change_wave(kira, asked, **same, occasion={})  # what stands is no change
    later = clock.now() + timedelta(days=3)
    planned = assign(world, LEARNERS, opens_at=later, closes_at=later + timedelta(days=30))
    change_wave(kira, planned, **same, occasion=SINCE_JOINING)
    assert (planned.occasion, planned.invited_at is None) == (SINCE_JOINING, False)
    change_wave(kira, planned, **same, occasion={})
    with clock.freeze(later + timedelta(minutes=1)):
        open_planned_waves()
    assert invited(planned) == {world.misha.id, world.pasha.id}
    nobody = assign(world, {}, occasion=HIRED)
    with pytest.raises(Refusal, match="некого"):
        change_wave(kira, nobody, **same, occasion={})


@pytest.fixture
def form(world: Any) -> dict[str, Any]:
    """What the curator's form of a new wave sends besides the occasion."""
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    db.session.commit()
    return {
        "questionnaire": questionnaire.public_id, "organization": world.school_1.public_id, "title": "Первые дни",
        "opens_on": "20.11.2026", "closes_on": "30.06.2027", "submission_key": "key-1",
    }  # fmt: skip


def test_the_page_offers_only_what_can_happen_now(form: Any, client_as: Any) -> None:
    address = f"/surveys/new?questionnaire={form['questionnaire']}"
    page = client_as("kira").get(address).text
    assert "Начало учёбы или работы" in page
    assert "Приём на работу" in page
    assert "После занятия" not in page
    occasions.event("lesson_over", "После занятия")
    try:
        assert "После занятия" in client_as("kira").get(address).text
    finally:
        del occasions.EVENTS["lesson_over"]


def test_a_curator_opens_a_wave_by_days_and_by_an_event_without_naming_anybody(
    world: Any, form: Any, client_as: Any, post: Any
) -> None:
    kira = client_as("kira")
    opened = post(kira, "/surveys", _data={**form, "when": "days", "days": "90", "beginning": "joined"})
    assert opened.status_code == 303
    page = kira.get(opened.location).text
    assert "Через 90 дней: начало учёбы или работы" in page
    assert "Приглашения уйдут по одному" in page
    second = {**form, "submission_key": "key-2", "when": "event", "event": "hired"}
    assert "Приём на работу" in kira.get(post(kira, "/surveys", _data=second).location).text
    waves = db.session.query(SurveyAssignment).order_by(SurveyAssignment.id).all()
    assert [wave.occasion for wave in waves] == [{"kind": "days", "code": "joined", "days": 90}, HIRED]
    assert [(wave.audience, wave.invited) for wave in waves] == [({}, 0), ({}, 0)]


@pytest.mark.parametrize(("said", "words"), [
    ({"when": "days", "beginning": "joined"}, "Укажите число дней"),
    ({"when": "days", "beginning": "joined", "days": "-1"}, "Укажите число дней"),
    ({"when": "days", "beginning": "joined", "days": "9" * 30}, "Укажите число дней"),
    ({"when": "days", "beginning": "eclipse", "days": "5"}, "после чего считать"),
    ({"when": "event", "event": "eclipse"}, "после какого события"),
    ({"when": "event"}, "после какого события"),
    ({"when": "eclipse"}, "когда приглашать"),
    ({"when": "date"}, "кого спросить"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_words_and_what_was_typed_stays(
    form: Any, client_as: Any, post: Any, said: dict[str, str], words: str
) -> None:
    refused = post(client_as("kira"), "/surveys", _data={**form, **said})
    assert refused.status_code == 422
    assert words in refused.text
    assert "Первые дни" in refused.text
    assert db.session.query(SurveyAssignment).count() == 0


def test_the_schedule_changes_days_and_leaves_a_wave_of_a_date_alone(world: Any, client_as: Any, post: Any) -> None:
    wave, dated = assign(world, {}, occasion=SINCE_JOINING), open_wave(world)
    db.session.commit()
    address, kira = f"/surveys/{wave.public_id}/schedule", client_as("kira")
    page = kira.get(address).text
    assert 'name="days"' in page
    assert 'value="30"' in page
    said = {"title": wave.title, "version": str(wave.version), "when": "days", "days": "60", "beginning": "joined"}
    assert post(kira, address, _data=said).status_code == 303
    assert wave.occasion == {**SINCE_JOINING, "days": 60}
    assert post(kira, address, _data={**said, "version": str(wave.version), "days": ""}).status_code == 422
    assert 'name="when"' not in kira.get(f"/surveys/{dated.public_id}/schedule").text
    forged = {**said, "version": str(dated.version)}
    assert post(kira, f"/surveys/{dated.public_id}/schedule", _data=forged).status_code == 422
    assert dated.occasion == {}
