"""The mail server is away for a day: letters at once, morning letters and reminders all come, each once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from portal.core import clock, delivery, digest, mail
from portal.core.db import db
from portal.core.mail import For, LetterState, OutboxMessage
from tests.conftest import NOW
from tests.core.test_mail import Postman, free_port, put
from tests.world import World

DAY, STEP, AFTER = timedelta(hours=24), timedelta(minutes=15), timedelta(hours=1)
SUNDAY = NOW + timedelta(days=2)  # Monday's morning letter falls into the day
HOUR = 4  # steps


class Absent:
    """How a mail server may be away: nobody at the door, or somebody who says 421 to everything."""

    def __init__(self, app: Flask, keeper: Postman) -> None:
        self._app, self._keeper = app, keeper
        self._controller = Controller(keeper, hostname="127.0.0.1", port=free_port())

    def leave(self, how: str) -> None:
        """From now on nothing goes."""
        if how == "closed":
            self._app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
        else:
            self._keeper.answer = "421 closing"
            self._open()

    def come_back(self, how: str) -> None:
        """From now on everything goes."""
        self._keeper.answer = "250 OK"
        if how == "closed":
            self._open()

    def _open(self) -> None:
        self._controller.start()
        self._app.config["SMTP_URL"] = f"smtp://127.0.0.1:{self._controller.port}"

    def stop(self) -> None:
        self._app.config["SMTP_URL"] = ""
        self._controller.stop()


@pytest.fixture
def keeper() -> Postman:
    return Postman()


@pytest.fixture
def absent(app: Flask, world: World, keeper: Postman) -> Iterator[Absent]:
    made = Absent(app, keeper)
    yield made
    made.stop()


def hold(world: World, number: int) -> None:
    """A letter that waits for the morning, to Nina and to Misha."""
    for who in ("nina", "misha"):
        assert mail.enqueue(
            "mentorship_began", f"{who}@demo.example", event_key=f"mentorship_began:{number}:{who}", what="Весть",
            organization="Колледж",
            url=mail.absolute(f"/x/{number}/"), reader=For(person_id=world.person(who).id, zone="Asia/Irkutsk"),
        )  # fmt: skip


def work(moment: datetime) -> None:
    """What the worker does each minute; twice, as two workers would."""
    with clock.freeze(moment):
        for _worker in range(2):
            digest.compose_due()
            delivery.deliver_due()


def live_through(begins: datetime, lasts: timedelta, happens: Callable[[int, datetime], None]) -> datetime:
    """Step by step, with what happens in between; returns the moment after it."""
    for number in range(int(lasts / STEP)):
        moment = begins + STEP * number
        with clock.freeze(moment):
            happens(number, moment)
            db.session.commit()
        work(moment)
    return begins + lasts


@pytest.mark.parametrize("how", ["closed", "421"])
def test_a_day_without_a_mail_server_loses_nothing_and_doubles_nothing(
    world: World, absent: Absent, keeper: Postman, how: str
) -> None:
    absent.leave(how)

    def happens(number: int, moment: datetime) -> None:
        if number % HOUR == 0:
            put(event_key=f"password:{number}")
            hold(world, number)
            put(event_key=f"password:{number}")  # the same event again

    ended = live_through(SUNDAY, DAY, happens)
    states = Counter(db.session.scalars(sa.select(OutboxMessage.state)))
    assert keeper.taken == []
    assert LetterState.PARKED not in states
    assert states[LetterState.GATHERED], "a morning came while the server was away"
    absent.come_back(how)
    live_through(ended, AFTER, lambda number, moment: None)
    work(ended + DAY)  # what was written after Monday's letter waited for Tuesday's
    rows: list[Any] = list(db.session.scalars(sa.select(OutboxMessage)))
    came = Counter(re.findall(r"^Message-ID: (\S+)", "\n".join(keeper.taken), re.M))
    assert set(came.values()) == {1}
    assert set(came) == {row.message_id for row in rows if row.state == LetterState.SENT}
    assert {row.state for row in rows} == {LetterState.SENT, LetterState.GATHERED}
    assert Counter(row.letter for row in rows if row.state == LetterState.SENT)["password_changed"] == 24
    told = "\n".join(row.text for row in rows if row.letter == "digest")
    for number in range(0, int(DAY / STEP), HOUR):
        assert told.count(f"/x/{number}/") == 2, "once to each of the two"
