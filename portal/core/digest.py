"""The morning letter: what waited for it, gathered once a day into one letter for each person, by topics.

An UPDATE takes the held letters in the transaction that writes the morning letter, and its key names the person and
the day: of two workers one writes it, and a worker that dies in between leaves everything as it was.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, read_apart, run
from portal.core.letter_choices import is_quiet
from portal.core.letter_kinds import WAITING, Topic
from portal.core.mail import DIGEST, For, LetterState, OutboxMessage, absolute, enqueue

BATCH = 100
CHOICES_PATH = "/account/notifications/letters"
Part = tuple[str, list[tuple[str, str]]]
Over = TypeVar("Over", bound=Callable[[Sequence[str]], Iterable[str]])
Unwritten = TypeVar("Unwritten", bound=Callable[[int], sa.ColumnElement[bool]])
_OVER: dict[str, Callable[[Sequence[str]], Iterable[str]]] = {}
_UNWRITTEN: list[Callable[[int], sa.ColumnElement[bool]]] = []


def over_when(*letters: str) -> Callable[[Over], Over]:
    """Register what says which letters, by their event keys, speak of what is done or gone: they are left out."""

    def register(over: Over) -> Over:
        _OVER.update(dict.fromkeys(letters, over))
        return over

    return register


def not_written_to(clause: Unwritten) -> Unwritten:
    """Register what says of a person's id that no morning letter may go to them; the lines on the portal stay."""
    _UNWRITTEN.append(clause)
    return clause


def subject_of(event_key: str) -> str:
    """The public id of what a letter is about: by habit the second word of its key, «kind:public_id:…»."""
    return event_key.split(":")[1]


def compose_due(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Write the morning letters whose time has come; returns how many. Commits after each person."""
    written = 0
    while not should_stop():
        with read_apart():
            due = db.session.execute(_due()).all()
        if not due:
            break
        for person_id, day in due:
            written += _compose(person_id, day)
            db.session.commit()
    return written


def _due() -> sa.Select[int | None, date | None]:
    return (
        sa.select(OutboxMessage.person_id, sa.func.max(OutboxMessage.gathers_on))
        .where(OutboxMessage.state == LetterState.HELD, OutboxMessage.next_try_at <= clock.now())
        .group_by(OutboxMessage.person_id)
        .order_by(OutboxMessage.person_id)
        .limit(BATCH)
    )


def _compose(person_id: int | None, day: date | None) -> bool:
    """One morning letter of one person; nothing where somebody was faster or all of it is done meanwhile."""
    if person_id is None or _is_unwritten(person_id):
        run(sa.update(OutboxMessage).where(_held(person_id, day)).values(state=LetterState.ON_PORTAL))
        return False
    letters = _taken(person_id, day)
    parts = _parts(letters)
    if not parts:
        return False
    is_first = enqueue(
        DIGEST, letters[-1].recipient, event_key=f"digest:{person_id}:{day}", parts=parts,
        reader=For(person_id=person_id, zone="UTC"), choices_url=absolute(CHOICES_PATH),
    )  # fmt: skip
    if not is_first:  # written before the morning, seen after the letter of the day went: it waits for the next one
        db.session.rollback()
        _put_off(person_id, day)
    return is_first


def _is_unwritten(person_id: int) -> bool:
    return bool(db.session.scalar(sa.select(sa.or_(sa.false(), *(clause(person_id) for clause in _UNWRITTEN)))))


def _taken(person_id: int | None, day: date | None) -> Sequence[OutboxMessage]:
    taking = (
        sa.update(OutboxMessage)
        .where(_held(person_id, day))
        .values(state=LetterState.GATHERED)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    ids = list(db.session.scalars(taking))
    return db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.id.in_(ids)).order_by(OutboxMessage.created_at, OutboxMessage.id)
    ).all()


def _parts(letters: Sequence[OutboxMessage]) -> list[Part]:
    """Lines with their links under the headings of their topics, each line once; what is over is left out."""
    keys: dict[Callable[[Sequence[str]], Iterable[str]], list[str]] = {}
    for each in letters:
        if each.event_key and each.letter in _OVER:
            keys.setdefault(_OVER[each.letter], []).append(each.event_key)
    over = {key for is_over, asked in keys.items() for key in is_over(asked)}
    found: dict[Topic, dict[tuple[str, str], None]] = {}
    for each in letters:
        if each.event_key is None or each.event_key not in over:
            found.setdefault(WAITING[each.letter], {})[(each.line, each.link)] = None
    return [(topic.label, list(found[topic])) for topic in Topic if topic in found]


def _put_off(person_id: int | None, day: date | None) -> None:
    if day is None:
        return
    next_day = day + timedelta(days=1)
    while is_quiet(next_day):
        next_day += timedelta(days=1)
    waits = timedelta(days=(next_day - day).days)
    held = sa.update(OutboxMessage).where(_held(person_id, day))
    run(held.values(gathers_on=next_day, next_try_at=clock.now() + waits))


def _held(person_id: int | None, day: date | None) -> sa.ColumnElement[bool]:
    return sa.and_(
        OutboxMessage.person_id == person_id, OutboxMessage.state == LetterState.HELD, OutboxMessage.gathers_on <= day
    )
