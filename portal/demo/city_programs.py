"""Programmes of the city: every organisation runs the one of a customer; who may stand on which side of a pair."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import User
from portal.consents.kinds import Purpose
from portal.consents.models import Consent, ConsentText
from portal.consents.queries.basis import has_basis
from portal.core import clock
from portal.core.db import db, new_public_id
from portal.demo.city_people import Place, consent_row, note_entered, staff_of
from portal.demo.programs import NAME, SEPTEMBER
from portal.demo.town import SYSTEM, ZONE
from portal.events.actions import take_over_plan
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Membership, Organization, Person, Representation
from portal.programs import actions as programs
from portal.programs.definitions import FormatChoice, ProgramPattern, program_patterns
from portal.programs.kinds import Side
from portal.programs.models import Cycle, Program
from portal.programs.queries import cycles_of
from portal.programs.routes import Route

OF_SCHOOLS, OF_COLLEGES = "bratsk", ("amak", "chgtt", "vpk", "amt")
LEARNERS_TOO = FormatChoice(code="student_student")
GUESTS, PUPILS = 12, 12  # of the neighbouring school: parents who come from the plant, pupils who go to the college
LEADERS, YOUNG = 2, 3
BY_MENTOR = 3  # of so many learners one mentors


@dataclass
class House:
    """An organisation, its two years, the ids of people for both sides; taken places, routes by year and format."""

    school: Organization
    cycles: list[Cycle]
    places: Counter[int] = field(default_factory=Counter)
    routes: dict[tuple[int, int], Route] = field(default_factory=dict)
    mentors: dict[Side, list[int]] = field(default_factory=dict)
    mentees: dict[Side, list[int]] = field(default_factory=dict)


def invite_neighbours(schools: Sequence[Organization]) -> None:
    """Parents from the plant come as mentors, pupils go to a college; call on the day on which the city was settled.

    Who comes to another organisation signs its own consent.
    """
    plant = db.session.scalars(
        sa.select(Organization).where(Organization.kind == OrganizationKind.ENTERPRISE).order_by(Organization.id)
    ).first()
    near: Organization | None = None
    for school in schools:
        is_college = school.kind == OrganizationKind.COLLEGE
        if not is_college:
            near = school
        if near is None or plant is None:
            continue
        parents = _signed(near, MembershipKind.PARENT)[:GUESTS]
        pupils = _signed(near, MembershipKind.LEARNER)[-PUPILS:] if is_college else []
        _give_places(school, plant.id, parents)
        if is_college:
            _sign(school, [(one, one) for one in (*parents, *pupils)] + _guardians(pupils))
        db.session.commit()


def open_houses(schools: Sequence[Organization], of_cast: Organization) -> list[House]:
    """Two years of a programme in every organisation of the city, and in the end the college of the cast."""
    today, patterns = clock.today(ZONE), program_patterns()
    year = today.year if today.month >= SEPTEMBER else today.year - 1
    colleges = iter(range(len(schools)))
    houses = []
    for school in schools:
        is_college = school.kind == OrganizationKind.COLLEGE
        code = OF_COLLEGES[next(colleges) % len(OF_COLLEGES)] if is_college else OF_SCHOOLS
        program = programs.add_program(
            SYSTEM, school, name=NAME, pattern=_for_learners_too(patterns[code]), span=programs.school_span(year - 1)
        )
        last = cycles_of(program)[0]
        this = programs.copy_cycle(SYSTEM, last, span=programs.school_span(year))
        programs.close_cycle(SYSTEM, last, on=last.ends_on)
        take_over_plan(SYSTEM, school, year)
        houses.append(_filled(House(school, [last, this])))
        db.session.commit()
    known = db.session.scalars(sa.select(Program).where(Program.organization_id == of_cast.id)).first()
    if known is not None:
        houses.append(_filled(House(of_cast, sorted(cycles_of(known), key=lambda each: each.starts_on)[-2:])))
    return houses


def _for_learners_too(pattern: ProgramPattern) -> ProgramPattern:
    """A programme about teachers alone takes in students: there are more pairs than teachers."""
    if any(each.code == LEARNERS_TOO.code for each in pattern.formats):
        return pattern
    return replace(pattern, formats=(*pattern.formats, LEARNERS_TOO))


def _filled(house: House) -> House:
    """People with a consent who stand in no base yet: leaders, teachers, guests; of the learners a third mentors."""
    school = house.school
    own = Side.STUDENT if school.kind == OrganizationKind.COLLEGE else Side.PUPIL
    free = set(_signed(school, MembershipKind.EMPLOYEE))
    staff = [each for each in staff_of(school) if each in free]
    learners = _signed(school, MembershipKind.LEARNER)
    guests = _signed(school, MembershipKind.SPECIALIST)
    young = [each for order, each in enumerate(staff) if order >= YOUNG and order % YOUNG == 0]
    house.mentors = {
        Side.ADMINISTRATION: staff[:LEADERS], Side.EMPLOYER: guests[::2], Side.NGO: guests[1::2],
        Side.TEACHER: [each for each in staff[LEADERS:] if each not in young], own: learners[::BY_MENTOR],
    }  # fmt: skip
    house.mentees = {
        Side.TEACHER: young, own: [each for order, each in enumerate(learners) if order % BY_MENTOR],
    }  # fmt: skip
    if own is Side.STUDENT:
        house.mentees[Side.PUPIL] = _from_elsewhere(school)
    return house


def _signed(school: Organization, kind: MembershipKind) -> list[int]:
    """Ids of people with this place there who have given the consent it needs and stand in no base, oldest first."""
    today = clock.today(ZONE)
    return list(db.session.scalars(
        sa.select(Membership.person_id).join(Person, Person.id == Membership.person_id)
        .where(Membership.organization_id == school.id, Membership.kind == kind, *_free(school, today))
        .order_by(Membership.id)
    ))  # fmt: skip


def _from_elsewhere(college: Organization) -> list[int]:
    """Pupils of schools who have signed for the college."""
    pupils = sa.select(Membership.person_id).join(Organization, Organization.id == Membership.organization_id).where(
        Membership.kind == MembershipKind.LEARNER, Organization.kind == OrganizationKind.SCHOOL
    )  # fmt: skip
    signed = sa.select(Consent.person_id).where(Consent.organization_id == college.id)
    return list(db.session.scalars(
        sa.select(Person.id)
        .where(Person.id.in_(pupils), Person.id.in_(signed), *_free(college, clock.today(ZONE))).order_by(Person.id)
    ))  # fmt: skip


def _free(school: Organization, today: date) -> list[sa.ColumnElement[bool]]:
    """Nobody of the cast: what they see stays as the town made it."""
    of_base = (MentorProfile, MentoringRequest)
    return [
        Person.id.not_in(sa.select(User.person_id)),
        *(Person.id.not_in(sa.select(each.person_id).where(each.organization_id == school.id)) for each in of_base),
        has_basis(Person.id, school.id, Purpose.PARTICIPATION, today),
    ]


def _give_places(school: Organization, plant_id: int, people: Sequence[int]) -> None:
    rows: list[dict[str, Any]] = [
        {"public_id": new_public_id(), "person_id": one, "organization_id": school.id, "home_id": plant_id,
         "kind": MembershipKind.SPECIALIST, "post": "Мастер участка", "starts_on": clock.today(ZONE)}
        for one in people
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(Membership), rows)


def _guardians(pupils: Sequence[int]) -> list[tuple[int, int]]:
    rows = db.session.execute(
        sa.select(Representation.person_id, Representation.representative_id)
        .where(Representation.person_id.in_(pupils)).order_by(Representation.id)
    )  # fmt: skip
    return [(row.person_id, row.representative_id) for row in rows]


def _sign(school: Organization, signed: Sequence[tuple[int, int]]) -> None:
    text = db.session.scalars(
        sa.select(ConsentText)
        .where(ConsentText.organization_id == school.id, ConsentText.purpose == Purpose.PARTICIPATION)
    ).one()  # fmt: skip
    place = Place(school, text, OrganizationKind.COLLEGE)
    rows = [consent_row(place, person, signer) for person, signer in signed]
    if rows:
        db.session.execute(sa.insert(Consent), rows)
        note_entered(school.id, [], [], rows, [])
