"""A pair of Нина and Миша with a plan, for tests of plans."""

from datetime import date

from portal.core.db import db
from portal.mentorships.models import Mentorship
from portal.mentorships.plans import actions
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.kinds import PlanKind, Responsible
from portal.mentorships.plans.models import Plan
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.reference import sync_mentoring
from tests.mentorships.pairing import cycle_of, make_pair
from tests.world import World

STARTS, ENDS = date(2026, 11, 1), date(2027, 5, 31)
LESSON = ItemFacts(section="difficulties", title="Разобрать занятие", responsible=Responsible.BOTH, due_on=ENDS)


def pair_of(world: World, mentor: str = "nina", mentee: str = "misha", code: str = "teacher_student") -> Mentorship:
    """A pair in a programme of the college that has just begun."""
    sync_mentoring()
    add_program(world.actor("kira"), world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                span=school_span(2026))  # fmt: skip
    made = make_pair(world.person(mentor), world.person(mentee), cycle_of(world.school_1.id), code=code)
    db.session.commit()
    return made


def plan_of(
    world: World, pair: Mentorship, kind: PlanKind = PlanKind.DEVELOPMENT, items: tuple[ItemFacts, ...] = (LESSON,)
) -> Plan:
    """A plan in draft, started by the mentor."""
    whose = world.nina if kind == PlanKind.WORK else world.misha
    made = actions.start_plan(
        world.actor("nina"), pair, whose, kind=kind, goal="Увереннее говорить перед группой", starts_on=STARTS,
        ends_on=ENDS, items=items,
    )  # fmt: skip
    db.session.commit()
    return made
