"""How a person wants the letters of each topic: at once, in one morning letter, or only as lines on the portal."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, db, upsert
from portal.core.letter_kinds import CHOSEN, Topic
from portal.core.personal_data import LETTER_CHOICES, holds

MORNING = time(7, 30)
FURTHEST = 30  # days to look ahead for a morning that is not quiet


class LetterWay(StrEnum):
    """How letters come."""

    AT_ONCE = "at_once"
    MORNING = "morning"
    PORTAL = "portal"


DEFAULT = LetterWay.MORNING
WayIn = TypeVar("WayIn", bound=Callable[[int], sa.ColumnElement[bool]])
Quiet = TypeVar("Quiet", bound=Callable[[date], bool])
_WAYS_IN: list[Callable[[int], sa.ColumnElement[bool]]] = []
_QUIET: list[Callable[[date], bool]] = []


@holds(topic=LETTER_CHOICES, way=LETTER_CHOICES)
class LetterChoice(Base):
    """What one person chose about one topic; without a row it is DEFAULT."""

    __tablename__ = "letter_choice"
    __table_args__ = (
        sa.CheckConstraint("way IN ('at_once', 'morning', 'portal')", name="way"),
        {"sqlite_with_rowid": False},
    )
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    way: Mapped[str] = mapped_column(sa.String(10))


def opens_the_portal(clause: WayIn) -> WayIn:
    """Register what says of a person's id that they can sign in: nobody else can read a line on the portal."""
    _WAYS_IN.append(clause)
    return clause


def keeps_quiet(days: Quiet) -> Quiet:
    """Register what says of a day that no morning letter goes out on it."""
    _QUIET.append(days)
    return days


def way_of(person_id: int, topic: Topic) -> sa.ColumnElement[str]:
    """What the person chose, as a value inside another statement; AT_ONCE for whoever cannot sign in."""
    chosen = sa.select(LetterChoice.way).where(LetterChoice.person_id == person_id, LetterChoice.topic == topic.value)
    said: sa.ColumnElement[str] = sa.func.coalesce(chosen.scalar_subquery(), DEFAULT.value)
    ways_in = sa.or_(sa.false(), *(clause(person_id) for clause in _WAYS_IN))
    return sa.case((sa.not_(ways_in), LetterWay.AT_ONCE.value), else_=said)


def choices_of(person_id: int) -> dict[Topic, LetterWay]:
    """What the person chose about every topic that leaves a choice."""
    rows = db.session.scalars(sa.select(LetterChoice).where(LetterChoice.person_id == person_id))
    said = {each.topic: each.way for each in rows}
    return {topic: LetterWay(said.get(topic.value, DEFAULT)) for topic in CHOSEN}


def keep_choices(person_id: int, ways: Mapping[Topic, LetterWay]) -> None:
    """Keep the choice about these topics; what waits already follows it (`mail.choose`)."""
    rows: list[dict[str, Any]] = [
        {"person_id": person_id, "topic": topic.value, "way": way.value} for topic, way in ways.items()
    ]
    upsert(LetterChoice.__table__, rows, keys=("person_id", "topic"), changing=("way",))


def next_morning(zone: str, after: datetime | None = None) -> datetime:
    """The first MORNING after the moment (now) in `zone`, an IANA name, that is no quiet day; in UTC."""
    after = after or clock.now()
    day = clock.day_of(after, zone)
    for _step in range(FURTHEST):
        moment = datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)
        if moment > after and not is_quiet(day):
            break
        day += timedelta(days=1)
    return moment


def is_quiet(day: date) -> bool:
    """Whether no morning letter goes out on the day: weekends, and what the calendar of the country adds or takes."""
    return any(quiet(day) for quiet in _QUIET) if _QUIET else day.weekday() >= 5
