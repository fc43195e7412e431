"""What the year asks of a mentor, and the points of the selection."""

from datetime import date, timedelta

import pytest

from portal.core.db import db
from portal.core.errors import Refusal
from portal.matching.mentors import actions
from portal.matching.mentors.criteria import criteria, criteria_for, suitability
from portal.matching.mentors.eligibility import kept_out
from portal.matching.mentors.kinds import MentorState
from portal.matching.mentors.queries import (
    requirements_of,
    scores_of,
)
from portal.people import actions as people
from portal.people.kinds import FactKind, MembershipKind, QualificationKind
from tests.matching.mentoring import TODAY, offer, place_of, rule, take

DAY = timedelta(days=1)


@pytest.mark.parametrize(("force", "began", "said"), [
    ("off", date(2025, 1, 1), None), ("warn", date(2025, 1, 1), (False, False)),
    ("block", date(2025, 1, 1), (False, True)), ("block", date(2019, 1, 1), (True, False)),
    ("block", None, (None, False)),
])  # fmt: skip
def test_experience_warns_or_blocks_as_the_year_says(world, cycle, force, began, said):
    rule(cycle, experience=force, experience_years=7)
    world.pavel.career_began_on = began
    made = offer(world, "pavel", ("employer_student",), "employer")
    found = requirements_of(made, TODAY).get("employer_student", [])
    assert [(each.is_met, each.keeps_out) for each in found] == ([said] if said else [])
    if said and said[1]:
        with pytest.raises(Refusal, match="нужен от 7 лет"):
            take(world, made)
    else:
        assert take(world, made).state == MentorState.ACTIVE


def test_experience_may_follow_from_a_dated_fact(world, cycle):
    world.pavel.career_began_on = None
    people.add_career_fact(world.actor("kira"), world.pavel, world.school_1, kind=FactKind.EMPLOYED,
                           happened_on=date(2010, 6, 1))  # fmt: skip
    made = offer(world, "pavel", ("employer_student",), "employer")
    assert requirements_of(made, TODAY)["employer_student"][0].is_met


def test_a_first_year_student_is_on_no_higher_stage(world, cycle):
    rule(cycle, higher_stage="block")
    made = offer(world, "misha", ("student_student",), "student")
    world.group_1.course = 1
    assert "Первая ступень" in kept_out(requirements_of(made, TODAY)["student_student"])
    world.group_1.course = None
    assert [each.is_met for each in requirements_of(made, TODAY)["student_student"]] == [None]
    world.group_1.course = 2
    assert [each.is_met for each in requirements_of(made, TODAY)["student_student"]] == [True]


def test_a_missing_course_is_told_and_keeps_nobody_out(world, cycle):
    rule(cycle, ovz_course="block")
    made = offer(world)
    assert [(each.is_met, each.keeps_out) for each in requirements_of(made, TODAY)["teacher_student"]] == [
        (False, False)
    ]
    people.add_qualification(world.actor("kira"), world.nina, kind=QualificationKind.OVZ, title="Курс",
                             valid_until=TODAY)  # fmt: skip
    assert requirements_of(made, TODAY)["teacher_student"][0].is_met
    assert not requirements_of(made, TODAY + DAY)["teacher_student"][0].is_met, "a course that ran out is none"


def test_whoever_left_the_house_is_not_approved(world, cycle):
    made = offer(world)
    place_of(world.nina, MembershipKind.EMPLOYEE).ends_on = TODAY - DAY
    db.session.commit()
    with pytest.raises(Refusal, match="не числится"):
        take(world, made)


def test_points_are_frozen_by_the_decision(world, cycle):
    made, kira = offer(world), world.actor("kira")
    asked = [each.code for each in criteria_for("teacher")]
    assert "method" in asked
    assert "initiative" not in asked
    for wrong in ({"initiative": 1}, {"results": 4}, {"results": -1}, {"no-such": 1}):
        with pytest.raises(Refusal, match="критерия или балла нет"):
            actions.set_scores(kira, made, wrong, {})
    actions.set_scores(kira, made, {"results": 3, "time": 1}, {"results": "Победы в конкурсах"})
    actions.set_scores(kira, made, {"results": 2}, {"results": "Победа в конкурсе"})
    assert {code: (each.points, each.note) for code, each in scores_of(made).items()} == {
        "results": (2, "Победа в конкурсе")
    }
    take(world, made)
    assert (made.baseline_on, made.baseline_by_id) == (TODAY, world.kira.id)
    with pytest.raises(Refusal, match="исходный замер"):
        actions.set_scores(kira, made, {"results": 3}, {})


def test_the_sum_counts_what_the_category_is_judged_by():
    found = suitability("pupil", {"results": 3, "initiative": 2, "method": 3})
    assert (found.points, found.most, found.is_whole) == (5, 18, False)
    whole = suitability("employer", dict.fromkeys(criteria(), 1))
    assert (whole.points, whole.is_whole) == (len(criteria_for("employer")), True)
