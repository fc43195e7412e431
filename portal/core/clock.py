"""The one clock: moments in UTC, days in the zone of an organisation, both stoppable in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_stopped: ContextVar[datetime | None] = ContextVar("stopped_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stopped.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day at this moment in `zone`, an IANA name such as «Asia/Irkutsk»."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in `zone`."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The last moment of `day` in `zone`, in UTC: what «до 30 ноября» means."""
    return _in_utc(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=ZoneInfo(zone)))


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of `day` in `zone`, in UTC."""
    return _in_utc(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)))


def _in_utc(moment: datetime) -> datetime:
    """The moment in UTC; at the ends of the calendar, where UTC has none left, the first or the last there is."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return datetime(1, 1, 1, tzinfo=UTC) if moment.year == 1 else datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@contextmanager
def freeze(moment: datetime) -> Iterator[None]:
    """Let the clock stand at `moment` (aware) inside the block; the demo town and tests live so."""
    token = _stopped.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
