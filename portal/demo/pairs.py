"""Pairs of the demo town: proposed, on their route, working by an order or by the registry, at rest, over."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle as endless

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.consents.kinds import Purpose
from portal.consents.queries.basis import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.demo.town import ZONE, Town
from portal.documents import actions as documents
from portal.matching import actions as matching
from portal.matching.kinds import Origin
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.queries import openings_of, own_places
from portal.matching.queries.openings import BELONGING
from portal.mentorships import actions as pairing
from portal.mentorships.actions import PairFacts, Said
from portal.mentorships.kinds import Ending, MentorshipState, Outcome, Way
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.choosing import free_mentors, opportunities, waiting_requests
from portal.mentorships.queries.steps import waiting_step
from portal.mentorships.route import ORDERING
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.programs.definitions import role_patterns
from portal.programs.models import CycleFormat

MOST_OF_FORMAT, MOST_OF_SCHOOL = 5, 30
TELLING = ("ts_low", "ts_disc", "ts_risk")  # these say more of a learner than a list of examples should
GOALS = (
    "Увереннее чувствовать себя на практике и не бояться спрашивать.",
    "Подготовиться к защите проекта и рассказать о нём без листка.",
    "Освоиться на новом месте и наладить первые занятия.",
    "Разобраться с трудной темой и сдать её в срок.",
)
FATES = ("working", "paused", "deciding", "proposed", "ordering", "ended", "refused", "working", "working", "proposed")
BEGINS = {"working", "paused", "ended"}


def add_pairs(town: Town) -> None:
    """What became of requests and mentors of every organisation since its bases were approved."""
    now, fates = clock.now(), endless(FATES)
    for number in sorted(each for each in town.schools if each):
        school = town.schools[number]
        curator = _acting(town, school)
        told: list[tuple[Mentorship, str]] = []
        with clock.freeze(now - timedelta(days=9)):
            _fill_base(curator, school)
        with clock.freeze(now - timedelta(days=8)):
            for profile, asked in _couples(curator, school):
                pair = _proposed(curator, profile, asked)
                if pair is not None:
                    told.append((pair, next(fates)))
            for pair, fate in told:
                _answer(pair, fate)
            for pair, fate in told:
                if fate in BEGINS | {"deciding", "ordering"}:
                    _walk(curator, pair, stop_early=fate == "deciding")
        with clock.freeze(now - timedelta(days=6)):
            _order(town, curator, school, [pair for pair, fate in told if fate in BEGINS])
        with clock.freeze(now - timedelta(days=1)):
            for pair, fate in told:
                _live(curator, pair, fate)
    db.session.flush()


def _acting(town: Town, school: Organization) -> Actor:
    keys = {1: "kira", 2: "karim"}
    number = next(n for n, each in town.schools.items() if each is school)
    person = town.people[keys.get(number, "olga")]
    grants = tuple(Grant(role=role, organization_id=school.id) for role in (Role.CURATOR, Role.METHODOLOGIST))
    return Actor(person_id=person.id, grants=grants, time_zone=ZONE)


def _fill_base(curator: Actor, school: Organization) -> None:
    """Nobody with a free place goes without somebody who asks: people with a consent are brought into the base."""
    today, goals = clock.today(ZONE), endless(GOALS)
    consents = has_basis(Person.id, school.id, Purpose.PARTICIPATION, today)
    people = db.session.scalars(
        sa.select(Person).join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == school.id, Membership.kind.in_(BELONGING), in_force(Membership, today),
            Person.id.not_in(sa.select(MentoringRequest.person_id)),
            Person.id.not_in(sa.select(MentorProfile.person_id)), consents,
        )
        .distinct().order_by(Person.id).limit(MOST_OF_SCHOOL)
    ).all()  # fmt: skip
    left = list(people)
    for each in opportunities(curator, today):
        running = each.format
        places = sum(one.free for one in free_mentors(running.cycle, running.format.code, today))
        for person in left[:]:
            opening = next((one for one in openings_of(own_places(person.id, today), today)
                            if one.format.id == running.id), None)  # fmt: skip
            if places <= each.waiting or opening is None:
                continue
            left.remove(person)
            places -= 1
            try:
                asked = matching.nominate(curator, person, opening, origin=Origin.CURATOR, goal=next(goals),
                                          agreed_on=today)  # fmt: skip
                matching.accept_into_base(curator, asked, decision="Кураторы наставничества, протокол № 2",
                                          decided_on=today)  # fmt: skip
            except Refusal:  # a rule of that programme's year
                continue


def _couples(curator: Actor, school: Organization) -> Iterator[tuple[MentorProfile, MentoringRequest]]:
    """A few couples of every format: whoever waits first with whoever has a place."""
    today = clock.today(ZONE)
    for each in opportunities(curator, today):
        running: CycleFormat = each.format
        asked = waiting_requests(running.cycle, running.format_id)
        mentors = free_mentors(running.cycle, running.format.code, today)
        if mentors:
            yield from zip((one.profile for one in endless(mentors)), asked[:MOST_OF_FORMAT], strict=False)


def _proposed(curator: Actor, profile: MentorProfile, asked: MentoringRequest) -> Mentorship | None:
    patterns = [
        code
        for code, each in role_patterns().items()
        if each.format == asked.format.code and not each.requirements and code not in TELLING
    ]
    facts = PairFacts(pattern=patterns[asked.id % len(patterns)] if patterns else "",
                      ways=[Way.VIRTUAL] if asked.id % 3 == 0 else [])  # fmt: skip
    try:
        return pairing.propose_mentorship(
            curator, asked.cycle, asked.format, profiles=[profile], requests=[asked], facts=facts
        )
    except Refusal:
        return None


def _answer(pair: Mentorship, fate: str) -> None:
    mentor, mentee = pair.members
    try:
        pairing.say_yes(Actor(person_id=mentor.person_id), mentor)
        if fate == "refused":
            pairing.say_no(Actor(person_id=mentee.person_id), mentee, reason="Времени сейчас нет")
        elif fate != "proposed":
            pairing.say_yes(Actor(person_id=mentee.person_id), mentee)
    except Refusal:
        pairing.end(Actor(person_id=mentor.person_id), pair, Ending.REFUSED, "У наставника не осталось мест")


def _walk(curator: Actor, pair: Mentorship, *, stop_early: bool) -> None:
    """Everything before the order is said; a pair that still waits for a decision stops at the first step of it."""
    while (step := waiting_step(pair)) and step.action not in ORDERING:
        if stop_early and not step.is_advisory and step.action != "proposal":
            return
        body = (*step.bodies, *step.roles)[0]
        said = Said(outcome=Outcome.YES, acted_on=clock.today(ZONE), body=body,
                    words="Протокол № 3" if step.bodies else "")  # fmt: skip
        pairing.record_step(curator, pair, step.code, said)


def _order(town: Town, curator: Actor, school: Organization, pairs: list[Mentorship]) -> None:
    """One order on all that wait for it, signed the same day."""
    waiting = [pair for pair in pairs if (step := waiting_step(pair)) and step.action in ORDERING]
    if not waiting:
        return
    order = pairing.draft_order(curator, waiting)
    if order.signatory_id is None:
        head = town.people["denis"] if school is town.schools[1] else town.people["olga"]
        order.signatory_id, order.signatory_name, order.signatory_post = head.id, head.full_name, "Директор"
    documents.send_to_signature(curator, order)
    documents.register(curator, order, registered_on=clock.today(ZONE))


def _live(curator: Actor, pair: Mentorship, fate: str) -> None:
    if pair.state != MentorshipState.ACTIVE:
        return
    if fate == "paused":
        pairing.turn(pair, MentorshipState.PAUSED)
    elif fate == "ended":
        pairing.end(curator, pair, Ending.INCOMPATIBLE, "Разное представление о цели, ищем другого наставника")
