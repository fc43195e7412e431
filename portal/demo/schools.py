"""The other people of the demo town: five organisations with teachers, learners, parents, consents and partners.

The five follow the five customers of the portal: a college with its own programme, a municipality with schools, a
technical school in the taiga, a polytechnic with a road map, a technical school that mentors its teachers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.core import clock
from portal.demo.names import invented_names
from portal.demo.town import BEGAN_ON, CONSENT_BODY, SYSTEM, ZONE, Town, consent_to_participate
from portal.people import actions as people
from portal.people.kinds import Contour, MembershipKind, OrganizationKind
from portal.people.models import Organization, Person

SUBJECTS = ("Математика", "Русский язык", "Физика", "История", "Химия", "Информатика", "Сварочное дело", "Механика")
TEACHERS, LEARNERS = 9, 13
WITHOUT_PAPER = 2  # learners of the school whose parents have not signed yet


@dataclass(frozen=True)
class Plan:
    """An organisation to be built: its group, the age of its learners and whether it still needs staff."""

    number: int
    kind: OrganizationKind
    name: str
    short_name: str
    group: str
    course: int
    age: int


PLANS = (
    Plan(1, OrganizationKind.COLLEGE, "", "", "М-21", 2, 19),
    Plan(2, OrganizationKind.SCHOOL, "", "", "9 «А»", 9, 14),
    Plan(3, OrganizationKind.COLLEGE, "Таёжный горно-технологический техникум", "Техникум", "Г-11", 1, 18),
    Plan(4, OrganizationKind.COLLEGE, "Северный политехнический колледж", "Политех", "П-31", 3, 20),
    Plan(5, OrganizationKind.COLLEGE, "Северный многопрофильный техникум", "Многопрофильный", "Т-22", 2, 19),
)


def settle_schools(town: Town, *, seed: int) -> None:
    """Fill the five organisations with people; everyone has a place, a role and, nearly all, a consent."""
    names = invented_names(seed)
    _settle_enterprise(town)
    for plan in PLANS:
        if plan.number not in town.schools:
            _open_school(town, plan, names)
        for order in range(TEACHERS):
            _settle_teacher(town, plan.number, names, order)
        for order in range(LEARNERS):
            _settle_learner(town, plan, names, order)


def _settle_enterprise(town: Town) -> None:
    plant = people.add_organization(
        SYSTEM, kind=OrganizationKind.ENTERPRISE, contour=Contour.EXTERNAL, name="Северный механический завод",
        short_name="Завод", time_zone=ZONE, municipality=town.municipality,
    )  # fmt: skip
    people.add_membership(
        SYSTEM, town.people["pavel"], plant, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON, post="Начальник цеха"
    )


def _open_school(town: Town, plan: Plan, names: Iterator[tuple[str, str, str]]) -> None:
    school = people.add_organization(
        SYSTEM,
        kind=plan.kind,
        name=plan.name,
        short_name=plan.short_name,
        time_zone=ZONE,
        municipality=town.municipality,
    )
    consents.save_policy(SYSTEM, school, evidence=[Evidence.SCAN, Evidence.PAPER])
    town.schools[plan.number] = school
    town.groups[plan.number] = people.add_group(SYSTEM, school, name=plan.group, course=plan.course, starts_on=BEGAN_ON)
    town.consent_texts[plan.number] = consents.add_consent_text(
        SYSTEM, school, purpose=Purpose.PARTICIPATION, category="any", title="Согласие на участие и мониторинг",
        body=CONSENT_BODY, starts_on=BEGAN_ON,
    )  # fmt: skip
    for post, role in (("Директор", Role.DIRECTOR), ("Заместитель директора", Role.CURATOR)):
        person = _add(names, birth_on=date(1979, 5, 5))
        people.add_membership(SYSTEM, person, school, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON, post=post)
        consent_to_participate(person, town.consent_texts[plan.number], clock.today(ZONE))
        grant_role(SYSTEM, person, school, role, starts_on=BEGAN_ON)


def _settle_teacher(town: Town, number: int, names: Iterator[tuple[str, str, str]], order: int) -> None:
    """Every third is young and a mentee, the others mentor."""
    school = town.schools[number]
    is_young = order % 3 == 0
    person = _add(names, birth_on=date(1999 if is_young else 1974, 1 + order, 10))
    people.add_membership(
        SYSTEM, person, school, kind=MembershipKind.EMPLOYEE, post="Преподаватель",
        subject=SUBJECTS[order % len(SUBJECTS)],
        starts_on=date(2025, 9, 1) if is_young else BEGAN_ON,
    )  # fmt: skip
    grant_role(SYSTEM, person, school, Role.MENTEE if is_young else Role.MENTOR, starts_on=BEGAN_ON)
    consent_to_participate(person, town.consent_texts[number], clock.today(ZONE))


def _settle_learner(town: Town, plan: Plan, names: Iterator[tuple[str, str, str]], order: int) -> None:
    school, group = town.schools[plan.number], town.groups[plan.number]
    today = clock.today(ZONE)
    person = _add(names, birth_on=date(today.year - plan.age, 1 + order % 9, 1 + order))
    people.add_membership(SYSTEM, person, school, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=group)
    if order % 4 != 3:
        grant_role(SYSTEM, person, school, Role.MENTEE, starts_on=BEGAN_ON)
    text = town.consent_texts[plan.number]
    consent_to_participate(person, text, clock.today(ZONE))
    if plan.age < 18:
        parent = _represent(names, person, school)
        if order >= WITHOUT_PAPER:
            consents.record_consent(
                SYSTEM, person, text, given_by=parent, evidence=Evidence.PAPER, starts_on=clock.today(ZONE)
            )


def _represent(names: Iterator[tuple[str, str, str]], child: Person, school: Organization) -> Person:
    parent = _add(names, birth_on=date(1982, 4, 4))
    people.add_membership(SYSTEM, parent, school, kind=MembershipKind.PARENT, starts_on=BEGAN_ON)
    people.add_representation(SYSTEM, child, parent, relation="родитель", starts_on=BEGAN_ON)
    grant_role(SYSTEM, parent, school, Role.PARENT, starts_on=BEGAN_ON)
    return parent


def _add(names: Iterator[tuple[str, str, str]], *, birth_on: date) -> Person:
    family, given, father = next(names)
    return people.add_person(SYSTEM, family_name=family, given_name=given, patronymic=father, birth_on=birth_on)
