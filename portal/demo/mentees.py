"""The base of mentees of the demo town: own wishes, nominations that wait for a yes, requests in the base."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.consents import actions as consents
from portal.consents.kinds import Category, Evidence, Purpose
from portal.consents.queries import text_for
from portal.consents.queries.basis import has_basis
from portal.consents.queries.signers import is_adult
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.matching import actions as matching
from portal.matching.kinds import MarkKind, Origin, SupportState
from portal.matching.models import MentoringRequest
from portal.matching.queries import openings_of, own_places
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force

WISHES = (
    ("misha", "Хочу увереннее читать чертежи и выступать на защите."),
    ("yana", "Первый год веду старшие классы, нужна поддержка в подготовке уроков."),
)
NOMINATIONS = (
    (Origin.GROUP_CURATOR, "Трудно даётся переход в новую группу, держится в стороне."),
    (Origin.TEACHER, "Сильный интерес к сварке, пора пробовать конкурсы мастерства."),
    (Origin.PSYCHOLOGIST, "Пропадает уверенность перед экзаменами, нужен старший товарищ."),
    (Origin.GROUP_CURATOR, "Хочет понять, куда идти после колледжа."),
    (Origin.DEPARTMENT_HEAD, "Нужна помощь с физикой и с тем, как учиться самостоятельно."),
    (Origin.TEACHER, "Просит показать, как готовить проект от идеи до защиты."),
)
WISH = "Хочет перенять опыт, которого в этой форме пока никто не передаёт."
DECISION = "Педагогический совет, протокол № 2"
IN_BASE, ASKED = 3, 5  # of the nominated: how many stand in the base, how many have said yes


def add_mentees(town: Town) -> None:
    """Requests of the college and the school over the last three weeks."""
    now = clock.now()
    with clock.freeze(now - timedelta(days=20)):
        nominated = _nominate(town)
    with clock.freeze(now - timedelta(days=9)):
        today = clock.today(ZONE)
        for asked in nominated[:IN_BASE]:
            matching.accept_into_base(SYSTEM, asked, decision=DECISION, decided_on=today)
        _mark(nominated[:IN_BASE], today)
        matching.note_support(SYSTEM, nominated[IN_BASE - 1], SupportState.NEEDED)
    with clock.freeze(now - timedelta(days=3)):
        for key, goal in WISHES:
            person = town.people[key]
            openings = openings_of(own_places(person.id, clock.today(ZONE)), clock.today(ZONE))
            if openings and _may_be_asked(person.id, openings[0].place.organization_id):
                actor = Actor(person_id=person.id, time_zone=ZONE, name=Role.MENTEE)
                matching.apply(actor, person, openings[0], goal=goal)
        _wish([nominated[-1].person, town.people["nina"], town.people["polina"]])


def _wish(people: Sequence[Person]) -> None:
    """The first who may ask for a format that does not run this year does: the programme and the wishes differ."""
    today = clock.today(ZONE)
    for person in people:
        openings = openings_of(own_places(person.id, today), today, with_wishes=True)
        wished = next((each for each in openings if not each.runs), None)
        if wished is not None and _may_be_asked(person.id, wished.place.organization_id):
            matching.nominate(SYSTEM, person, wished, origin=Origin.DEPARTMENT_HEAD, goal=WISH, agreed_on=today)
            return


def _nominate(town: Town) -> list[MentoringRequest]:
    college, today = town.schools[1], clock.today(ZONE)
    learners = db.session.scalars(
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == college.id, Membership.kind == MembershipKind.LEARNER,
            in_force(Membership, today), Person.id != town.people["misha"].id,
            has_basis(Person.id, college.id, Purpose.PARTICIPATION, today),
        )
        .order_by(Person.id)
        .limit(len(NOMINATIONS))
    ).all()  # fmt: skip
    found = []
    for order, (person, (origin, goal)) in enumerate(zip(learners, NOMINATIONS, strict=False)):
        opening = openings_of(own_places(person.id, today), today)[0]
        agreed_on = today if order < ASKED else None
        found.append(matching.nominate(SYSTEM, person, opening, origin=origin, goal=goal, agreed_on=agreed_on))
    return found


def _mark(requests: Sequence[MentoringRequest], today: date) -> None:
    """One grown-up of the base has signed the sheet about marks, and bears one."""
    for asked in requests:
        text = text_for(asked.organization_id, Purpose.SENSITIVE, Category.LEARNER, today)
        if text is not None and is_adult(asked.person, today):
            consents.record_consent(
                SYSTEM, asked.person, text, given_by=asked.person, evidence=Evidence.SCAN, starts_on=today
            )
            matching.set_marks(SYSTEM, asked, {MarkKind.RISK_GROUP})
            return


def _may_be_asked(person_id: int, organization_id: int) -> bool:
    asked = has_basis(Person.id, organization_id, Purpose.PARTICIPATION, clock.today(ZONE))
    return bool(db.session.scalar(sa.select(Person.id).where(Person.id == person_id, asked)))
