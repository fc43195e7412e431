"""Approval routes of the five customers, and their steps as data."""

import pytest

from portal.core.db import db
from portal.core.errors import Refusal
from portal.programs.actions import add_route, remove_route, set_steps
from portal.programs.kinds import RouteSubject
from portal.programs.queries import route_of, routes_of
from portal.programs.routes import MOST_STEPS, RouteStep, moved, read_route, with_step, without_step

STUDENT_COUNCIL, COUNCIL, GROUP = "student_council", "pedagogical_council", "working_group"


def said(route):
    return [(step.action, *step.roles, *step.bodies) for step in route]


@pytest.mark.parametrize(("pattern", "format_code", "steps"), [
    ("amak", "teacher_student", [("decision", "curator"), ("order", "director")]),
    ("amak", "employer_student", [("agreement", "form_lead"), ("order", "director", "partner_curator")]),
    ("bratsk", "pupil_pupil", [("decision", "curator"), ("order", "director")]),
    ("chgtt", "student_student", [("proposal", "group_curator"), ("opinion", STUDENT_COUNCIL),
                                  ("decision", COUNCIL, GROUP), ("registration", "curator")]),
    ("chgtt", "teacher_student", [("decision", COUNCIL, GROUP), ("registration", "curator")]),
    ("chgtt", "student_pupil", [("opinion", "partner_curator"), ("decision", "form_lead"),
                                ("registration", "curator")]),
    ("chgtt", "employer_student", [("decision", "partner_curator"), ("agreement", "director"),
                                   ("registration", "curator")]),
    ("vpk", "teacher_teacher", [("proposal", "curator"), ("order", "director")]),
    ("amt", "leader_teacher", [("proposal", "methodologist"), ("opinion", "psychologist"),
                               ("draft_order", "methodologist"), ("order", "director")]),
])  # fmt: skip
def test_a_pair_is_approved_as_the_customer_does(begin, pattern, format_code, steps):
    assert said(route_of(begin(pattern), format_code)) == steps


@pytest.mark.parametrize(("pattern", "subject", "category", "steps"), [
    ("chgtt", "mentees", "student", [("proposal", "group_curator"), ("opinion", STUDENT_COUNCIL),
                                     ("decision", COUNCIL, GROUP)]),
    ("chgtt", "mentees", "pupil", [("decision", "partner_curator")]),
    ("chgtt", "mentors", "employer", [("decision", "partner_curator")]),
    ("chgtt", "mentors", "ngo", [("decision", COUNCIL)]),
    ("vpk", "mentors", "teacher", [("decision", "contest_commission"), ("order", "director")]),
    ("bratsk", "mentees", "pupil", [("decision", "curator", "director"), ("registration", "operator")]),
])  # fmt: skip
def test_a_base_is_approved_as_the_customer_does(begin, pattern, subject, category, steps):
    assert said(route_of(begin(pattern), category=category, subject=RouteSubject(subject))) == steps


def test_an_opinion_is_advisory_and_blocks_nothing(program):
    route = route_of(program, "student_student")
    assert [step.is_advisory for step in route] == [False, True, False, False]
    assert [step.decides for step in route] == [False, False, True, True]


def test_a_step_moves_and_stays_at_the_edge(program):
    route = route_of(program, "student_student")
    second = route[1].code
    assert [step.action for step in moved(route, second, -1)][:2] == ["opinion", "proposal"]
    assert moved(route, route[0].code, -1) == route
    assert moved(route, route[-1].code, 1) == route


def test_a_route_keeps_something_that_decides(program):
    route = route_of(program, "teacher_teacher")
    left = without_step(route, route[1].code)
    with pytest.raises(Refusal, match="единственный"):
        without_step(left, left[0].code)
    with pytest.raises(Refusal, match="уже нет"):
        moved(route, "no-such-step", 1)


def test_a_route_does_not_grow_without_end(program):
    route = route_of(program, "teacher_teacher")
    step = RouteStep(action="opinion", roles=("psychologist",))
    while len(route) < MOST_STEPS:
        route = with_step(route, RouteStep(action=step.action, roles=step.roles))
    with pytest.raises(Refusal, match="больше не помещается"):
        with_step(route, step)


def test_a_step_without_anybody_is_refused():
    with pytest.raises(ValueError, match="somebody"):
        RouteStep(action="decision")


def test_two_programmes_never_share_codes_of_steps(begin):
    first, second = route_of(begin("vpk")), route_of(begin("vpk", school=2))
    assert {step.code for step in first}.isdisjoint(step.code for step in second)


def test_an_own_route_begins_as_the_general_one_and_gives_way_to_it_again(world, program):
    kira = world.actor("kira")
    own = add_route(kira, program, subject=RouteSubject.PAIR, format_code="leader_teacher")
    assert said(read_route(own.steps)) == said(route_of(program, "partner_teacher"))
    set_steps(kira, own, without_step(read_route(own.steps), read_route(own.steps)[1].code))
    db.session.commit()
    assert said(route_of(program, "leader_teacher")) == [("decision", COUNCIL, GROUP)]
    with pytest.raises(Refusal, match="уже есть"):
        add_route(kira, program, subject=RouteSubject.PAIR, format_code="leader_teacher")
    remove_route(kira, own)
    assert len(route_of(program, "leader_teacher")) == 2
    general = next(each for each in routes_of(program) if not each.format_code and not each.category)
    with pytest.raises(Refusal, match="общий порядок"):
        remove_route(kira, general)
