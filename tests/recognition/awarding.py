"""Awards for tests: put forward, decided, given."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Item, Purpose
from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.models import Document
from portal.recognition import actions
from portal.recognition.models import AwardKind, Nomination
from tests.conftest import NOW
from tests.consents.papers import add_text
from tests.mentorships.pairing import cycle_of

SYSTEM, TODAY = Actor.system("test"), NOW.date()
ALLOW, DENY = {"decision": "allow"}, {"decision": "deny"}


def kind_of(world: Any, code: str) -> AwardKind:
    """The award of the college with this code of the reference."""
    return db.session.scalars(
        sa.select(AwardKind).where(AwardKind.organization_id == world.school_1.id, AwardKind.code == code)
    ).one()


def nominated(world: Any, code: str = "certificate", whom: Any = None, *, reason: str = "Много помог") -> Nomination:
    """Нина, or somebody else, put forward in the latest year of the college."""
    return actions.nominate(
        world.actor("kira"), kind_of(world, code), cycle_of(world.school_1.id), whom or world.nina, reason=reason
    )


def approved(world: Any, code: str = "certificate", whom: Any = None) -> Nomination:
    """The same, and the director said yes."""
    made = nominated(world, code, whom)
    actions.decide(world.actor("denis"), made, is_yes=True)
    return made


def given(world: Any, code: str = "best_ceremony", whom: Any = None, *, on: date = TODAY) -> Nomination:
    """An award that needs no order, handed over."""
    made = approved(world, code, whom)
    actions.give_by_hand(world.actor("kira"), made, on)
    return made


def sign(world: Any, order: Document, on: date = TODAY) -> None:
    """The order is signed by the director and registered."""
    order.signatory_id, order.signatory_name, order.signatory_post = world.denis.id, world.denis.full_name, "Директор"
    documents.send_to_signature(SYSTEM, order)
    documents.register(SYSTEM, order, registered_on=on)


def allow_publication(world: Any, who: str = "nina", by: str = "nina", **items: Any) -> Any:
    """A consent to publication with these decisions; everything is allowed where nothing is said."""
    text = world.__dict__.get("publication") or add_text(world.school_1, Purpose.PUBLICATION, items=list(Item)[:3])
    world.__dict__["publication"] = text
    said = items or {item.value: ALLOW for item in list(Item)[:3]}
    return consents.record_consent(
        SYSTEM, world.person(who), text, given_by=world.person(by), evidence=Evidence.SCAN, starts_on=TODAY, items=said
    )  # fmt: skip
