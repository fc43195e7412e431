"""The college with its head, its council and a draft: what tests of documents begin from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.actions import Named
from portal.documents.models import Document
from portal.people import actions as people
from portal.people.kinds import BodyKind, BodyPart
from portal.people.models import CollegialBody
from tests.conftest import NOW
from tests.world import World

TODAY = NOW.date()


@pytest.fixture
def college(world: World) -> Any:
    """School 1 with Денис at its head and an address."""
    world.school_1.head_id = world.denis.id
    world.school_1.address = "665800, Иркутская область, г. Ангарск, ул. Ленина, 1"
    db.session.commit()
    return world.school_1


@pytest.fixture
def draft(world: World, college: Any) -> Callable[..., Document]:
    """An order that names Нина and Полина as curators."""

    def make(kind: str = "order_curators", **more: Any) -> Document:
        named = [Named(person=world.nina, note="«студент – студент»"), Named(person=world.polina)]
        said = {"people": named, **more}
        made = documents.issue_document(world.actor("kira"), kind, college, **said)
        db.session.commit()
        return made

    return make


@pytest.fixture
def signed(world: World, draft: Callable[..., Document]) -> Callable[..., Document]:
    """The same, registered today (or on the day `on`)."""

    def make(*, on: date = TODAY, number: str = "", **more: Any) -> Document:
        made = draft(**more)
        documents.send_to_signature(world.actor("kira"), made)
        documents.register(world.actor("kira"), made, registered_on=on, number=number)
        db.session.commit()
        return made

    return make


@pytest.fixture
def council(world: World, college: Any) -> CollegialBody:
    """The pedagogical council: Денис chairs, Кира keeps the minutes, Нина sits."""
    actor = world.actor("kira")
    kind = BodyKind.PEDAGOGICAL_COUNCIL
    body = people.add_body(actor, college, kind=kind, name="Педагогический совет", starts_on=TODAY)
    for person, part in (("denis", BodyPart.CHAIR), ("kira", BodyPart.SECRETARY), ("nina", BodyPart.MEMBER)):
        people.add_body_member(actor, body, world.person(person), part=part, starts_on=TODAY)
    db.session.commit()
    return body
