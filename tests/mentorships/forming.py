"""Steps of the tests about forming: a request in the base, an active mentor, a pair, yes of both, an order."""

from datetime import date
from typing import Any

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.matching.actions import accept_into_base, nominate
from portal.matching.kinds import Origin
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.queries import openings_of, own_places
from portal.mentorships.actions import PairFacts, Said, draft_order, propose_mentorship, record_step, say_yes
from portal.mentorships.kinds import Outcome
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.steps import waiting_step
from portal.programs.models import Cycle
from tests.conftest import NOW
from tests.matching.mentoring import bring, take

TODAY = NOW.date()
CATEGORIES = {"misha": "student", "pasha": "student"}


def in_base(world: Any, key: str, code: str, cycle: Cycle | None = None) -> MentoringRequest:
    """A request of the person that stands in the base."""
    found = openings_of(own_places(world.person(key).id, TODAY), TODAY)
    opening = next(each for each in found if each.format.format.code == code and cycle in (None, each.cycle))
    made = nominate(world.actor("kira"), world.person(key), opening, origin=Origin.TEACHER, goal="Войти в ритм группы",
                    agreed_on=TODAY)  # fmt: skip
    accept_into_base(world.actor("kira"), made, decision="Педсовет, протокол № 1", decided_on=TODAY)
    db.session.commit()
    return made


def mentor(world: Any, key: str, code: str, capacity: int = 1) -> MentorProfile:
    """An active mentor of the format."""
    made = take(world, bring(world, key, (code,), CATEGORIES.get(key, "teacher"), agreed_on=TODAY))
    made.capacity = capacity
    db.session.commit()
    return made


def propose(
    world: Any, asked: MentoringRequest, profile: MentorProfile, *, role: Role | None = None, **more: Any
) -> Mentorship:
    """Кира proposes the pair, in another role if wanted."""
    actor = acting(world, role) if role else world.actor("kira")
    facts = PairFacts(goal="Увереннее вести занятие", **more.pop("facts", {}))
    made = propose_mentorship(
        actor, asked.cycle, asked.format, profiles=[profile], requests=[asked], facts=facts, **more
    )
    db.session.commit()
    return made


def agree_all(world: Any, pair: Mentorship) -> Mentorship:
    """Everybody says yes themselves."""
    for member in pair.members:
        say_yes(Actor(person_id=member.person_id), member)
    db.session.commit()
    return pair


def acting(world: Any, role: Role) -> Actor:
    """Somebody of the college in this role."""
    grant = Grant(role=role, organization_id=world.school_1.id)
    return Actor(person_id=world.kira.id, grants=(grant,), time_zone="Asia/Irkutsk")


def sign(world: Any, pairs: list[Mentorship], on: date = TODAY) -> Document:
    """The order on these pairs, drafted, signed and registered."""
    kira = world.actor("kira")
    order = draft_order(kira, pairs)
    order.signatory_id, order.signatory_name, order.signatory_post = world.denis.id, world.denis.full_name, "Директор"
    documents.send_to_signature(kira, order)
    documents.register(kira, order, registered_on=on)
    db.session.commit()
    return order


def pass_to_order(world: Any, pair: Mentorship) -> None:
    """Every step before the order, each said by the first whom it names."""
    actor = acting(world, Role.CURATOR)
    while (step := waiting_step(pair)) and step.action not in ("draft_order", "order"):
        said = Said(outcome=Outcome.YES, acted_on=TODAY, body=(*step.bodies, *step.roles)[0], words="Протокол № 7")
        record_step(actor, pair, step.code, said)
    db.session.commit()
