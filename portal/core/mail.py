"""Letters: a row written in the transaction of the deed is both the queue and the record of what was sent.

`delivery` sends the rows; without a mail server they stay pending and are read at `/admin/outbox`. What may wait is
held for the morning letter of its reader, or stays a record where the reader wants lines on the portal only
(`letter_choices`); `digest` gathers it.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Key, PublicId, UtcDateTime, db, insert_for_upsert, new_public_id, run
from portal.core.i18n import _
from portal.core.letter_choices import LetterWay, keep_choices, next_morning, way_of
from portal.core.letter_kinds import WAITING, Topic, letters_about
from portal.core.personal_data import LETTERS, TECHNICAL, holds
from portal.core.text import clean_line

DIGEST = "digest"
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]]{1,64}@[^\s@<>,;:\"\\()\[\]]{1,250}")


class LetterState(StrEnum):
    """Where a letter is on its way. PARKED waits for a person, after too many tries or a wrong address.

    HELD waits for the morning letter of its reader, GATHERED went with one; ON_PORTAL goes nowhere, because its reader
    wants lines on the portal only.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    PARKED = "parked"
    HELD = "held"
    GATHERED = "gathered"
    ON_PORTAL = "on_portal"


@holds(
    letter=TECHNICAL, recipient=LETTERS, subject=LETTERS, text=LETTERS, html=LETTERS, state=TECHNICAL, tries=TECHNICAL,
    next_try_at=TECHNICAL, lease_until=TECHNICAL, message_id=TECHNICAL, event_key=TECHNICAL, sent_at=LETTERS,
    error=TECHNICAL, person_id=LETTERS, line=LETTERS, link=LETTERS, gathers_on=TECHNICAL,
)  # fmt: skip
class OutboxMessage(Base):
    """A letter as it was rendered. `event_key` is unique: one event makes one letter, however often it is told.

    What may wait has its reader, and a line with a link for the morning letter of the day `gathers_on`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_time"),
        sa.CheckConstraint(
            "state <> 'held' OR (person_id IS NOT NULL AND gathers_on IS NOT NULL)", name="held_for_somebody"
        ),
        sa.Index("ix_outbox_message_state_next_try_at", "state", "next_try_at"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    letter: Mapped[str] = mapped_column(sa.String(60))
    recipient: Mapped[str] = mapped_column(sa.Text)
    subject: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[LetterState] = mapped_column(sa.String(10), default=LetterState.PENDING)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    event_key: Mapped[str | None] = mapped_column(sa.String(160), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    error: Mapped[str] = mapped_column(sa.Text, default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    line: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.Text, default="")
    gathers_on: Mapped[date | None]


@dataclass(frozen=True, kw_only=True)
class For:
    """Whose letter it is: then it follows what the person chose. `zone` is that of the organisation it comes from.

    `by` is the last moment at which the letter still helps: what the next morning would bring too late goes at once.
    """

    person_id: int
    zone: str
    by: datetime | None = None


def enqueue(
    letter: str, to: str, *, event_key: str | None = None, reader: For | None = None, **context: Any
) -> bool:  # fmt: skip
    """Render `templates/letters/<letter>.*` and put it in the outbox, in the current transaction.

    False when a letter about `event_key` is there already. An address that is none is kept as parked. A letter that
    may wait (`letter_kinds.WAITING`) is held, sent or kept silent as its `reader` chose; without one it goes at once.
    With a reader, waiting or not, a new address and an erasure find it by `person_id`.
    """
    recipient = clean_line(to)
    is_address = bool(_ADDRESS.fullmatch(recipient))
    row = {
        "public_id": new_public_id(),
        "letter": letter,
        "recipient": recipient,
        **rendered(letter, **context),
        "state": LetterState.PENDING if is_address else LetterState.PARKED,
        "tries": 0,
        "next_try_at": clock.now(),
        "message_id": f"<{secrets.token_hex(16)}@{urlsplit(base_url()).hostname or 'localhost'}>",
        "event_key": event_key,
        "created_at": clock.now(),
        "error": "" if is_address else _("Это не почтовый адрес."),
        "line": "",
        "link": "",
        "person_id": reader.person_id if reader else None,
    }
    if reader and is_address and letter in WAITING:
        row |= _as_chosen(letter, reader, context)
    writing = insert_for_upsert(OutboxMessage).values(row).on_conflict_do_nothing(index_elements=["event_key"])
    return db.session.scalar(writing.returning(OutboxMessage.id)) is not None


def _as_chosen(letter: str, reader: For, context: dict[str, Any]) -> dict[str, Any]:
    """The columns in which a letter that may wait differs; the database itself looks up what was chosen."""
    morning, way = next_morning(reader.zone), way_of(reader.person_id, WAITING[letter])
    helps = reader.by is None or morning <= reader.by
    waits = way == LetterWay.MORNING.value if helps else sa.false()
    stays = (way == LetterWay.PORTAL.value, LetterState.ON_PORTAL.value)
    return {
        "state": sa.case((waits, LetterState.HELD.value), stays, else_=LetterState.PENDING.value),
        "next_try_at": sa.case(
            (waits, sa.literal(morning, UtcDateTime())), else_=sa.literal(clock.now(), UtcDateTime())
        ),
        "gathers_on": clock.day_of(morning, reader.zone),
        "line": clean_line(_render(f"{letter}.line", context)),
        "link": str(context.get("url", "")),
    }


def choose(person_id: int, ways: Mapping[Topic, LetterWay]) -> None:
    """Keep what the person chose about these topics; what is held already goes the way just chosen."""
    if ways:
        keep_choices(person_id, ways)
    for topic, way in ways.items():
        _follow(person_id, topic, way)


def redirect(person_id: int, address: str | None) -> None:
    """The person's address is another one: what waits for the morning, and the morning letter, follow it.

    Without an address they stay a record: the lines on the portal tell the same.
    """
    waits = sa.or_(
        OutboxMessage.state == LetterState.HELD,
        sa.and_(OutboxMessage.state == LetterState.PENDING, OutboxMessage.letter == DIGEST),
    )
    recipient = clean_line(address or "")
    is_address = bool(_ADDRESS.fullmatch(recipient))
    run(
        sa.update(OutboxMessage).where(OutboxMessage.person_id == person_id, waits)
        .values({"recipient": recipient} if is_address else {"state": LetterState.ON_PORTAL})
    )  # fmt: skip


def _follow(person_id: int, topic: Topic, way: LetterWay) -> None:
    state = {LetterWay.AT_ONCE: LetterState.PENDING, LetterWay.PORTAL: LetterState.ON_PORTAL}.get(way)
    if state:
        held = sa.update(OutboxMessage).where(
            OutboxMessage.person_id == person_id, OutboxMessage.state == LetterState.HELD,
            OutboxMessage.letter.in_(letters_about(topic)),
        )  # fmt: skip
        db.session.execute(held.values(state=state, next_try_at=clock.now()))


def rendered(letter: str, **context: Any) -> dict[str, str]:
    """Subject, text and html of a letter; links in its context are absolute already (`absolute`)."""
    parts = {
        "subject": clean_line(_render(f"{letter}.subject", context)),
        "text": _render(f"{letter}.txt", context).strip() + "\n",
        "html": _render(f"{letter}.html", context).strip() + "\n",
    }
    return parts


def absolute(path: str) -> str:
    """A link for a letter: the portal's own address from the settings, never from a request (reliability S6)."""
    return base_url() + path


def base_url() -> str:
    return str(current_app.config["BASE_URL"]).rstrip("/")


def try_again(letter: OutboxMessage) -> None:
    """Take a parked letter up again from the first try."""
    letter.state, letter.tries, letter.next_try_at = LetterState.PENDING, 0, clock.now()
    letter.lease_until = None
    db.session.flush()


def _render(name: str, context: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template(f"letters/{name}").render(**context)
