"""Rules of the base of mentors: who may enter, states from day to day, places."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.personal_data import Basis
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing
from portal.matching.mentors import actions
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.kinds import MentorState, TraitKind
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile, MentorScore, MentorTrait
from portal.matching.mentors.queries import (
    MentorFilter,
    find_mentors,
    pauses_of,
    periods_of,
    training_needs,
)
from portal.matching.queries import mentor_capacities
from portal.people.kinds import MembershipKind
from portal.privacy.queries.holdings import find_subject, holdings_of
from portal.programs.cycle_settings import CycleSettings
from tests.matching.mentoring import DECISION, TODAY, bring, offer, offers, place_of, rule, take

DAY = timedelta(days=1)


def test_offering_is_agreeing_and_waits_for_a_decision(world, cycle):
    made = offer(world, capacity=2, competences=" Физика ", traits={TraitKind.AREA: ["subject", "nonsense"]})
    assert (made.state, made.agreed_on, made.capacity, made.competences) == ("candidate", TODAY, 2, "Физика")
    assert made.codes_of(TraitKind.AREA) == ["subject"]
    assert made.format_codes == ["teacher_student"]
    with pytest.raises(Refusal, match="уже есть"):
        bring(world)
    take(world, made)
    assert (made.state, made.decision, made.decided_on) == (MentorState.ACTIVE, DECISION, TODAY)
    with pytest.raises(Refusal, match="уже принято"):
        take(world, made)


def test_categories_and_formats_follow_from_the_place_and_the_year(world, cycle):
    assert list(offers(world, "nina")) == ["teacher", "administration"], "who leads may also teach"
    assert set(offers(world, "nina")["teacher"].formats) == {"teacher_teacher", "teacher_student"}
    assert set(offers(world, "misha")["student"].formats) == {"student_student", "student_pupil"}
    assert set(offers(world, "pavel")) == {"employer"}
    assert not offers(world, "yana"), "the other school runs no programme"
    for wrong in ([], ["student_student"], ["no-such"]):
        with pytest.raises(Refusal, match="форм"):
            offer(world, formats=wrong)
    place_of(world.misha, MembershipKind.LEARNER).kind = MembershipKind.ALUMNUS
    assert set(offers(world, "misha")) == {"alumnus"}, "an alumnus stands on the side of employers"


def test_the_database_itself_holds_one_open_profile_and_no_state_that_cannot_be(world, cycle, monkeypatch):
    made = bring(world)
    monkeypatch.setattr("portal.matching.mentors.actions.profiles.open_profile", lambda *_ids: None)
    with pytest.raises(Refusal, match="уже есть"):
        bring(world)
    for wrong in ({"state": "gone"}, {"ends_on": TODAY}, {"state": "active"}, {"state": "reserve"}, {"capacity": 0}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.update(MentorProfile).where(MentorProfile.id == made.id).values(wrong))


def test_nobody_enters_without_a_yes_and_without_a_consent(world, cycle):
    made = bring(world)
    kira = world.actor("kira")
    for deed in (lambda: take(world, made), lambda: actions.reserve(kira, made, reason="Потом")):
        with pytest.raises(Refusal, match="спросите человека"):
            deed()
    actions.agree(world.actor("nina"), made)
    before = made.version
    actions.agree(world.actor("nina"), made)
    assert made.version == before
    with pytest.raises(Refusal, match="не настал"):
        take(world, made, on=TODAY + DAY)
    nina = world.actor("nina")
    told = consents.what_follows(nina, world.nina, world.school_1, Purpose.PARTICIPATION)
    assert any("профиль наставника" in each for each in told)
    consents.withdraw_consent(nina, world.nina, world.school_1, Purpose.PARTICIPATION, by=world.nina, reason="")
    assert (made.state, made.ends_on) == (MentorState.LEFT, TODAY)
    db.session.commit()
    with pytest.raises(Refusal, match="Нет согласия"):
        bring(world)


def test_a_profile_is_filled_in_as_a_whole(world, cycle):
    made = bring(world)
    kira = world.actor("kira")
    traits = {TraitKind.TYPE: ["tutor", "no-such"], TraitKind.TIME: ["mon.evening"], TraitKind.LANGUAGE: ["ru"]}
    actions.fill(kira, made, ["teacher_teacher"], ProfileFacts(capacity=3, minutes_week=60, traits=traits))
    actions.fill(kira, made, ["teacher_teacher", "teacher_student"], ProfileFacts(traits={TraitKind.TYPE: []}),
                 agreed_on=TODAY)  # fmt: skip
    assert set(made.format_codes) == {"teacher_teacher", "teacher_student"}
    assert (made.codes_of(TraitKind.TYPE), made.codes_of(TraitKind.TIME)) == ([], ["mon.evening"])
    assert (made.capacity, made.minutes_week, made.agreed_on) == (1, None, TODAY)
    with pytest.raises(Refusal, match="для других наставников"):
        actions.fill(kira, made, ["student_student"], ProfileFacts())


def test_a_profile_that_is_over_changes_no_more(world, cycle):
    made, kira = offer(world), world.actor("kira")
    with pytest.raises(Refusal, match="почему"):
        actions.decline(kira, made, reason=" ")
    actions.decline(kira, made, reason="Мало времени")
    assert (made.state, made.ends_on) == (MentorState.DECLINED, TODAY)
    for deed in (lambda: actions.leave(kira, made), lambda: actions.agree(kira, made),
                 lambda: actions.set_scores(kira, made, {}, {}),
                 lambda: actions.fill(kira, made, ["teacher_student"], ProfileFacts())):  # fmt: skip
        with pytest.raises(Refusal, match="закрыт"):
            deed()
    assert offer(world).id != made.id, "who comes back begins a new profile"


def test_pauses_never_meet_and_take_the_mentor_out_of_the_choice(world, cycle):
    made, kira = offer(world, capacity=50), world.actor("kira")
    with pytest.raises(Refusal, match="действующего"):
        actions.pause(kira, made, starts_on=TODAY)
    take(world, made)
    assert [(each.places, each.formats) for each in mentor_capacities(cycle, TODAY)] == [
        (CycleSettings.from_data(cycle.settings).mentor_capacity, ("teacher_student",))
    ]
    actions.pause(kira, made, starts_on=TODAY, ends_on=TODAY + 9 * DAY, reason="Отпуск")
    for first, last in ((TODAY, None), (TODAY + 9 * DAY, TODAY + 20 * DAY)):
        with pytest.raises(Refusal, match="уже записана"):
            actions.pause(kira, made, starts_on=first, ends_on=last)
    with pytest.raises(Refusal, match="раньше первого"):
        actions.pause(kira, made, starts_on=TODAY + DAY, ends_on=TODAY)
    actions.pause(kira, made, starts_on=TODAY + 10 * DAY)
    assert not mentor_capacities(cycle, TODAY)
    with clock.freeze(clock.now() + 3 * DAY):
        actions.resume(kira, made)
    assert [(each.starts_on, each.ends_on) for each in pauses_of(made)] == [(TODAY, TODAY + 2 * DAY)]
    assert mentor_capacities(cycle, TODAY + 3 * DAY)
    rule(cycle, mentor_capacity=2)
    assert mentor_capacities(cycle, TODAY + 3 * DAY)[0].places == 2
    next(each for each in cycle.formats if each.format.code == "teacher_student").is_on = False
    db.session.commit()
    assert not mentor_capacities(cycle, TODAY + 3 * DAY), "a format that does not run takes nobody"


def test_whoever_left_the_house_or_is_restricted_takes_nobody(world, cycle):
    take(world, offer(world))
    assert mentor_capacities(cycle, TODAY)
    world.nina.restricted_on = TODAY
    db.session.flush()
    assert not mentor_capacities(cycle, TODAY)
    world.nina.restricted_on = None
    place_of(world.nina, MembershipKind.EMPLOYEE).ends_on = TODAY - DAY
    db.session.flush()
    assert not mentor_capacities(cycle, TODAY)


def test_the_base_as_of_any_day_is_the_replay_of_what_happened(world, cycle):
    """Forty random days of deeds, each remembered; afterwards every day is asked about."""
    dice, kira, start = random.Random(7), world.actor("kira"), clock.now()
    made, diary = offer(world), {}
    for number in range(40):
        with clock.freeze(start + number * DAY):
            today = TODAY + number * DAY
            for _deed in range(dice.choice((0, 0, 1, 2))):
                _do_anything(dice, kira, made, today)
            paused = any(each.starts_on <= today and (each.ends_on or today) >= today for each in pauses_of(made))
            diary[today] = (made.state, made.state == MentorState.ACTIVE and paused)
    assert len({state for state, _paused in diary.values()}) == 3
    assert any(paused for _state, paused in diary.values())
    for day, told in diary.items():
        row = db.session.execute(find_mentors(kira, MentorFilter(on=day), TODAY)).one()
        assert (row.state, bool(row.is_paused)) == told, day
    assert not db.session.execute(find_mentors(kira, MentorFilter(on=TODAY - DAY), TODAY)).all()


def _do_anything(dice, kira, made, today):
    deed = dice.choice(("approve", "reserve", "pause", "resume"))
    if deed == "approve" and made.state != MentorState.ACTIVE:
        actions.approve(kira, made, decision=DECISION, decided_on=today)
    if deed == "reserve" and made.state == MentorState.ACTIVE:
        actions.reserve(kira, made, reason="")
    if deed == "pause" and made.state == MentorState.ACTIVE and not pauses_of_today(made, today):
        actions.pause(kira, made, starts_on=today)
    if deed == "resume":
        actions.resume(kira, made)


def pauses_of_today(made, today):
    return [each for each in pauses_of(made) if each.ends_on is None or each.ends_on >= today]


def test_a_decision_of_the_past_holds_from_its_day(world, cycle):
    made = offer(world)
    with clock.freeze(clock.now() + 10 * DAY):
        take(world, made, on=TODAY + 4 * DAY)
        assert [(each.state, each.starts_on) for each in periods_of(made)] == [
            ("active", TODAY + 4 * DAY), ("candidate", TODAY),
        ]  # fmt: skip
        actions.leave(world.actor("nina"), made, reason="Переезд")
    assert (made.state, made.ends_on) == (MentorState.LEFT, TODAY + 10 * DAY)


def test_who_sees_whose_profile(world, cycle):
    offer(world)
    offer(world, "misha", ("student_student",), "student")

    def seen(actor, permission=Permission.MENTOR_READ):
        rows = db.session.scalars(select_allowed(actor, permission, MentorProfile))
        return {row.person.given_name for row in rows}

    assert seen(world.actor("kira"), Permission.MENTOR_EDIT) == {"Нина", "Миша"}
    assert seen(world.actor("karim")) == set()
    assert seen(world.actor("misha"), Permission.MENTOR_FILL) == {"Миша"}
    of_group = Actor(person_id=world.vera.id, time_zone="Asia/Irkutsk", grants=(
        Grant(role=Role.GROUP_CURATOR, organization_id=world.school_1.id, group_id=world.group_1.id),))  # fmt: skip
    assert seen(of_group) == {"Миша"}
    assert seen(of_group, Permission.MENTOR_EDIT) == set()
    world.misha.restricted_on = TODAY
    db.session.flush()
    assert seen(world.actor("kira")) == {"Нина"}
    assert seen(world.actor("misha")) == {"Миша"}


def test_what_mentors_lack_in_training_is_told_with_names(world, cycle):
    offer(world, traits={TraitKind.TRAINING: ["conflict"]})
    found = {each.title: [one.person.given_name for one in each.profiles]
             for each in training_needs(world.actor("kira"), MentorFilter(), TODAY)}  # fmt: skip
    assert found == {"Основы наставничества": ["Нина"], "Работа со студентами с ОВЗ": ["Нина"],
                     "Выходить из конфликта": ["Нина"]}  # fmt: skip
    assert not training_needs(world.actor("karim"), MentorFilter(), TODAY)


@pytest.mark.parametrize("is_whole", [True, False])
def test_the_profile_stands_in_the_data_card_and_goes_with_the_consent(world, cycle, is_whole):
    made = offer(world, competences="Резание металла")
    offer(world, "misha", ("student_student",), "student")
    actions.set_scores(world.actor("kira"), made, {"results": 3}, {"results": "Победы"})
    take(world, made)
    actions.pause(world.actor("kira"), made, starts_on=TODAY, reason="Отпуск")
    db.session.commit()
    sections = {each.table: each for each in holdings_of(world.nina, "Asia/Irkutsk")}
    assert "Резание металла" in sections["mentor_profile"].rows[0].values()
    assert sections["mentor_profile"].basis == "согласие"
    assert {"mentor_trait", "mentor_period", "mentor_pause", "mentor_score"} <= set(sections)
    basis = {} if is_whole else {"basis": Basis.CONSENT, "organization_id": world.school_1.id}
    erase(Erasing(subject=find_subject(world.nina), **basis))
    left = [db.session.scalar(sa.select(sa.func.count()).select_from(each))
            for each in (MentorProfile, MentorTrait, MentorPeriod, MentorPause, MentorScore)]  # fmt: skip
    assert left == [1, 1, 1, 0, 0]
