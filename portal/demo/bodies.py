"""Groups and collegial bodies of the demo town: each school has three groups, a council, a working group, learners."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.demo.town import BEGAN_ON, SYSTEM, Town
from portal.people import actions as people
from portal.people.kinds import BodyKind, BodyPart, MembershipKind, OrganizationKind
from portal.people.labels import BODY_KINDS
from portal.people.models import Membership, Organization, Person

MOVED_ON = date(2025, 9, 1)
LEFT_ON = date(2026, 8, 31)
IN_ANOTHER = 4
MORE_GROUPS = {
    OrganizationKind.SCHOOL: (("8 «Б»", 8), ("11 «А»", 11)),
    OrganizationKind.COLLEGE: (("М-12", 1), ("М-41", 4)),
}
CONTACTS = people.Contacts(
    address="г. Северный, улица Молодёжная, 8", phone="+7 3953 00-00-00", site="https://school.example"
)
TERMS = (("КЦМ", "куратор целевой модели"), ("ЦМН", "целевая модель наставничества"))


def add_bodies(town: Town) -> None:
    """Fill the schools that have people by now."""
    for number, school in town.schools.items():
        if number == 0:
            continue
        _add_groups(school)
        employees, learners = (_people_of(school, kind) for kind in (MembershipKind.EMPLOYEE, MembershipKind.LEARNER))
        _add_body(school, BodyKind.PEDAGOGICAL_COUNCIL, employees)
        _add_body(school, BodyKind.WORKING_GROUP, employees[:4])
        _add_body(school, BodyKind.STUDENT_COUNCIL, learners[:5])
    _describe(town.schools[1], town.people["denis"])


def _add_groups(school: Organization) -> None:
    """Learners who came last go to other groups, so that September has something to show."""
    rest = list(_places_of(school))
    for name, course in MORE_GROUPS[OrganizationKind(school.kind)]:
        group = people.add_group(SYSTEM, school, name=name, course=course, starts_on=BEGAN_ON)
        going, rest = rest[-IN_ANOTHER:], rest[:-IN_ANOTHER]
        people.move_to_group(SYSTEM, going, group, on=MOVED_ON)


def _add_body(school: Organization, kind: BodyKind, members: Sequence[Person]) -> None:
    body = people.add_body(SYSTEM, school, kind=kind, name=BODY_KINDS[kind], starts_on=BEGAN_ON)
    parts = [BodyPart.CHAIR, BodyPart.SECRETARY, *[BodyPart.MEMBER] * len(members)]
    for order, (person, part) in enumerate(zip(members, parts, strict=False)):
        left = LEFT_ON if order == len(members) - 1 else None
        people.add_body_member(SYSTEM, body, person, part=part, starts_on=BEGAN_ON, ends_on=left)


def _describe(school: Organization, head: Person) -> None:
    people.edit_organization(
        SYSTEM, school, kind=OrganizationKind(school.kind), contour=school.contour, name=school.name,
        short_name=school.short_name, time_zone=school.time_zone, contacts=CONTACTS, head=head,
    )  # fmt: skip
    people.set_organization_words(SYSTEM, school, labels={}, terms=TERMS)


def _people_of(school: Organization, kind: MembershipKind) -> Sequence[Person]:
    """In the order in which they came."""
    return db.session.scalars(
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.organization_id == school.id, Membership.kind == kind, Membership.ends_on.is_(None))
        .order_by(Person.id)
    ).all()


def _places_of(school: Organization) -> Sequence[Membership]:
    return db.session.scalars(
        sa.select(Membership)
        .where(Membership.organization_id == school.id, Membership.kind == MembershipKind.LEARNER)
        .order_by(Membership.id)
    ).all()
