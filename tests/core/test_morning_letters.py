"""Letters that may wait: held as their reader chose, gathered once a morning, lost and doubled never."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.accounts.models import User
from portal.core import clock, digest, mail
from portal.core.db import db
from portal.core.letter_choices import LetterWay, is_quiet, keep_choices, next_morning
from portal.core.letter_kinds import CHOSEN, URGENT, WAITING, Topic
from portal.core.mail import For, LetterState, OutboxMessage, enqueue
from portal.people.actions.merging import keys_to_person
from tests.conftest import NOW
from tests.surveys.test_crowds_of_threads import at_once
from tests.surveys.waves import invitation_of, open_wave
from tests.world import build_world

ZONE = "Asia/Irkutsk"


def put(world: Any, letter: str = "mentorship_began", *, key: str = "1", who: str = "nina", by: Any = None) -> str:
    """One letter to a person; returns the state that it got."""
    person = world.person(who)
    enqueue(
        letter, f"{who}@demo.example", event_key=f"{letter}:{key}", url=mail.absolute(f"/x/{key}"), what=f"Весть {key}",
        title="Анкета", when="завтра", where="", reason="", closes_on="", minutes=None, is_anonymous=False,
        organization="Колледж", reader=For(person_id=person.id, zone=ZONE, by=by),
    )  # fmt: skip
    db.session.commit()
    return str(db.session.scalar(sa.select(OutboxMessage.state).where(OutboxMessage.event_key == f"{letter}:{key}")))


def choose(world: Any, topic: Topic, way: LetterWay, who: str = "nina") -> None:
    mail.choose(world.person(who).id, {topic: way})


def digests() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.letter == "digest")))


def states() -> list[str]:
    held = sa.select(OutboxMessage.state).where(OutboxMessage.letter != "digest").order_by(OutboxMessage.id)
    return list(db.session.scalars(held))


@pytest.fixture
def morning(world: Any) -> Iterator[None]:
    """The clock a minute after the next morning letter."""
    with clock.freeze(next_morning(ZONE) + timedelta(minutes=1)):
        yield


def test_the_morning_is_that_of_the_organisation_and_never_a_day_off() -> None:
    assert next_morning("Asia/Irkutsk").isoformat() == "2026-11-22T23:30:00+00:00", "Friday evening there: Monday"
    with clock.freeze(NOW.replace(hour=0)):
        assert next_morning("Europe/Moscow") == NOW.replace(hour=4, minute=30), "the same Friday, before 7:30"
    assert is_quiet(date(2027, 1, 4))
    assert is_quiet(date(2026, 11, 21))
    assert not is_quiet(date(2026, 11, 23))


def test_what_may_wait_is_held_by_default_and_follows_the_choice(world: Any) -> None:
    assert put(world) == LetterState.HELD
    choose(world, Topic.MENTORSHIPS, LetterWay.AT_ONCE)
    assert states() == [LetterState.PENDING], "what waited goes with the new choice"
    assert put(world, key="2") == LetterState.PENDING
    choose(world, Topic.MENTORSHIPS, LetterWay.PORTAL)
    assert put(world, key="3") == LetterState.ON_PORTAL
    assert put(world, "survey_invitation") == LetterState.HELD, "another topic has its own choice"
    assert put(world, key="4", who="misha") == LetterState.HELD, "and another person too"


def test_what_helps_only_before_the_morning_goes_at_once_unless_it_is_not_wanted(world: Any) -> None:
    assert put(world, "event_cancelled", by=clock.now() + timedelta(hours=1)) == LetterState.PENDING
    assert put(world, "event_cancelled", key="2", by=next_morning(ZONE)) == LetterState.HELD
    choose(world, Topic.EVENTS, LetterWay.PORTAL)
    assert put(world, "event_cancelled", key="3", by=clock.now()) == LetterState.ON_PORTAL


def test_urgent_letters_and_those_without_an_account_wait_for_nothing(world: Any) -> None:
    for topic in URGENT:
        keep_choices(world.nina.id, {topic: LetterWay.PORTAL})
    assert put(world, "consent_reminder") == LetterState.PENDING
    nobody = For(person_id=world.pasha.id, zone=ZONE)
    db.session.execute(sa.update(User).where(User.person_id == world.pasha.id).values(closed_at=clock.now()))
    enqueue("mentorship_began", "p@demo.example", event_key="p", url="", what="", organization="", reader=nobody)
    assert states()[-1] == LetterState.PENDING
    assert set(URGENT) | set(CHOSEN) == set(Topic)


def test_a_morning_makes_one_letter_by_topics_and_only_once(world: Any, morning: None) -> None:
    with clock.freeze(NOW):
        put(world, "event_cancelled")
        put(world, "mentorship_began")
        put(world, "mentorship_began", key="2")
        put(world, "mentorship_began", who="misha", key="m")
        assert digest.compose_due() == 0, "the morning has not come"
    assert digest.compose_due() == 2
    assert digest.compose_due() == 0
    mine = next(each for each in digests() if each.recipient == "nina@demo.example")
    assert mine.state == LetterState.PENDING
    assert mine.text.index("Пары и встречи") < mine.text.index("Весть 1") < mine.text.index("Весть 2")
    assert mine.text.index("Весть 2") < mine.text.index("События") < mine.text.index("Событие отменено")
    assert mine.text.rstrip().endswith("/account/notifications/letters")
    assert "Письмо пришло, потому что" in mine.text
    assert "http://127.0.0.1:8000/x/2" in mine.text
    assert set(states()) == {LetterState.GATHERED}
    assert not any(name in mine.subject + mine.text for name in (world.nina.family_name, world.misha.family_name))


def test_what_is_done_is_left_out_and_nothing_at_all_makes_no_letter(
    world: Any, morning: None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setitem(digest._OVER, "mentorship_began", lambda keys: [key for key in keys if key.endswith(":1")])
    with clock.freeze(NOW):
        put(world)
        put(world, key="2")
        put(world, who="misha", key="m:1")
    assert digest.compose_due() == 1
    (only,) = digests()
    assert "Весть 2" in only.text
    assert "Весть 1" not in only.text
    assert states() == [LetterState.GATHERED] * 3


def test_what_comes_after_the_letter_of_the_day_waits_for_the_next_working_one(world: Any, morning: None) -> None:
    with clock.freeze(NOW):
        put(world)
    assert digest.compose_due() == 1
    with clock.freeze(NOW):
        put(world, key="2")  # committed late, for the morning that is over
    assert digest.compose_due() == 0
    late = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.event_key == "mentorship_began:2")).one()
    assert (late.state, late.gathers_on) == (LetterState.HELD, date(2026, 11, 24))
    with clock.freeze(clock.now() + timedelta(days=1)):
        assert digest.compose_due() == 1
    assert len(digests()) == 2


def test_cards_that_are_made_one_and_the_erased_take_their_choices_along() -> None:
    assert {"letter_choice.person_id", "outbox_message.person_id"} <= {str(one) for one in keys_to_person()}


def test_rooms_say_what_is_done_meanwhile(world: Any) -> None:
    wave = open_wave(world, persons=("nina",))
    key = f"survey-invitation:{invitation_of(world, wave, 'nina').public_id}:0"
    over = digest._OVER["survey_invitation"]
    assert over([key]) == []
    wave.closed_at = clock.now()
    db.session.flush()
    assert over([key]) == [key]
    for letter, is_over in digest._OVER.items():
        assert list(is_over([f"{letter}:gone:1"])) == [f"{letter}:gone:1"], "what is no more asks for nothing"
    assert set(digest._OVER) == set(WAITING) - {
        "mentorship_proposed", "mentorship_began", "mentorship_over", "event_cancelled",
    }  # fmt: skip


@pytest.mark.slow
def test_two_workers_at_once_write_one_morning_letter_for_each(own_portal: Flask) -> None:
    with own_portal.app_context():
        world = build_world()
        for key in ("nina", "misha", "kira"):
            put(world, who=key, key=key)
        due = next_morning(ZONE) + timedelta(minutes=1)
        db.session.remove()

    def work() -> int:
        with own_portal.app_context(), clock.freeze(due):
            written = digest.compose_due()
            db.session.remove()
            return written

    assert sum(at_once([work] * 4)) == 3
    with own_portal.app_context():
        assert sorted(one.recipient.partition("@")[0] for one in digests()) == ["kira", "misha", "nina"]
        assert set(states()) == {LetterState.GATHERED}
        db.session.remove()
