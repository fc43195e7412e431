"""Letters that wait follow their reader: to another address, to another card, and nowhere under a restriction."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.app import create_app
from portal.core import clock, digest
from portal.core.db import db
from portal.core.letter_choices import LetterWay, choices_of, keep_choices, next_morning
from portal.core.letter_kinds import Topic
from portal.core.mail import LetterState, OutboxMessage
from portal.core.migrations import downgrade, upgrade
from portal.people import actions as people
from portal.people.actions.merging import merge_persons
from portal.settings import Settings
from tests.conftest import postgres_server
from tests.core.test_morning_letters import ZONE, digests, put
from tests.world import build_world

SYSTEM = Actor.system("tests")


@pytest.fixture
def morning(world: Any) -> Iterator[None]:
    """The clock a minute after the next morning letter."""
    with clock.freeze(next_morning(ZONE) + timedelta(minutes=1)):
        yield


def give_address(person: Any, email: str | None) -> None:
    names = {name: getattr(person, name) for name in ("family_name", "given_name", "patronymic", "birth_on",
                                                      "career_began_on", "phone")}  # fmt: skip
    people.change_person(SYSTEM, person, **names, email=email)
    db.session.commit()


def addresses() -> list[tuple[str, str, str]]:
    db.session.expire_all()
    rows = db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.letter != "email_changed").order_by(OutboxMessage.id)
    )
    return [(each.letter, each.recipient, each.state) for each in rows]


def test_what_waits_and_the_morning_letter_go_to_the_new_address(world: Any) -> None:
    put(world)
    put(world, who="misha", key="m")
    give_address(world.nina, "new@demo.example")
    assert [each[1] for each in addresses()] == ["new@demo.example", "misha@demo.example"]
    with clock.freeze(next_morning(ZONE) + timedelta(minutes=1)):
        assert digest.compose_due() == 2
    mine = next(each for each in digests() if each.recipient == "new@demo.example")
    assert mine.person_id == world.nina.id, "an erasure finds it by that"
    give_address(world.nina, "newest@demo.example")
    assert [(each[1], each[2]) for each in addresses() if each[0] == "digest"] == [
        ("newest@demo.example", LetterState.PENDING), ("misha@demo.example", LetterState.PENDING)]  # fmt: skip
    assert ("mentorship_began", "new@demo.example", LetterState.GATHERED) in addresses(), "what went is as it went"
    give_address(world.nina, None)
    assert [each[2] for each in addresses() if each[0] == "digest"] == [LetterState.ON_PORTAL, LetterState.PENDING]


def test_whose_data_is_restricted_meanwhile_gets_no_morning_letter(world: Any, morning: None) -> None:
    put(world)
    put(world, who="misha", key="m")
    world.nina.restricted_on = clock.today(ZONE)
    db.session.commit()
    with clock.freeze(clock.now() + timedelta(days=7)):
        assert digest.compose_due() == 1
    assert {each.person_id for each in digests()} == {world.misha.id}
    assert [each[2] for each in addresses() if each[0] != "digest"] == [LetterState.ON_PORTAL, LetterState.GATHERED]


def test_two_cards_with_choices_about_the_same_topic_become_one(world: Any) -> None:
    gone = people.add_person(SYSTEM, family_name="Седов", given_name="Паша", email="old@demo.example")
    keep_choices(world.pasha.id, {Topic.SURVEYS: LetterWay.AT_ONCE})
    keep_choices(gone.id, {Topic.SURVEYS: LetterWay.PORTAL, Topic.EVENTS: LetterWay.PORTAL})
    merge_persons(SYSTEM, world.pasha, gone)
    said = choices_of(world.pasha.id)
    assert (said[Topic.SURVEYS], said[Topic.EVENTS]) == (LetterWay.AT_ONCE, LetterWay.PORTAL)


def test_an_earlier_version_keeps_the_letters_and_their_keys(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    is_postgres = request.config.getoption("--db") == "postgres"
    url = postgres_server().create("letterskept") if is_postgres else f"sqlite:///{tmp_path}/portal.db"
    app = create_app(replace(settings, database_url=url, var_dir=str(tmp_path)))
    with app.app_context():
        upgrade()
        world = build_world()
        for key in ("held", "gathered", "on_portal"):
            put(world, key=key)
            change = sa.update(OutboxMessage).where(OutboxMessage.event_key == f"mentorship_began:{key}")
            db.session.execute(change.values(state=key))
        db.session.commit()
        db.session.remove()
        downgrade(revision="0030")
        rows = db.session.execute(
            sa.text("SELECT event_key, state, sent_at = created_at, error <> '' FROM outbox_message ORDER BY id")
        ).all()
        assert [(key.partition(":")[2], state, bool(at), bool(why)) for key, state, at, why in rows] == [
            ("held", "pending", False, False), ("gathered", "sent", True, False), ("on_portal", "parked", False, True),
        ]  # fmt: skip
        db.session.remove()
        upgrade()
        db.session.remove()
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()
