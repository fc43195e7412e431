"""Experience, qualifications and dated facts of the demo teachers, and a pupil who comes from another school."""

from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.demo.town import SYSTEM, Town
from portal.people import actions as people
from portal.people.kinds import FactKind, MembershipKind, QualificationKind
from portal.people.models import Membership, Organization, Person

COURSES = ("Наставничество: от запроса к результату", "Цифровые инструменты педагога", "Первая помощь в учебной группе")
CAST_BEGAN = {"nina": date(1998, 8, 25), "kira": date(2009, 9, 1), "vera": date(1992, 9, 1), "yana": date(2025, 9, 1),
              "polina": date(2014, 9, 1), "denis": date(1995, 9, 1)}  # fmt: skip


def add_careers(town: Town) -> None:
    """Every teacher gets a beginning of experience; every second a course, every third a category and its fact."""
    for key, began_on in CAST_BEGAN.items():
        town.people[key].career_began_on = began_on
    for order, (person, school) in enumerate(_teachers(town)):
        is_young = person.birth_on is not None and person.birth_on.year > 1995
        if person.career_began_on is None:
            person.career_began_on = date(2024 + order % 2, 9, 1) if is_young else date(1999 + order % 12, 9, 1)
        _record(person, school, order, is_young=is_young)
    _guest(town)
    db.session.flush()


def _teachers(town: Town) -> list[tuple[Person, Organization]]:
    ids = [school.id for number, school in town.schools.items() if number]
    rows = db.session.execute(
        sa.select(Person, Organization)
        .join(Membership, Membership.person_id == Person.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(Membership.kind == MembershipKind.EMPLOYEE, Organization.id.in_(ids))
        .order_by(Membership.id)
    )
    return [(person, school) for person, school in rows]


def _record(person: Person, school: Organization, order: int, *, is_young: bool) -> None:
    if is_young:
        people.add_career_fact(
            SYSTEM, person, school, kind=FactKind.HIRED, happened_on=date(2025, 9, 1), note="По итогам практики"
        )
    if order % 2 == 0:
        people.add_qualification(
            SYSTEM, person, kind=QualificationKind.COURSE, title=COURSES[order % len(COURSES)],
            issuer="Центр развития образования", hours=36 if order % 4 else 72, issued_on=date(2025, 3, 1 + order % 20),
        )  # fmt: skip
    if order % 3 == 0 and not is_young:
        title = "Высшая категория" if order % 2 else "Первая категория"
        people.add_qualification(
            SYSTEM, person, kind=QualificationKind.CATEGORY, title=title, issuer="Министерство образования",
            issued_on=date(2023, 4, 14), valid_until=date(2028, 4, 13),
        )  # fmt: skip
        people.add_career_fact(SYSTEM, person, school, kind=FactKind.ATTESTED, happened_on=date(2023, 4, 14))


def _guest(town: Town) -> None:
    """A pupil of the school takes part in the programme of the college without an account."""
    guest = people.add_person(
        SYSTEM, family_name="Лебедев", given_name="Матвей", patronymic="Юрьевич", birth_on=date(2010, 2, 14)
    )
    people.add_membership(
        SYSTEM, guest, town.schools[1], kind=MembershipKind.LEARNER, starts_on=date(2025, 9, 1), home=town.schools[2]
    )
