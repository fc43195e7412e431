"""Steps of the tests about mentors: openings by category, offering, nominating, approving."""

from portal.core.db import db
from portal.matching.kinds import Origin
from portal.matching.mentors.actions import ProfileFacts, apply, approve, nominate
from portal.matching.mentors.queries import mentor_openings
from portal.people.kinds import MembershipKind
from portal.people.models import Membership
from portal.programs.cycle_settings import CycleSettings
from tests.conftest import NOW

TODAY = NOW.date()
DECISION = "Педагогический совет, протокол № 4"


def offers(world, key):
    """Category → what the person may become a mentor as, today."""
    places = [each for each in world.person(key).memberships if each.kind != MembershipKind.PARENT]
    return {each.category: each for each in mentor_openings(places, TODAY)}


def offer(world, key="nina", formats=("teacher_student",), category="teacher", **facts):
    """The person offers to be a mentor."""
    made = apply(world.actor(key), world.person(key), offers(world, key)[category], formats, ProfileFacts(**facts))
    db.session.commit()
    return made


def bring(world, key="nina", formats=("teacher_student",), category="teacher", agreed_on=None):
    """The curator brings the person."""
    made = nominate(
        world.actor("kira"), world.person(key), offers(world, key)[category], formats, origin=Origin.TEACHER,
        recommendation="Сильный методист", agreed_on=agreed_on,
    )  # fmt: skip
    db.session.commit()
    return made


def take(world, profile, on=TODAY):
    """The curator records the decision."""
    approve(world.actor("kira"), profile, decision=DECISION, decided_on=on)
    db.session.commit()
    return profile


def place_of(person, kind) -> Membership:
    """The person's place of this kind."""
    return next(each for each in person.memberships if each.kind == kind)


def rule(cycle, **changes):
    """The year with these settings besides its own."""
    cycle.settings = CycleSettings.from_data({**cycle.settings, **changes}).as_data()
    db.session.commit()
