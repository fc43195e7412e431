"""Letters leave: the worker claims a row with a lease, talks to the mail server outside any transaction, marks it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app

from portal.core import clock
from portal.core.db import db, run
from portal.core.mail import LetterState, OutboxMessage
from portal.core.smtp import LetterRefused, ServerAway, connect
from portal.core.text import clean_line

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=1)
MOST_TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
AWAY_PAUSE = timedelta(minutes=5)
LONGEST_OUTAGE = timedelta(days=2)  # a letter that waits longer for a server that answers is counted its tries
BATCH = 50


def deliver_due(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due; returns how many went. Commits after each step, so it must not run inside a deed."""
    url = str(current_app.config["SMTP_URL"])
    if not url:
        return 0
    due = due_ids()
    db.session.rollback()
    sent, server = 0, None
    try:
        for letter_id in due:
            if should_stop():
                break
            letter = _claim(letter_id)
            if letter is None:
                continue
            try:
                server = server or connect(url)
                server.send(letter, sender=str(current_app.config["MAIL_FROM"]))
            except LetterRefused as refused:
                _postpone(letter, str(refused))
            except ServerAway as away:
                if server is not None and clock.now() - letter.created_at > LONGEST_OUTAGE:
                    _postpone(letter, str(away))  # the server answers others: it is this letter that it hangs up on
                else:
                    _wait_for_server(letter, str(away))
                break  # the others would only wait for the same server
            else:
                _mark_sent(letter)
                sent += 1
    finally:
        if server:
            server.close()
    return sent


def due_ids() -> list[int]:
    """Letters whose time has come: waiting ones, and those whose sender died with the lease."""
    return list(
        db.session.scalars(
            sa.select(OutboxMessage.id).where(_is_due()).order_by(OutboxMessage.next_try_at).limit(BATCH)
        )
    )


def pause_after(tries: int) -> timedelta:
    """One minute, then four times as long each time, six hours at most."""
    return min(FIRST_PAUSE * int(4 ** (tries - 1)), LONGEST_PAUSE)


def _is_due() -> sa.ColumnElement[bool]:
    now = clock.now()
    return sa.or_(
        sa.and_(OutboxMessage.state == LetterState.PENDING, OutboxMessage.next_try_at <= now),
        sa.and_(OutboxMessage.state == LetterState.SENDING, OutboxMessage.lease_until < now),
    )


def _claim(letter_id: int) -> OutboxMessage | None:
    """Take the letter for LEASE; None when another worker was faster."""
    taken = run(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == letter_id, _is_due())
        .values(state=LetterState.SENDING, tries=OutboxMessage.tries + 1, lease_until=clock.now() + LEASE)
    )
    db.session.commit()
    if not taken:
        return None
    letter = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.id == letter_id)).one()
    db.session.expunge(letter)
    db.session.rollback()  # nothing is held while the mail server thinks
    return letter


def _mark_sent(letter: OutboxMessage) -> None:
    _settle(letter, state=LetterState.SENT, sent_at=clock.now(), error="")


def _postpone(letter: OutboxMessage, reason: str) -> None:
    is_over = letter.tries >= MOST_TRIES
    _settle(
        letter,
        state=LetterState.PARKED if is_over else LetterState.PENDING,
        next_try_at=clock.now() + pause_after(letter.tries),
        error=clean_line(reason)[:500],
    )
    log.warning("letter %s: try %s failed", letter.public_id, letter.tries)


def _wait_for_server(letter: OutboxMessage, reason: str) -> None:
    """A try that reached no server is none: however long the server is away, no letter is parked for it.

    Nor does a pause grow meanwhile: when the server is back, everything goes within minutes.
    """
    _settle(
        letter, state=LetterState.PENDING, tries=letter.tries - 1, next_try_at=clock.now() + AWAY_PAUSE,
        error=clean_line(reason)[:500],
    )  # fmt: skip
    log.warning("letter %s: the mail server is away", letter.public_id)


def _settle(letter: OutboxMessage, **values: Any) -> None:
    mine = sa.update(OutboxMessage).where(
        OutboxMessage.id == letter.id,
        OutboxMessage.state == LetterState.SENDING,
        OutboxMessage.tries == letter.tries,  # a lease that ran out belongs to somebody else now
    )
    db.session.execute(mine.values(lease_until=None, **values))
    db.session.commit()
