"""Maps made and copied, steps closed by facts and by hand, opened again, set aside."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.kinds import FactKind as CareerKind
from portal.programs.actions import PaperFacts, add_paper, close_cycle, copy_cycle, record_fact, school_span
from portal.programs.kinds import PaperKind
from portal.programs.queries import cycles_of
from portal.programs.roadmaps.actions import (
    Evidence,
    StepFacts,
    add_resource,
    add_stage,
    add_step,
    close_by_hand,
    copy_map,
    edit_map,
    edit_step,
    make_empty,
    make_ready,
    open_again,
    remove_resource,
    remove_step,
    restore_step,
    skip_step,
)
from portal.programs.roadmaps.definitions import ready_maps
from portal.programs.roadmaps.kinds import Period, ResourceKind, StepState, Way
from portal.programs.roadmaps.models import RoadmapEntry, RoadmapOccurrence, RoadmapStage, RoadmapStep
from portal.programs.roadmaps.queries.maps import board_of, history_of, resources_of
from portal.programs.roadmaps.reading import state_of
from portal.programs.roadmaps.schedule import Schedule
from tests.conftest import NOW

TODAY = NOW.date()
SEEN = Evidence(comment="Протокол в папке")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def kira(world):
    return world.actor("kira")


def own_facts(**more):
    said = {"title": "Свой шаг", "schedule": Schedule(period=Period.MONTHS, months=(10, 11), each_month=True)}
    return StepFacts(**{**said, **more})


@pytest.mark.parametrize("code", ["amak", "bratsk", "chgtt", "vpk", "amt"])
def test_a_ready_map_becomes_the_map_of_a_year(draw_map, code):
    roadmap = draw_map(code)
    board = board_of(roadmap, TODAY)
    ready = ready_maps()[code]
    assert [(each.stage.title, len(each.steps)) for each in board.stages] == [
        (each.title, len(each.steps)) for each in ready.stages
    ]
    assert all(view.occurrences for each in board.stages for view in each.steps)
    assert len(resources_of(roadmap)) == len(ready.resources)


def test_days_of_the_document_move_into_the_year_with_their_limits(draw_map, step_of):
    roadmap = draw_map("vpk")
    assert step_of(roadmap, "1.2").last_on == date(2026, 11, 1)
    assert step_of(roadmap, "4.3").last_on == date(2027, 2, 28)
    assert step_of(roadmap, "2.1").months == [10]


def test_what_was_over_before_the_year_can_be_set_aside(draw_map, step_of, world, begin):
    roadmap = draw_map("vpk", skip_past=True)
    early = step_of(roadmap, "1.1")
    assert early.last_on == date(2026, 4, 10)
    assert state_of(early, TODAY) == StepState.SKIPPED
    assert state_of(step_of(roadmap, "1.2"), date(2026, 10, 1)) == StepState.NOW


def test_a_year_has_one_map(draw_map, kira):
    roadmap = draw_map()
    with pytest.raises(Refusal, match="уже есть"):
        make_empty(kira, roadmap.cycle, title="Вторая")


def test_a_closed_year_takes_no_map_and_no_mark(draw_map, kira, step_of, cycle):
    roadmap = draw_map()
    step = step_of(roadmap, "1.1")
    close_cycle(kira, roadmap.cycle, on=roadmap.cycle.ends_on)
    with pytest.raises(Refusal, match="завершён"):
        close_by_hand(kira, step.occurrences[0], on=TODAY, evidence=SEEN)
    for deed in (lambda: skip_step(kira, step, reason="Нет"), lambda: remove_step(kira, step),
                 lambda: edit_map(kira, roadmap, title="Иначе", controller="director")):  # fmt: skip
        with pytest.raises(Refusal, match="завершён"):
            deed()
    close_cycle(kira, cycle, on=cycle.ends_on)
    with pytest.raises(Refusal, match="завершён"):
        make_ready(kira, cycle, ready_maps()["chgtt"])


def test_a_mark_needs_something_that_proves_it(draw_map, kira, step_of):
    one = step_of(draw_map(), "1.2").occurrences[0]
    for evidence, day, words in ((Evidence(comment="  "), TODAY, "Приложите"),
                                 (SEEN, date(2027, 1, 1), "ещё не наступил")):  # fmt: skip
        with pytest.raises(Refusal, match=words):
            close_by_hand(kira, one, on=day, evidence=evidence)
    close_by_hand(kira, one, on=TODAY, evidence=SEEN)
    assert (one.way, one.done_on, one.recorded_by_id) == (Way.HAND, TODAY, kira.person_id)
    with pytest.raises(Refusal, match="уже отмечено"):
        close_by_hand(kira, one, on=TODAY, evidence=SEEN)


def test_a_mark_is_taken_back_and_the_history_keeps_both(draw_map, kira, step_of):
    step = step_of(draw_map(), "1.2")
    one = step.occurrences[0]
    with pytest.raises(Refusal, match="ничего не отмечено"):
        open_again(kira, one)
    close_by_hand(kira, one, on=TODAY, evidence=Evidence(upload=(io.BytesIO(PDF), "протокол.pdf")))
    assert one.file is not None
    open_again(kira, one)
    assert (one.done_on, one.way, one.file_id, one.recorded_by_id) == (None, None, None, None)
    assert [each.deed for each in history_of(step)] == ["undone", "done"]


def test_a_fact_closes_the_steps_that_are_tied_to_it(draw_map, kira, step_of, world):
    roadmap, other = draw_map(), draw_map(school=2)
    record_fact(kira, world.school_1, "bases_corrected", date(2026, 10, 5), roadmap)
    step = step_of(roadmap, "2.3")
    assert (step.occurrences[0].way, step.occurrences[0].done_on) == (Way.FACT, date(2026, 10, 5))
    assert [(each.deed, each.recorded_by_id) for each in history_of(step)] == [("fact", None)]
    assert step_of(other, "2.3").occurrences[0].done_on is None


def test_a_fact_closes_one_time_of_a_step_the_one_it_falls_into(draw_map, kira, world):
    roadmap = draw_map()
    stage = db.session.scalars(sa.select(RoadmapStage).where(RoadmapStage.roadmap_id == roadmap.id)).first()
    step = add_step(kira, stage, own_facts(fact="pair_began"))
    record_fact(kira, world.school_1, "pair_began", date(2026, 11, 3), roadmap)
    assert [each.done_on for each in step.occurrences] == [None, date(2026, 11, 3)]
    record_fact(kira, world.school_1, "pair_began", date(2026, 12, 3), stage)
    assert [each.done_on for each in step.occurrences] == [date(2026, 12, 3), date(2026, 11, 3)]


def test_a_fact_of_another_year_closes_nothing(draw_map, kira, step_of, world):
    roadmap = draw_map()
    record_fact(kira, world.school_1, "bases_corrected", date(2025, 10, 5), roadmap)
    assert step_of(roadmap, "2.3").occurrences[0].done_on is None


def test_a_map_knows_what_happened_before_it_was_made(kira, world, program, step_of):
    record_fact(kira, world.school_1, "bases_corrected", date(2026, 10, 5), program)
    made = make_ready(kira, cycles_of(program)[0], ready_maps()["chgtt"])
    assert step_of(made, "2.3").occurrences[0].way == Way.FACT


def test_a_paper_and_a_hiring_are_facts(draw_map, kira, step_of, world):
    roadmap = draw_map()
    facts = PaperFacts(kind=PaperKind.REGULATION, title="Положение", number="1", adopted_on=date(2026, 10, 1),
                       starts_on=date(2026, 10, 1), ends_on=None)  # fmt: skip
    add_paper(kira, roadmap.cycle.program, facts)
    assert step_of(roadmap, "1.1").occurrences[0].way == Way.FACT
    people.add_career_fact(kira, world.nina, world.school_1, kind=CareerKind.HIRED, happened_on=date(2026, 9, 1))
    assert step_of(roadmap, "3.6").occurrences[0].way == Way.FACT


def test_a_step_that_repeats_is_done_when_every_time_is(draw_map, kira):
    roadmap = draw_map()
    stage = add_stage(kira, roadmap, title="Свой этап")
    step = add_step(kira, stage, own_facts())
    assert [each.key for each in step.occurrences] == ["2026-10", "2026-11"]
    assert state_of(step, date(2026, 11, 5)) == StepState.OVERDUE
    close_by_hand(kira, step.occurrences[0], on=TODAY, evidence=SEEN)
    assert state_of(step, date(2026, 11, 5)) == StepState.NOW
    with clock.freeze(NOW.replace(month=11, day=20)):
        close_by_hand(kira, step.occurrences[1], on=date(2026, 11, 20), evidence=SEEN)
    assert state_of(step, date(2027, 1, 1)) == StepState.DONE


def test_a_step_that_does_not_apply_says_why_and_may_apply_again(draw_map, kira, step_of):
    step = step_of(draw_map(), "1.1")
    with pytest.raises(Refusal, match="почему"):
        skip_step(kira, step, reason=" ")
    skip_step(kira, step, reason="Принято раньше")
    assert state_of(step, date(2027, 5, 1)) == StepState.SKIPPED
    with pytest.raises(Refusal, match="не применяется"):
        close_by_hand(kira, step.occurrences[0], on=TODAY, evidence=SEEN)
    restore_step(kira, step)
    assert state_of(step, date(2027, 5, 1)) == StepState.OVERDUE
    with pytest.raises(Refusal, match="и так применяется"):
        restore_step(kira, step)


def test_another_schedule_moves_what_waits_and_keeps_what_is_done(draw_map, kira):
    roadmap = draw_map()
    step = add_step(kira, add_stage(kira, roadmap, title="Свой этап"), own_facts())
    close_by_hand(kira, step.occurrences[0], on=TODAY, evidence=SEEN)
    step.occurrences[1].reminded_at = NOW
    edit_step(kira, step, own_facts(schedule=Schedule(period=Period.MONTHS, months=(11, 12), each_month=True)))
    assert [(each.key, each.done_on is not None) for each in step.occurrences] == [
        ("2026-10", True), ("2026-11", False), ("2026-12", False),
    ]  # fmt: skip
    assert step.occurrences[1].reminded_at == NOW
    edit_step(kira, step, own_facts(schedule=Schedule(period=Period.MONTHS, months=(11, 12))))
    assert [each.key for each in step.occurrences] == ["2026-10", "2026-12"]
    assert step.occurrences[1].starts_on == date(2026, 11, 1)


def test_a_step_with_a_mark_stays_in_the_map(draw_map, kira, step_of):
    step = step_of(draw_map(), "1.2")
    close_by_hand(kira, step.occurrences[0], on=TODAY, evidence=SEEN)
    with pytest.raises(Refusal, match="есть отметка"):
        remove_step(kira, step)
    open_again(kira, step.occurrences[0])
    remove_step(kira, step)
    for model in (RoadmapOccurrence, RoadmapEntry):
        assert not db.session.scalar(sa.select(sa.exists().where(model.step_id == step.id)))


def test_the_next_year_takes_the_map_with_own_steps_and_without_marks(draw_map, kira, step_of):
    roadmap = draw_map()
    step = step_of(roadmap, "1.3")
    close_by_hand(kira, step_of(roadmap, "1.2").occurrences[0], on=TODAY, evidence=SEEN)
    add_step(kira, step.stage, own_facts(number="9"))
    add_resource(kira, roadmap, kind=ResourceKind.MATERIAL, name="Кабинет", source="", is_external=False)
    following = copy_map(kira, roadmap, copy_cycle(kira, roadmap.cycle, span=school_span(2027)))
    assert step_of(following, "1.3").last_on == date(2028, 1, 31)
    assert step_of(following, "9").is_own
    assert [each.key for each in step_of(following, "9").occurrences] == ["2027-10", "2027-11"]
    found = db.session.scalars(sa.select(RoadmapStep).where(RoadmapStep.roadmap_id == following.id)).all()
    assert len(found) == 19
    assert all(each.done_on is None for step in found for each in step.occurrences)
    assert "Кабинет" in [each.name for each in resources_of(following)]


def test_who_answers_falls_back_to_the_curator(draw_map, world):
    roadmap = draw_map()
    views = {view.step.number: view for each in board_of(roadmap, TODAY).stages for view in each.steps}
    assert (views["2.1"].answers, views["2.1"].is_fallback) == ("curator", False)
    assert (views["3.3"].answers, views["3.3"].is_fallback) == ("curator", True), "nobody is named"
    assert (views["3.6"].answers, views["3.6"].is_fallback) == ("curator", True), "there is no methodologist"
    assert not any(view.is_nobodys for view in views.values())


def test_resources_come_and_go(draw_map, kira):
    roadmap = draw_map()
    before = len(resources_of(roadmap))
    made = add_resource(kira, roadmap, kind=ResourceKind.STAFF, name="Психолог", source="", is_external=False)
    assert len(resources_of(roadmap)) == before + 1
    remove_resource(kira, made)
    assert len(resources_of(roadmap)) == before


def test_the_board_costs_the_same_with_few_and_with_many_steps(draw_map, count_queries):
    small, large = draw_map("chgtt"), draw_map("bratsk", school=2)
    counts = []
    for each in (small, large):
        db.session.expire_all()
        each.organization_id  # noqa: B018 — loaded before it is counted
        with count_queries() as count:
            board_of(each, TODAY)
        counts.append(len(count))
    assert counts[0] == counts[1] <= 4
