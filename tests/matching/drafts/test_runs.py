"""Rules of drafts: made by the worker, repeatable, set by hand, published once, gone with whoever stands in them."""

import random

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Job, run_job
from portal.core.personal_data import Basis
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing
from portal.matching import actions as matching
from portal.matching.drafts import actions
from portal.matching.drafts.answers import work_out
from portal.matching.drafts.kinds import ChoiceKind, CriterionCode, RunState
from portal.matching.drafts.models import MatchingAvoidance, MatchingChoice, MatchingRun
from portal.matching.drafts.pools import dump_pool, read_pool
from portal.matching.drafts.queries import answer_of, choices_of, gather, is_stale, pool_of, settings_for
from portal.matching.drafts.queries.wishes import read
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.drafts.words import left_in_words, number, proof_in_words, refusal_words
from portal.matching.mentors.kinds import TraitKind
from portal.matching.signals import Taken, draft_published, places_taken
from portal.matching.solving.kinds import Objective
from portal.matching.solving.pool import CannotSolve
from portal.matching.solving.stored import dump, pool_hash
from portal.privacy.queries.holdings import find_subject, holdings_of
from tests.matching.drafts.matched import TODAY, ask_in_base, draft, made, mentor
from tests.matching.solving.cases import drawn


@pytest.fixture
def asked(world, cycle):
    """Two students who wait for a teacher."""
    return {key: ask_in_base(world, key, "teacher_student") for key in ("misha", "pasha")}


@pytest.fixture
def mentors(world, cycle, asked):
    """Two teachers with a place each."""
    return {key: mentor(world, key) for key in ("nina", "denis")}


def pairs_of(run):
    return answer_of(run).draft.mentor_of


def test_a_draft_is_made_by_the_worker_and_can_be_repeated_from_what_was_kept(world, cycle, asked, mentors):
    run = draft(world, cycle)
    assert (run.state, run.number, run.fault) == (RunState.DRAFT, 1, "")
    answer, pool = answer_of(run), pool_of(run)
    assert set(answer.draft.mentor_of) == {each.public_id for each in asked.values()}
    assert pool_hash(pool) == pool_hash(read_pool(dump_pool(pool)))
    choices, _relaxed = choices_of(run, pool)
    again = work_out(pool, Objective(run.objective), choices)
    assert dump(again) == run.answer
    assert again.draft.input_hash == run.input_hash
    for pair in answer.draft.pairs:
        assert sum(each.points for each in pair.points) == pair.score
    assert sum(each.score for each in answer.draft.pairs) == answer.draft.total
    assert not is_stale(run)
    stored = run.answer
    job = db.session.get_one(Job, run.job_id)
    assert not run_job(job.id), "a job that is over is not begun again"
    assert actions.solve_run(run.id) is None
    assert run.answer == stored


def test_any_pool_survives_being_kept():
    rng = random.Random(7)
    for _each in range(20):
        pool, _choices = drawn(rng)
        sets = {"answers": {"area": frozenset({"a", "b"})}}
        mentees = tuple(type(each)(**{**vars(each), **sets}) for each in pool.mentees)
        mentors = tuple(type(each)(**{**vars(each), **sets}) for each in pool.mentors)
        whole = type(pool)(**{**vars(pool), "mentees": mentees, "mentors": mentors})
        assert read_pool(dump_pool(whole)) == whole
    with pytest.raises(ValueError, match="pool"):
        read_pool("{}")


def test_without_people_the_draft_says_why(world, cycle):
    run = draft(world, cycle)
    assert (run.state, run.pool) == (RunState.FAILED, "")
    assert "никого" in run.fault
    ask_in_base(world, "misha", "teacher_student")
    assert "нет наставников" in draft(world, cycle).fault


def test_a_choice_makes_a_new_draft_with_its_price_and_can_be_taken_back(world, cycle, asked, mentors):
    first = draft(world, cycle)
    key = asked["misha"].public_id
    other = next(each for each in mentors.values() if each.public_id != pairs_of(first)[key])
    with pytest.raises(Refusal, match="почему"):
        actions.choose(world.actor("kira"), first, ChoiceKind.PICK, asked["misha"], profile=other)
    second = made(
        actions.choose(world.actor("kira"), first, ChoiceKind.PICK, asked["misha"], profile=other, reason="Родные")
    )
    assert (second.number, second.base_id) == (2, first.id)
    assert pairs_of(second)[key] == other.public_id
    (price,) = answer_of(second).prices
    assert price.total == answer_of(second).draft.total - answer_of(first).draft.total
    assert [each.mentee for each in price.others] == [asked["pasha"].public_id]
    banned = made(actions.choose(world.actor("kira"), second, ChoiceKind.BAN, asked["misha"], profile=other))
    assert [each.kind for each in banned.choices] == [ChoiceKind.BAN], "a ban takes the place of the pick"
    assert pairs_of(banned)[key] != other.public_id
    free = made(actions.take_back(world.actor("kira"), banned, banned.choices[0]))
    assert pairs_of(free) == pairs_of(first)
    assert free.input_hash == first.input_hash


def test_publishing_proposes_once_and_refuses_what_is_stale(world, cycle, asked, mentors):
    run, heard = draft(world, cycle), []

    def listen(actor, *, proposals):
        heard.append([(each.profile.person_id, each.requests[0].person_id, each.points) for each in proposals])

    matching.close(world.actor("kira"), asked["pasha"], reason="Наставник не нужен")
    with draft_published.connected_to(listen), pytest.raises(Refusal, match="изменились"):
        actions.publish(world.actor("kira"), run)
    assert not heard
    fresh = draft(world, cycle)
    with draft_published.connected_to(listen):
        assert actions.publish(world.actor("kira"), fresh) == 1
        assert actions.publish(world.actor("kira"), fresh) == 1, "the second click"
    (((mentor_id, mentee_id, points),),) = heard
    assert (mentor_id in {world.nina.id, world.denis.id}, mentee_id) == (True, world.misha.id)
    assert 0 <= points <= 100
    with pytest.raises(Refusal, match="уже предложены"):
        actions.discard(world.actor("kira"), fresh)


def test_places_and_requests_that_pairs_hold_are_subtracted(world, cycle, asked, mentors):
    def hold(cycle, *, on):
        return Taken(places={mentors["nina"].id: 1}, requests=frozenset({asked["misha"].id}))

    with places_taken.connected_to(hold):
        pool = gather(cycle, settings_for(cycle), TODAY)
    places = {each.key: each.capacity for each in pool.mentors}
    assert places == {mentors["nina"].public_id: 0, mentors["denis"].public_id: 1}
    assert [each.key for each in pool.mentees] == [asked["pasha"].public_id]


def test_what_one_of_the_two_does_not_want_is_kept_out_and_nobody_is_named(world, cycle, asked, mentors):
    actions.avoid(world.actor("misha"), world.school_1, "Орлова Нина")
    actions.avoid(world.actor("misha"), world.school_1, " орлова  НИНА павловна")
    actions.avoid(world.actor("denis"), world.school_1, "Седов Паша")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MatchingAvoidance)) == 2
    for wrong in ("Орлова", "Нет Такого", "Ковалёв Миша"):
        with pytest.raises(Refusal, match="нет человека"):
            actions.avoid(world.actor("misha"), world.school_1, wrong)
    run = draft(world, cycle)
    wanted = {asked["misha"].public_id: mentors["denis"].public_id, asked["pasha"].public_id: mentors["nina"].public_id}
    assert pairs_of(run) == wanted
    picked = made(
        actions.choose(world.actor("kira"), run, ChoiceKind.PICK, asked["misha"], profile=mentors["nina"], reason="Так")
    )
    assert picked.state == RunState.FAILED
    assert picked.fault == "Закреплённая пара запрещена правилами. Снимите этот выбор."
    for refused in ("refused", "reporting_line", "conflict", "self"):
        assert refusal_words(CannotSolve("held_but_forbidden", "a", "b", refused)) == picked.fault
    told = holdings_of(world.nina, "Asia/Irkutsk")
    assert "matching_avoidance" not in {each.table for each in told}
    assert "matching_avoidance" in {each.table for each in holdings_of(world.misha, "Asia/Irkutsk")}


@pytest.mark.parametrize("basis", [{}, {"basis": Basis.CONSENT}])
def test_who_is_erased_leaves_no_run_and_no_word_behind(world, cycle, asked, mentors, basis):
    actions.avoid(world.actor("nina"), world.school_1, "Ковалёв Миша")
    run = draft(world, cycle)
    locked = made(actions.choose(world.actor("kira"), run, ChoiceKind.LOCK, asked["misha"], profile=mentors["denis"]))
    key, ids = asked["misha"].public_id, [run.id, locked.id]
    assert "matching_run" in {each.table for each in holdings_of(world.misha, "Asia/Irkutsk")}
    more = {**basis, "organization_id": world.school_1.id} if basis else {}
    erase(Erasing(subject=find_subject(world.misha), **more))
    for row in db.session.scalars(sa.select(MatchingRun).where(MatchingRun.id.in_(ids))):
        assert key not in row.pool + row.answer
        assert answer_of(row) is None
    assert not db.session.scalars(sa.select(MatchingChoice)).all()
    assert not db.session.scalars(sa.select(MatchingAvoidance)).all()


def test_weights_and_rules_of_the_year_decide_and_a_rule_is_set_aside_for_one(world, cycle, asked):
    mentor(world, "denis", traits={TraitKind.AGE: ("adult",)})
    actions.set_up(world.actor("kira"), cycle, MatchingSettings(area=0, age=5, needs_age=True))
    run = draft(world, cycle)
    answer = answer_of(run)
    assert not answer.draft.pairs
    assert {each.rules for each in answer.left} == {(("suits_age", 1),)}
    assert "наставник работает с этим классом" in left_in_words(answer.left[0], is_blocked=True)
    (block,) = answer.blocks[:1]
    code = next(rule for repair in block.repairs for _mentee, rule in repair.relaxed)
    who = next(each for each in asked.values() if each.public_id == block.mentees[0])
    eased = made(actions.choose(world.actor("kira"), run, ChoiceKind.RELAX, who, rule=code))
    assert list(pairs_of(eased)) == [who.public_id]
    with pytest.raises(Refusal, match="правила нет"):
        actions.choose(world.actor("kira"), run, ChoiceKind.RELAX, who, rule="works_in_format")
    for wrong in ({"area": 11}, {"area": 0, "time": 0, "age": 0, "mentor_kind": 0, "channel": 0}, {"nonsense": 1}):
        with pytest.raises(ValueError, match=r"weights|unknown"):
            MatchingSettings.from_data(wrong)


def test_answers_of_the_questionnaire_of_needs_become_codes_of_mentors():
    said = read({"NS_GOAL": ["subject", "career"], "CHANNELS": ["chat"], "TIME_MON": ["morning", "evening"],
                 "NS_MENTOR_KIND": ["any"], "NS_LEVEL": "c1"})  # fmt: skip
    assert said[CriterionCode.TIME] == {"mon.morning", "mon.evening"}
    assert said[CriterionCode.MENTOR_KIND] == {"senior", "student", "teacher", "employer"}
    assert said["grade"] == {"c1"}
    teacher = read({"TD_TOP": ["method", "subject", "digital", "growth"], "CHANNELS": "chat"})
    assert teacher == {CriterionCode.AREA: frozenset({"method", "subject", "digital"})}


def test_the_proof_and_numbers_are_said_in_words(world, cycle, asked, mentors):
    for objective in Objective:
        run = draft(world, cycle, objective)
        assert any("проверено" in line for line in proof_in_words(answer_of(run)))
    assert (number(82_500), number(-3_000), number(460), number(1_234_000)) == ("82,5", "−3", "0,46", "1\xa0234")


def test_a_discarded_draft_keeps_nobody(world, cycle, asked, mentors):
    run = draft(world, cycle)
    actions.discard(world.actor("kira"), run)
    assert (run.state, run.pool, run.answer) == (RunState.DISCARDED, "", "")
    with pytest.raises(Refusal, match="готовый"):
        actions.publish(world.actor("kira"), run)
    with pytest.raises(Refusal, match="не меняется"):
        actions.choose(world.actor("kira"), run, ChoiceKind.LOCK, asked["misha"], profile=mentors["nina"])
