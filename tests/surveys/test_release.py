"""Figures for readers without names move by k people at least, whoever comes or goes; prepared, not recounted."""

from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.actions import close_assignment
from surveys.chores import release_last_figures
from surveys.counting import response_counts
from surveys.definitions import QuestionnaireDefinition
from surveys.mapping import from_mapping
from surveys.models import Answer, Mode, ReleasedCount, Response, SurveyAssignment
from surveys.records import uncount_submission
from surveys.results.asking import figures_for
from surveys.results.filters import dimensions_of, read_cuts
from surveys.results.opening import opening_of
from surveys.results.privacy import Reading
from surveys.results.release import released_counts
from tests.surveys.attacker import QUESTIONS, Target, answer, begin, close
from tests.surveys.crowds import make_wave

FEW = Reading(names=False, k=5, k_texts=10)
ALL = Reading(names=True, k=1, k_texts=1)
GIVEN: dict[str, Any] = {"PLACE": "a", "MET": "yes", "MARK": 7, "FIVE": 4}


def seen(wave: SurveyAssignment, reading: Reading = FEW) -> int | None:
    results = figures_for(reading, wave, with_pictures=False)
    return None if results.closed else results.submitted


def item(wave: SurveyAssignment, code: str, reading: Reading = FEW) -> Any:
    return next(each for each in figures_for(reading, wave, with_pictures=False).items if each.item.code == code)


def test_figures_open_at_k_and_stay_until_k_more_have_answered(world: Any) -> None:
    target = begin(world.school_1, "step", n=12)
    shown = []
    for place in range(12):
        answer(target, place, GIVEN)
        shown.append(seen(target.wave))
    assert shown == [None, None, None, None, 5, 5, 5, 5, 5, 10, 10, 10]
    assert seen(target.wave, ALL) == 12
    results = figures_for(FEW, target.wave)
    assert results.lag.startswith("Ещё 2 ответа ждут")
    close(target)
    assert figures_for(FEW, target.wave).lag.startswith("Последние 2 ответа в сводку не войдут")


def test_a_question_that_few_newcomers_answered_keeps_its_older_figures(world: Any) -> None:
    target = begin(world.school_1, "lag", n=15)
    for place in range(10):
        answer(target, place, GIVEN if place != 7 else {**GIVEN, "HOURS": 3})
    assert seen(target.wave) == 10
    assert item(target.wave, "HOURS").base == "Ответили 0, без ответа 5"
    for place in range(10, 15):
        answer(target, place, {**GIVEN, "MARK": 1} if place == 12 else {"PLACE": "a", "MET": "yes", "HOURS": 4})
    assert seen(target.wave) == 15
    assert item(target.wave, "MARK").base == "Ответили 10"
    assert item(target.wave, "HOURS").base == "Ответили 5, без ответа 10"
    assert item(target.wave, "MARK", ALL).base == "Ответили 11, без ответа 4"


def test_withdrawn_answers_leave_at_once_for_those_with_names_and_in_a_step_for_others(world: Any) -> None:
    target = begin(world.school_1, "back", mode=Mode.ANONYMOUS, n=14)
    for place in range(11):
        answer(target, place, GIVEN)
    keys = list(target.answers)
    _take_back(target, keys[10])  # waits still, so nobody has seen it
    assert (target.wave.submitted, target.wave.released, target.wave.taken_back) == (10, 10, 0)
    for n, key in enumerate(keys[:4], 1):
        _take_back(target, key)
        assert (target.wave.submitted, target.wave.released, target.wave.taken_back) == (10 - n, 10, n)
    assert released_counts(target.wave.id)["MET", "yes"] == 10
    _take_back(target, keys[4])
    assert (target.wave.submitted, target.wave.released, target.wave.taken_back) == (5, 5, 0)
    assert released_counts(target.wave.id)["MET", "yes"] == 5


def _take_back(target: Target, key: str) -> None:
    batch = db.session.scalar(sa.select(Response.batch).where(Response.id == key))
    db.session.execute(sa.delete(Response).where(Response.id == key))
    uncount_submission(target.wave.id, response_counts(QUESTIONS, target.answers[key]), was_released=batch is not None)
    db.session.commit()
    db.session.refresh(target.wave)


def test_after_a_withdrawal_the_cuts_of_a_finished_wave_are_closed(world: Any) -> None:
    target = begin(world.school_1, "gone", mode=Mode.ANONYMOUS, n=30)
    for place in range(30):
        answer(target, place, {**GIVEN, "MET": "yes" if place % 2 else "no"})
    close(target)
    assert not opening_of(target.wave, QUESTIONS, 5).closed
    _take_back(target, next(iter(target.answers)))
    assert "Часть ответов отозвана" in opening_of(target.wave, QUESTIONS, 5).closed


def test_the_last_answers_enter_at_the_end_if_they_are_enough(world: Any) -> None:
    target = begin(world.school_1, "end", n=86)
    for place in range(85):
        answer(target, place, GIVEN)
    wave = target.wave
    waiting = wave.submitted - wave.released
    assert 5 <= waiting < wave.released // 10 + 1
    wave.closes_at = clock.now() - timedelta(minutes=5)
    db.session.commit()
    assert "в течение часа" in opening_of(wave, QUESTIONS, 5).closed  # cuts of now and of later would tell the rest
    release_last_figures()
    assert wave.released == 85
    assert not opening_of(wave, QUESTIONS, 5).closed
    other = begin(world.school_1, "end2", n=9)
    for place in range(9):
        answer(other, place, GIVEN)
    close_assignment(world.actor("kira"), other.wave)
    assert (other.wave.submitted, other.wave.released) == (9, 5)


def test_eleven_people_and_nine_of_them_do_not_tell_the_two(world: Any) -> None:
    """Mean 3,6 of eleven and 3,4 of nine would give 4,5 of the two: the second view is refused."""
    marks = [("b", 4), ("b", 5)] + [("a", mark) for mark in (3, 3, 3, 4, 4, 3, 4, 3, 4)]
    answers = [{"PLACE": place, "FIVE": mark} for place, mark in marks]
    wave = make_wave(world.school_1, QUESTIONS, answers)
    target = Target(wave)
    close(target)
    whole = item(wave, "FIVE")
    assert round(whole.facts[0].value, 1) == 3.6
    dimensions = dimensions_of(wave, QUESTIONS)
    for value in ("PLACE:a", "PLACE:b"):
        part = figures_for(FEW, wave, read_cuts([value], dimensions))
        assert part.closed
        assert not part.items
    named = figures_for(ALL, wave, read_cuts(["PLACE:a"], dimensions))
    five = next(each for each in named.items if each.item.code == "FIVE")
    assert round(five.facts[0].value, 1) == 3.4


def test_what_is_released_adds_up_to_the_responses_that_entered(world: Any) -> None:
    target = begin(world.school_1, "sum", n=17)
    for place in range(17):
        answer(target, place, {**GIVEN, "MARK": 1 + place % 10})
    inside = db.session.scalars(
        sa.select(Response.id).where(Response.assignment_id == target.wave.id, Response.batch.is_not(None))
    ).all()
    expected = Counter[tuple[str, str]]()
    for key in inside:
        expected.update(response_counts(QUESTIONS, target.answers[key]))
    shown = {key: n for key, n in released_counts(target.wave.id).items() if n and key[1] != "__responses__"}
    assert shown == {key: n for key, n in expected.items() if key[1] != "__responses__"}
    assert len(inside) == target.wave.released == 15


def test_22_the_whole_wave_is_read_from_prepared_counters_alone(world: Any, count_queries: Any) -> None:
    wave = make_wave(world.school_1, QUESTIONS, [GIVEN] * 12)
    for reading in (ALL, FEW):
        with count_queries() as statements:
            figures_for(reading, wave)
        asked = [each for each in statements if "FROM answer" in each or "FROM response" in each]
        assert [each for each in asked if "answer_count" not in each and "released_count" not in each] == []


def test_a_cut_reads_answers_by_their_key_and_walks_no_table(world: Any) -> None:
    definition: QuestionnaireDefinition = from_mapping({"code": "plain", "title": "p", "items": [
        {"code": "A", "type": "yesno", "text": "a"}, {"code": "B", "type": "scale10", "text": "b"}]})  # fmt: skip
    wave = make_wave(world.school_1, definition, [{"A": "yes", "B": 3}] * 30)
    if db.engine.dialect.name != "sqlite":
        return
    statements: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        statements.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        figures_for(ALL, wave, read_cuts(["A:yes"], dimensions_of(wave, definition)))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    plans = []
    for statement, parameters in statements:
        if " answer" in statement:
            rows = db.session.connection().exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
            plans += [row[-1] for row in rows]
    assert any("SEARCH answer USING" in plan for plan in plans)
    assert [plan for plan in plans if plan.startswith("SCAN answer") or plan.startswith("SCAN response")] == []


def test_counters_of_a_release_hold_no_answer_of_one_person(world: Any) -> None:
    """With fewer than k answers there is no released row at all."""
    target = begin(world.school_1, "few", n=6)
    for place in range(4):
        answer(target, place, GIVEN)
    rows = db.session.scalar(sa.select(sa.func.count()).where(ReleasedCount.assignment_id == target.wave.id))
    assert rows == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Answer))
