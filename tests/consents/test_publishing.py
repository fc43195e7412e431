"""What may be made public of a person: nothing without a consent, nothing that anybody of two banned."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.queries import may_publish, may_publish_freely, publishing_of
from portal.core.db import db
from portal.people.models import Person
from tests.consents.papers import add_text

SYSTEM, TODAY = Actor.system("test"), date(2026, 11, 20)
ALLOW, DENY = {"decision": "allow"}, {"decision": "deny"}


def sign(world: Any, who: str, by: str, **items: dict[str, str]) -> None:
    text = getattr(world, "publication", None) or add_text(world.school_1, Purpose.PUBLICATION, items=list(Item)[:2])
    world.__dict__["publication"] = text
    consents.record_consent(
        SYSTEM, world.person(who), text, given_by=world.person(by), evidence=Evidence.SCAN, starts_on=TODAY, items=items
    )


def published(world: Any, item: Item, organization: Any = None) -> set[str]:
    """Family names of everybody whose item may be shown, by the clause of lists."""
    place = sa.literal((organization or world.school_1).id)
    return set(db.session.scalars(sa.select(Person.family_name).where(may_publish(Person.id, place, item, TODAY))))


def test_nothing_is_public_without_a_consent_of_its_own(world: Any) -> None:
    assert published(world, Item.NAME) == set()
    assert not publishing_of([world.nina.id], world.school_1.id, Item.NAME, TODAY)[world.nina.id].is_allowed


def test_each_item_is_allowed_by_itself_and_in_its_own_organisation(world: Any) -> None:
    sign(world, "nina", "nina", name=ALLOW, photo=DENY)
    assert published(world, Item.NAME) == {"Орлова"}
    assert published(world, Item.PHOTO) == set()
    assert published(world, Item.INTERVIEW) == set()  # the wording does not name it
    assert published(world, Item.NAME, world.school_2) == set()


def test_a_condition_is_shown_to_whoever_publishes(world: Any) -> None:
    sign(world, "nina", "nina", name=ALLOW, photo={"decision": "condition", "condition": "только со спины"})
    told = publishing_of([world.nina.id, world.misha.id], world.school_1.id, Item.PHOTO, TODAY)
    assert told[world.nina.id].is_allowed
    assert told[world.nina.id].conditions == ("только со спины",)
    assert not told[world.misha.id].is_allowed


def test_of_two_signatures_each_may_ban(world: Any) -> None:
    sign(world, "pasha", "pasha", name=ALLOW, photo=ALLOW)
    assert published(world, Item.NAME) == set()  # the mother has not signed
    sign(world, "pasha", "maria", name=ALLOW, photo=DENY)
    assert published(world, Item.NAME) == {"Седов"}
    assert published(world, Item.PHOTO) == set()


def test_a_withdrawal_and_a_restriction_end_publication_at_once(world: Any) -> None:
    sign(world, "nina", "nina", name=ALLOW, photo=ALLOW)
    sign(world, "misha", "misha", name=ALLOW, photo=ALLOW)
    consents.withdraw_consent(SYSTEM, world.nina, world.school_1, Purpose.PUBLICATION, by=world.nina)
    world.misha.restricted_on = TODAY
    db.session.flush()
    assert published(world, Item.NAME) == set()


def test_what_is_allowed_with_a_condition_is_not_free(world: Any) -> None:
    """Pages that show the item as it is keep to no condition: contests, final events, experts."""
    sign(world, "nina", "nina", name={"decision": "condition", "condition": "только инициалы"}, photo=ALLOW)
    place = sa.literal(world.school_1.id)

    def free(item: Item) -> set[str]:
        asked = sa.select(Person.family_name).where(may_publish_freely(Person.id, place, item, TODAY))
        return set(db.session.scalars(asked))

    assert published(world, Item.NAME) == {"Орлова"}
    assert free(Item.NAME) == set()
    assert free(Item.PHOTO) == {"Орлова"}
