"""Rules of plans, without pages: how one begins, is written, agreed, approved and lived."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.demo.town import consent_to_participate
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.plans import actions
from portal.mentorships.plans.catalogue import activities_of, kinds_for, sections_of, templates
from portal.mentorships.plans.kinds import PlanKind, PlanState
from portal.mentorships.plans.models import Plan, PlanItem
from portal.mentorships.plans.queries import overdue_items, proposals_for, template_items
from portal.mentorships.plans.queries.proposals import lowest
from portal.people import actions as people
from portal.people.kinds import FactKind
from tests.conftest import NOW
from tests.mentorships.planning import ENDS, LESSON, STARTS, pair_of, plan_of

TODAY = NOW.date()


@pytest.fixture
def pair(world):
    return pair_of(world)


def overdue(person_id, day):
    return db.session.execute(overdue_items(person_id, day)).all()


def test_a_plan_goes_from_mentee_to_mentor_to_curator_and_is_locked(world, pair):
    plan = plan_of(world, pair)
    nina, misha, kira = (world.actor(key) for key in ("nina", "misha", "kira"))
    actions.submit(nina, plan)  # the mentor who hands it in has said yes
    assert plan.state == PlanState.WITH_MENTEE
    asked = db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "plan")).all()
    assert asked == [world.misha.id]
    with pytest.raises(Refusal):
        actions.add_item(nina, plan, LESSON)
    with pytest.raises(Refusal):
        actions.approve(kira, plan)
    actions.agree(misha, plan)
    assert plan.state == PlanState.WITH_CURATOR
    kept = actions.approve(kira, plan)
    assert (plan.state, plan.approved_on, kept.number) == (PlanState.APPROVED, TODAY, 1)
    with pytest.raises(Refusal):
        actions.remove_item(nina, plan.items[0])
    actions.begin_version(nina, plan)
    actions.change_item(nina, plan.items[0], replace(LESSON, title="Провести занятие"))
    assert (plan.number, plan.state, plan.mentee_agreed_on) == (2, PlanState.DRAFT, None)
    assert plan.versions[0].content["items"][0]["title"] == "Разобрать занятие"


def test_a_mentee_who_hands_it_in_leaves_the_mentor_to_be_asked(world, pair):
    plan = plan_of(world, pair)
    actions.submit(world.actor("misha"), plan)
    assert plan.state == PlanState.WITH_MENTOR
    actions.return_plan(world.actor("nina"), plan, words="Сроки слишком тесные")
    assert (plan.state, plan.remark, plan.mentee_agreed_on) == (PlanState.DRAFT, "Сроки слишком тесные", None)
    with pytest.raises(Refusal):
        actions.return_plan(world.actor("nina"), plan, words="ещё")


def test_the_work_plan_of_a_mentor_asks_the_curator_only(world, pair):
    plan = plan_of(world, pair, PlanKind.WORK)
    actions.submit(world.actor("nina"), plan)
    assert plan.state == PlanState.WITH_CURATOR


def test_nothing_is_handed_in_without_items_or_goal(world, pair):
    plan = plan_of(world, pair, items=())
    with pytest.raises(Refusal, match="пунктов"):
        actions.submit(world.actor("nina"), plan)
    actions.add_item(world.actor("nina"), plan, LESSON)
    plan.goal = ""
    with pytest.raises(Refusal, match="цель"):
        actions.submit(world.actor("nina"), plan)


def test_one_plan_of_a_type_stands_at_a_time(world, pair):
    plan_of(world, pair)
    with pytest.raises(Refusal, match="уже есть"):
        plan_of(world, pair)
    plan_of(world, pair, PlanKind.PROGRAMME)


def test_a_plan_is_that_of_somebody_in_the_pair_and_ends_after_it_begins(world, pair):
    said = {"goal": "Цель", "starts_on": STARTS, "ends_on": ENDS}
    for person, kind in ((world.nina, PlanKind.DEVELOPMENT), (world.misha, PlanKind.WORK), (None, PlanKind.WORK),
                         (None, PlanKind.DEVELOPMENT), (world.pasha, PlanKind.DEVELOPMENT)):  # fmt: skip
        with pytest.raises(Refusal, match="чей это план"):
            actions.start_plan(world.actor("kira"), pair, person, kind=kind, **said)
    with pytest.raises(Refusal, match="раньше"):
        actions.start_plan(world.actor("kira"), pair, world.misha, kind=PlanKind.DEVELOPMENT,
                           **{**said, "ends_on": date(2026, 10, 1)})  # fmt: skip


def test_items_move_within_their_section_only(world, pair):
    other = replace(LESSON, section="directions", title="Проект")
    plan = plan_of(world, pair, items=(LESSON, other, replace(LESSON, title="Второй")))
    nina = world.actor("nina")

    def titles():
        return [each.title for each in plan.items if each.section == "difficulties"]

    actions.move_item(nina, plan.items[2], up=True)
    assert titles() == ["Второй", "Разобрать занятие"]
    actions.move_item(nina, plan.items[0], up=True)
    assert titles() == ["Второй", "Разобрать занятие"]
    actions.move_item(nina, plan.items[0], up=False)
    assert titles() == ["Разобрать занятие", "Второй"]


def test_an_item_is_done_with_words_and_the_mark_is_the_mentors(world, pair):
    plan = plan_of(world, pair)
    item, misha, nina = plan.items[0], world.actor("misha"), world.actor("nina")
    with pytest.raises(Refusal, match="что получилось"):
        actions.tell_result(misha, item, result=" ", done_on=TODAY)
    with pytest.raises(Refusal, match="не настал"):
        actions.tell_result(misha, item, result="Готово", done_on=date(2026, 12, 31))
    actions.tell_result(misha, item, result="Готово", done_on=TODAY, mark=5, words="Хвалю себя")
    assert (item.mark, item.words, plan.done) == (None, "", 1)
    actions.tell_result(nina, item, result="Готово", done_on=TODAY, mark=4, words="Хорошо")
    assert (item.mark, item.words) == (4, "Хорошо")
    with pytest.raises(Refusal, match="выполнен"):
        actions.remove_item(nina, item)


def test_what_is_late_is_told_to_members_of_working_pairs(world, pair):
    plan = plan_of(world, pair, items=(LESSON, replace(LESSON, due_on=date(2026, 11, 19))))
    late = overdue(world.misha.id, TODAY)
    assert [(row[0], row[2]) for row in late] == [(plan.public_id, 1)]
    assert len(overdue(world.nina.id, TODAY)) == 1
    assert not overdue(world.pasha.id, TODAY)
    assert not overdue(world.misha.id, date(2026, 11, 19))
    pair.state = MentorshipState.PAUSED
    db.session.flush()
    assert not overdue(world.misha.id, TODAY)


def test_the_plan_of_a_closed_pair_does_not_change(world, pair):
    plan = plan_of(world, pair)
    pair.state, pair.ending, pair.ends_on = MentorshipState.CLOSED, Ending.COMPLETED, TODAY
    for member in pair.members:
        member.place, member.ends_on = None, TODAY
    db.session.flush()
    for deed in (
        lambda: actions.add_item(world.actor("nina"), plan, LESSON),
        lambda: actions.tell_result(world.actor("nina"), plan.items[0], result="Готово", done_on=TODAY),
        lambda: actions.submit(world.actor("nina"), plan),
        lambda: plan_of(world, pair, PlanKind.PROGRAMME),
    ):
        with pytest.raises(Refusal, match="завершена"):
            deed()


def test_the_database_holds_the_rules_of_a_plan(world, pair):
    plan = plan_of(world, pair)
    for values in ({"state": "approved"}, {"ends_on": date(2026, 1, 1)}, {"mentorship_id": None, "person_id": None}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.update(Plan).where(Plan.id == plan.id).values(**values))
    for values in ({"mark": 6}, {"done_on": TODAY}):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.update(PlanItem).where(PlanItem.plan_id == plan.id).values(**values))


def test_every_template_fits_sections_and_activities_of_its_formats(world):
    assert {each.kind for each in templates()} == set(PlanKind)
    assert PlanKind.ADAPTATION not in kinds_for("employer_student")
    assert kinds_for("teacher_teacher") == kinds_for(None) == list(PlanKind)
    for code in ("teacher_teacher", "employer_student", None):
        for kind in kinds_for(code):
            known, ready = sections_of(kind, code), template_items(kind, code, STARTS, date(2026, 12, 1))
            assert ready, (kind, code)
            assert {each.section for each in ready} <= set(known), (kind, code)
            assert all(each.due_on and STARTS <= each.due_on <= date(2026, 12, 1) for each in ready)
    assert "lesson_visit" not in activities_of("employer_student")
    assert "lesson_visit" in activities_of("teacher_teacher")


def test_low_answers_are_proposed_lowest_first():
    assert lowest({"TD03": 2, "TD01": 1, "TD05": 3, "TD07": None, "TD09": "2", "TD02": "много"}) == [
        "TD01", "TD03", "TD09"
    ]  # fmt: skip


def test_proposals_leave_out_what_stands_in_the_plan_and_bring_what_was_not_finished(world, pair):
    first = plan_of(world, pair, items=(LESSON, replace(LESSON, title="Не успели")))
    actions.tell_result(world.actor("nina"), first.items[0], result="Готово", done_on=TODAY)
    second = plan_of(world, pair, PlanKind.TRAJECTORY, items=())
    offered = proposals_for(world.actor("nina"), second)
    titles = [each.facts.title for each in offered]
    assert "Не успели" in titles
    assert "Разобрать занятие" not in titles
    actions.take_items(world.actor("nina"), second, [each.facts for each in offered])
    assert not proposals_for(world.actor("nina"), second)


def test_who_is_hired_gets_a_plan_of_adaptation_if_the_programme_runs_and_the_consent_stands(world, pair):
    def hire(person, on=TODAY):
        people.add_career_fact(
            world.actor("kira"), person, world.school_1, kind=FactKind.HIRED, happened_on=on, note=""
        )
        return db.session.scalars(sa.select(Plan).where(Plan.person_id == person.id)).all()

    (plan,) = hire(world.nina)
    assert (plan.kind, plan.mentorship_id, plan.state) == (PlanKind.ADAPTATION, None, PlanState.DRAFT)
    assert plan.items
    assert len(hire(world.nina)) == 1  # told twice, begun once
    assert not hire(world.polina, on=date(2020, 9, 1))
    consents.withdraw_consent(world.actor("polina"), world.polina, world.school_1, Purpose.PARTICIPATION,
                              by=world.polina, reason="")  # fmt: skip
    assert not hire(world.polina)
    consent_to_participate(world.polina, world.town.consent_texts[1], TODAY)
    assert hire(world.polina, on=date(2020, 9, 1))  # the consent came after the hiring and brought the plan


def test_a_plan_without_a_pair_asks_its_person_and_the_curator(world, pair):
    plan = actions.start_adaptation(world.actor("kira"), world.nina, world.school_1, starts_on=TODAY)
    actions.submit(world.actor("kira"), plan)
    assert plan.state == PlanState.WITH_MENTEE
    actions.agree(world.actor("nina"), plan)
    assert plan.state == PlanState.WITH_CURATOR
