"""The beginning of every town: a municipality, two schools, groups and the core cast with accounts and consents."""

from dataclasses import dataclass, field
from datetime import date

from portal.access.actor import Actor
from portal.accounts.actions import grant_role, open_account
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import ConsentText
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import CAST, PASSWORD, Part
from portal.people import actions as people
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Group, Organization, Person

SYSTEM = Actor.system("demo")
ZONE = "Asia/Irkutsk"
BEGAN_ON = date(2024, 9, 1)
CONSENT_BODY = (
    "Согласие на обработку персональных данных для участия в программе наставничества и мониторинга её хода: "
    "ответы на анкеты, запрос, план, отметки о встречах. Срок: учебный год. Отозвать можно на портале или письмом."
)


@dataclass
class Town:
    """What was built, by keys of the cast."""

    municipality: Organization
    schools: dict[int, Organization] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    consent_texts: dict[int, ConsentText] = field(default_factory=dict)


def begin_town() -> Town:
    """A municipality, its two schools and the cast; everyone has an account, the learners a class."""
    municipality = people.add_organization(
        SYSTEM,
        kind=OrganizationKind.MUNICIPALITY,
        name="Город Северный",
        short_name="Северный",
        time_zone=ZONE,
    )
    town = Town(municipality, {0: municipality})
    town.schools[1] = _school(town, OrganizationKind.COLLEGE, "Северный многопрофильный колледж", "Колледж")
    town.schools[2] = _school(town, OrganizationKind.SCHOOL, "Средняя школа № 12", "Школа № 12")
    for number in (1, 2):
        school = town.schools[number]
        town.groups[number] = people.add_group(
            SYSTEM,
            school,
            name="М-21" if number == 1 else "9 «А»",
            course=2 if number == 1 else 9,
            starts_on=BEGAN_ON,
        )
        town.consent_texts[number] = consents.add_consent_text(
            SYSTEM, school, purpose=Purpose.PARTICIPATION, category="any",
            title="Согласие на участие и мониторинг", body=CONSENT_BODY, starts_on=BEGAN_ON,
        )  # fmt: skip
    for part in CAST:
        town.people[part.key] = _settle(town, part)
    _represent_and_consent(town)
    return town


def _school(town: Town, kind: OrganizationKind, name: str, short_name: str) -> Organization:
    school = people.add_organization(
        SYSTEM, kind=kind, name=name, short_name=short_name, time_zone=ZONE, municipality=town.municipality
    )
    consents.save_policy(SYSTEM, school, evidence=[Evidence.SCAN, Evidence.PAPER])
    return school


def _settle(town: Town, part: Part) -> Person:
    person = people.add_person(
        SYSTEM, family_name=part.family_name, given_name=part.given_name, patronymic=part.patronymic,
        birth_on=part.birth_on, email=part.login,
    )  # fmt: skip
    school = town.schools[part.school]
    if part.kind:
        group = town.groups.get(part.school) if part.kind is MembershipKind.LEARNER else None
        people.add_membership(
            SYSTEM,
            person,
            school,
            kind=part.kind,
            starts_on=BEGAN_ON,
            post=part.post,
            subject=part.subject,
            group=group,
        )
    if part.role:
        grant_role(SYSTEM, person, school, part.role, starts_on=BEGAN_ON)
    open_account(SYSTEM, person, login=part.login, password=PASSWORD, is_demo=True)
    return person


def _represent_and_consent(town: Town) -> None:
    people.add_representation(
        SYSTEM, town.people["pasha"], town.people["maria"], relation="мать", starts_on=date(2011, 5, 5)
    )
    today = clock.today(ZONE)
    for part in CAST:
        if part.school:
            consent_to_participate(town.people[part.key], town.consent_texts[part.school], today)
    consents.record_consent(
        SYSTEM, town.people["pasha"], town.consent_texts[1], given_by=town.people["maria"],
        evidence=Evidence.PAPER, starts_on=today,
    )  # fmt: skip
    db.session.flush()


def consent_to_participate(person: Person, text: ConsentText, on: date) -> None:
    """The person's own signature under the consent to take part."""
    consents.record_consent(SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=on)
