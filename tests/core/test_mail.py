"""The outbox: one event makes one letter, none is lost, a poisoned one is parked (reliability A5)."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from portal.core import clock, delivery, mail, smtp
from portal.core.db import db
from portal.core.mail import LetterState, OutboxMessage
from tests.conftest import NOW

DATA = Path(__file__).parent / "data"


class Postman:
    """A mail server of the test: it keeps what it takes and answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answer = "250 OK"
        self.hangs_up = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(envelope.content.decode())
        if self.hangs_up:
            session.peer_gone = True
            server.transport.close()
        return self.answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def postman(app: Flask, database: Any) -> Iterator[Postman]:
    keeper = Postman()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{controller.port}"
    try:
        yield keeper
    finally:
        app.config["SMTP_URL"] = ""
        controller.stop()


def put(to: str = "nina@demo.example", *, event_key: str | None = None) -> bool:
    return mail.enqueue(
        "password_changed", to, event_key=event_key, changed_at="20 ноября", account_url="http://x", help_url="http://x"
    )


def rows() -> list[OutboxMessage]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id)))


def test_one_event_makes_one_letter(database: Any) -> None:
    assert put(event_key="password:1:2026-11-20")
    assert not put(event_key="password:1:2026-11-20")
    assert put()
    assert put()
    assert len(rows()) == 3


def test_without_a_mail_server_letters_wait(database: Any) -> None:
    put()
    db.session.commit()
    assert delivery.deliver_due() == 0
    assert [row.state for row in rows()] == [LetterState.PENDING]


def test_a_letter_goes_once_with_a_stable_id_and_readable_russian(postman: Postman) -> None:
    put()
    db.session.commit()
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    (sent,) = postman.taken
    (row,) = rows()
    assert row.state == LetterState.SENT
    assert row.sent_at == NOW
    assert row.message_id in sent
    assert "To: nina@demo.example" in sent
    assert "multipart/alternative" in sent


@pytest.mark.parametrize("address", ["not an address", "a@b\r\nBcc: c@d.example", "a,b@c.example", "", "<a@b.example>"])
def test_an_address_that_is_none_is_parked_and_never_sent(postman: Postman, address: str) -> None:
    put(address)
    db.session.commit()
    assert delivery.deliver_due() == 0
    (row,) = rows()
    assert row.state == LetterState.PARKED
    assert row.error
    assert postman.taken == []


def test_a_refused_letter_does_not_hold_the_others(postman: Postman) -> None:
    put("nobody@demo.example")
    put()
    db.session.commit()
    assert delivery.deliver_due() == 1
    refused, sent = rows()
    assert refused.state == LetterState.PENDING
    assert refused.next_try_at == NOW + timedelta(minutes=1)
    assert "550" in refused.error
    assert "nobody" not in refused.error
    assert sent.state == LetterState.SENT


def test_pauses_grow_and_the_eighth_failure_parks(postman: Postman) -> None:
    postman.answer = "451 later"
    put()
    db.session.commit()
    at, waited = NOW, []
    for _try in range(20):
        with clock.freeze(at):
            assert delivery.deliver_due() == 0
        (row,) = rows()
        if row.state == LetterState.PARKED:
            break
        waited.append(row.next_try_at - at)
        at = row.next_try_at
    assert row.tries == delivery.MOST_TRIES
    assert waited == sorted(waited)
    assert waited[0] == timedelta(minutes=1)
    assert max(waited) == timedelta(hours=6)
    postman.answer = "250 OK"
    mail.try_again(row)
    db.session.commit()
    assert delivery.deliver_due() == 1


def test_a_server_that_is_away_costs_no_letter_a_try(app: Flask, database: Any) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for _n in range(3):
        put()
    db.session.commit()
    try:
        assert delivery.deliver_due() == 0
    finally:
        app.config["SMTP_URL"] = ""
    assert [row.tries for row in rows()] == [0, 0, 0]
    assert all(row.state == LetterState.PENDING for row in rows())
    assert sorted(row.next_try_at - NOW for row in rows()) == [timedelta(0), timedelta(0), delivery.AWAY_PAUSE]


def test_a_letter_whose_sender_died_is_taken_up_when_the_lease_runs_out(postman: Postman) -> None:
    put()
    db.session.commit()
    claimed = delivery._claim(rows()[0].id)
    assert claimed
    assert delivery.deliver_due() == 0
    with clock.freeze(NOW + delivery.LEASE + timedelta(seconds=1)):
        second = delivery._claim(claimed.id)
        assert second
        delivery._mark_sent(claimed)  # the one thought dead wakes up: its word about the letter is void
        assert rows()[0].state == LetterState.SENDING
        delivery._postpone(second, "451")
        assert rows()[0].next_try_at == clock.now() + delivery.pause_after(2)
    with clock.freeze(NOW + timedelta(hours=1)):
        assert delivery.deliver_due() == 1
    assert rows()[0].tries == 3
    assert len(postman.taken) == 1


def test_two_workers_do_not_take_the_same_letter(database: Any) -> None:
    put()
    db.session.commit()
    letter_id = rows()[0].id
    assert delivery._claim(letter_id)
    assert delivery._claim(letter_id) is None


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(DATA / "self_signed.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        plain, _address = listener.accept()
        try:
            context.wrap_socket(plain, server_side=True).close()
        except OSError:
            pass  # the client hung up, as it should
        plain.close()

    thread = threading.Thread(target=serve)
    thread.start()
    with pytest.raises(smtp.ServerAway, match="Сертификат"):
        smtp.connect(f"smtps://127.0.0.1:{listener.getsockname()[1]}")
    thread.join()
    listener.close()


def test_a_changed_password_is_told_to_its_owner(
    world: Any, client_as: Callable[[str], Any], post: Callable[..., Any]
) -> None:
    answer = post(client_as("misha"), "/account/password", old="growth-2026", new="тихая река бежит",
                  again="тихая река бежит")  # fmt: skip
    assert answer.status_code == 303
    assert [(row.letter, row.recipient) for row in rows()] == [("password_changed", "mentee@demo.example")]


def test_a_letter_on_which_the_server_hangs_up_is_not_tried_for_ever(postman: Postman, database: Any) -> None:
    """The server is there for others: after two days the tries count, so that the letter is parked and seen."""
    put()
    db.session.commit()
    postman.answer, postman.hangs_up = "421 closing", True
    assert delivery.deliver_due() == 0
    assert [(row.state, row.tries) for row in rows()] == [(LetterState.PENDING, 0)]
    with clock.freeze(NOW + timedelta(days=3)):
        assert delivery.deliver_due() == 0
        assert [row.tries for row in rows()] == [1]
