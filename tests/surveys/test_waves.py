"""Waves: several at once, planned ones, occasions, newcomers, settings; who would be asked before anything is sent."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, is_sqlite
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.people.actions import add_career_fact, add_membership
from portal.people.kinds import FactKind, MembershipKind
from portal.people.models import Membership, Person
from surveys import audience, occasions
from surveys.actions import (
    assign_questionnaire,
    assign_to_several,
    change_wave,
    close_assignment,
    invite_by_days,
    invite_for_event,
    reopen_assignment,
    submit_response,
)
from surveys.chores import ask_newcomers, open_planned_waves, remind_of_surveys, write_survey_letters
from surveys.models import Mode, ReminderRound, SurveyInvitation
from surveys.storage import publish_questionnaire
from surveys.waves.preview import preview
from surveys.waves.progress import waiting_people
from tests.surveys.crowds import make_wave
from tests.surveys.waves import invitation_of, open_wave, short

LEARNERS = {"kinds": ["learner"]}


def assign(world: Any, rule: Any, **changes: Any) -> Any:
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    asked = {"opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=7), **changes}
    return assign_questionnaire(world.actor("kira"), questionnaire, world.school_1, audience=rule, **asked)


def invited(wave: Any) -> set[int | None]:
    return set(
        db.session.scalars(sa.select(SurveyInvitation.person_id).where(SurveyInvitation.assignment_id == wave.id))
    )


def join(world: Any, key: str, kind: MembershipKind = MembershipKind.LEARNER) -> Person:
    person: Person = world.person(key)
    add_membership(world.actor("kira"), person, world.school_1, kind=kind, starts_on=date(2026, 11, 1))
    return person


def test_whoever_fits_one_condition_is_asked_unless_an_exclusion_fits_too(world: Any) -> None:
    rule = {**LEARNERS, "roles": ["mentor"], "except": {"persons": [world.misha.public_id], "roles": ["curator"]}}
    wave = assign(world, rule)
    assert invited(wave) == {world.pasha.id, world.nina.id}
    assert wave.audience == rule


def test_an_unknown_rule_is_refused_wherever_it_stands_and_a_room_above_can_teach_one(world: Any) -> None:
    for rule in ({"pair_status": ["active"]}, {**LEARNERS, "except": {"pair_status": ["closed"]}}):
        with pytest.raises(Refusal, match="pair_status"):
            assign(world, rule)
    audience.learn(
        "pair_status", lambda values, organization_id, on: sa.select(Person.id).where(Person.id == world.nina.id)
    )
    try:
        assert invited(assign(world, {"pair_status": ["active"]})) == {world.nina.id}
    finally:
        del audience.RESOLVERS["pair_status"]


def test_one_deed_opens_a_wave_in_each_organisation_where_somebody_fits(world: Any) -> None:
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    schools = [world.municipality, world.school_1, world.school_2]
    moments = lambda school: (clock.now(), clock.end_of_day(date(2026, 12, 1), school.time_zone))  # noqa: E731
    waves = assign_to_several(
        world.actor("olga"), questionnaire, schools, moments=moments, audience={"roles": ["curator"]}, mode=Mode.NAMED
    )
    assert [wave.organization_id for wave in waves] == [world.school_1.id, world.school_2.id]
    assert len({wave.batch for wave in waves}) == 1
    assert waves[0].batch
    with pytest.raises(Refusal, match="никого"):
        assign_to_several(world.actor("olga"), questionnaire, schools, moments=moments, audience={"roles": ["hr"]})


def test_a_planned_wave_asks_those_who_fit_on_its_day_and_asks_once(world: Any) -> None:
    later = clock.now() + timedelta(days=3)
    wave = assign(world, LEARNERS, opens_at=later, closes_at=later + timedelta(days=3))
    assert (wave.invited, wave.invited_at, invited(wave)) == (0, None, set())
    open_planned_waves()
    assert invited(wave) == set()
    newcomer = join(world, "yana")
    gone = db.session.scalars(sa.select(Membership).where(Membership.person_id == world.misha.id)).one()
    gone.ends_on = date(2026, 11, 21)
    db.session.commit()
    with clock.freeze(later + timedelta(minutes=1)):
        open_planned_waves()
        open_planned_waves()
    assert invited(wave) == {world.pasha.id, newcomer.id}
    assert wave.invited == 2
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "survey")).all()
    assert sorted(told) == sorted([world.pasha.id, newcomer.id])


def test_a_planned_wave_that_finds_nobody_tells_who_planned_it(world: Any) -> None:
    later = clock.now() + timedelta(days=3)
    wave = assign(world, {"persons": [world.misha.public_id]}, opens_at=later, closes_at=later + timedelta(days=3))
    db.session.execute(
        sa.update(Membership).where(Membership.person_id == world.misha.id).values(ends_on=date(2026, 11, 20))
    )
    with clock.freeze(later + timedelta(minutes=1)):
        open_planned_waves()
    assert "некого" in db.session.scalars(sa.select(Notice.text).where(Notice.person_id == world.kira.id)).one()
    assert wave.invited_at is not None


def test_newcomers_are_asked_by_the_clock_only_where_the_curator_wants_so(world: Any) -> None:
    open_to_new, closed_to_new = assign(world, LEARNERS, takes_newcomers=True), assign(world, LEARNERS)
    newcomer = join(world, "yana")
    ask_newcomers()
    assert newcomer.id in invited(open_to_new)
    assert newcomer.id not in invited(closed_to_new)


@pytest.fixture
def meeting() -> Any:
    occasions.event("meeting", "После встречи")
    yield "meeting"
    del occasions.EVENTS["meeting"]


def test_an_event_told_twice_invites_once_and_each_subject_anew(world: Any, meeting: str) -> None:
    wave = assign(world, {}, occasion={"kind": "event", "code": meeting})
    other = assign(world, {"roles": ["mentor"]}, occasion={"kind": "event", "code": meeting})
    today, kira = clock.now().date(), world.actor("kira")
    counts = [invite_for_event(kira, meeting, subject, world.misha, today) for subject in ("m:1", "m:1", "m:2")]
    assert counts == [1, 0, 1]
    assert (wave.invited, other.invited) == (2, 0)
    assert invite_for_event(kira, meeting, "m:1", world.nina, today) == 2
    assert invite_for_event(kira, meeting, "m:1", world.vera, today) == 0  # of another school
    close_assignment(kira, wave)
    assert invite_for_event(kira, meeting, "m:9", world.misha, today) == 0


def test_an_event_or_a_beginning_that_nobody_knows_is_refused(world: Any) -> None:
    for occasion in ({"kind": "event", "code": "eclipse"}, {"kind": "days", "code": "eclipse", "days": 3}):
        with pytest.raises(Refusal, match="повод"):
            assign(world, LEARNERS, occasion=occasion)
    with pytest.raises(Refusal, match="повод"):
        invite_for_event(world.actor("kira"), "eclipse", "", world.misha, clock.now().date())


def test_days_since_a_beginning_invite_on_their_day(world: Any) -> None:
    began = {world.misha.id: date(2026, 11, 10), world.pasha.id: date(2026, 11, 13)}

    def starts(organization_id: int, days: int, on: date) -> Any:
        due = [key for key, day in began.items() if (on - day).days == days]
        return sa.select(Person.id, sa.literal("pair:1")).where(Person.id.in_(due))

    occasions.counting("pair", "начало пары", starts)
    try:
        wave = assign(world, {}, occasion={"kind": "days", "code": "pair", "days": 7})
        assert occasions.in_words(wave.occasion) == "Через 7 дней: начало пары"
        assert [invite_by_days(world.actor("kira"), wave, clock.now().date()) for _turn in range(2)] == [1, 0]
        assert invited(wave) == {world.pasha.id}
        with clock.freeze(clock.now() + timedelta(days=1)):
            ask_newcomers()
        assert invited(wave) == {world.pasha.id}
    finally:
        del occasions.COUNTINGS["pair"]


def test_hiring_asks_whoever_was_hired(world: Any) -> None:
    wave = assign(world, {"kinds": ["employee"]}, occasion={"kind": "event", "code": "hired"})
    add_career_fact(
        world.actor("kira"), world.nina, world.school_1, kind=FactKind.HIRED, happened_on=clock.now().date()
    )
    assert invited(wave) == {world.nina.id}


def test_a_wave_closed_early_opens_again_until_its_term(world: Any) -> None:
    wave, kira = assign(world, LEARNERS), world.actor("kira")
    close_assignment(kira, wave)
    reopen_assignment(kira, wave)
    assert wave.is_open(clock.now())
    close_assignment(kira, wave)
    with clock.freeze(wave.closes_at + timedelta(days=1)), pytest.raises(Refusal, match="новый последний день"):
        reopen_assignment(kira, wave)


def test_settings_change_and_an_empty_title_is_refused(world: Any) -> None:
    wave, kira = assign(world, LEARNERS), world.actor("kira")
    change_wave(kira, wave, title=" Осенний  срез ", reminders=[0, 3, 99], takes_newcomers=True)
    assert (wave.title, wave.reminders, wave.takes_newcomers, wave.version) == ("Осенний срез", [3, 0], True, 2)
    with pytest.raises(Refusal, match="название"):
        change_wave(kira, wave, title="  ", reminders=[], takes_newcomers=False)


def test_the_preview_says_whom_and_who_lacks_a_paper(world: Any) -> None:
    stranger = join(world, "yana")
    seen = preview(LEARNERS, world.school_1, Mode.NAMED, with_names=True)
    assert seen.asked == 3
    assert stranger.full_name in seen.names
    assert [each.full_name for each in seen.lacking].count(stranger.full_name) == (0 if seen.lacks == 0 else 1)
    assert all(each.why.startswith("Не хватает") for each in seen.lacking)
    blind = preview(LEARNERS, world.school_1, Mode.NAMED, with_names=False)
    assert (blind.asked, blind.lacks, blind.names, blind.lacking) == (3, seen.lacks, (), ())
    assert preview(LEARNERS, world.school_1, Mode.ANONYMOUS, with_names=True).lacks == 0


def test_letters_go_once_to_those_who_have_an_address_and_may_answer(world: Any) -> None:
    world.misha.email = "misha@example.org"
    wave = open_wave(world, persons=("misha", "pasha"))
    write_survey_letters()
    write_survey_letters()
    letters = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.letter == "survey_invitation")).all()
    assert "misha@example.org" in [letter.recipient for letter in letters]
    assert len(letters) == len({letter.recipient for letter in letters})
    assert {letter.subject for letter in letters} == {"Вас ждёт анкета на портале «Территория роста»"}
    assert db.session.scalar(sa.select(sa.func.count()).where(SurveyInvitation.letter_due.is_not(None))) == 0
    assert wave.invited == 2


def test_whoever_answered_meanwhile_gets_no_letter(world: Any) -> None:
    world.misha.email = "misha@example.org"
    wave = open_wave(world)
    submit_response(world.actor("misha"), invitation_of(world, wave), {"MET": ["yes"]}, "key")
    db.session.commit()
    write_survey_letters()
    assert db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.letter == "survey_invitation")).all() == []


def test_scheduled_reminders_come_on_their_mornings_and_once(world: Any) -> None:
    wave = open_wave(world, reminders=[3, 0], closes_at=clock.end_of_day(date(2026, 11, 23), "Asia/Irkutsk"))
    night = clock.start_of_day(date(2026, 11, 20), "Asia/Irkutsk") + timedelta(hours=5)
    wave.opens_at = night - timedelta(days=1)
    db.session.commit()

    def reminded(moment: Any) -> int:
        with clock.freeze(moment):
            remind_of_surveys()
            remind_of_surveys()
        return db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(ReminderRound.reminded), 0))) or 0

    assert reminded(night) == 0
    assert reminded(night + timedelta(hours=6)) == 1
    assert reminded(night + timedelta(days=1, hours=6)) == 1  # not a day that was chosen
    assert reminded(night + timedelta(days=3, hours=6)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ReminderRound)) == 2


def test_those_who_wait_come_page_by_page_and_nobody_twice(world: Any, count_queries: Any) -> None:
    wave = make_wave(world.school_1, short(), [{"MET": "yes"}] * 5, waiting=45)
    seen, after, key = [], "", wave.id
    while True:
        with count_queries() as statements:
            part = waiting_people(key, after)
        assert len(statements) == 1
        seen += [row.family_name for row in part.rows]
        after = part.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen)
    assert waiting_people(wave.id, "no such key").rows[0].family_name == seen[0]


def test_the_list_of_those_who_wait_reads_its_own_index_and_sorts_nothing(world: Any) -> None:
    """A page must not grow with the wave: whoever has answered is not looked at, and nothing is put in order."""
    if not is_sqlite():
        return  # PostgreSQL reads a table of six rows whole, whatever its indexes are
    wave = make_wave(world.school_1, short(), [{"MET": "yes"}] * 3, waiting=3)
    asked: list[tuple[str, Any]] = []
    listen = lambda conn, cursor, statement, given, *rest: asked.append((statement, given))  # noqa: E731
    key = wave.id
    sa.event.listen(sa.Engine, "before_cursor_execute", listen)
    try:
        waiting_people(key)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", listen)
    statement, given = asked[-1]
    plan = str(db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all())
    assert "ix_survey_invitation_waiting" in plan
    assert "TEMP B-TREE" not in plan
