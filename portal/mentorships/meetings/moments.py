"""Between the clock on the wall of an organisation and the moment that is stored."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.core import clock
from portal.mentorships.meetings.kinds import USUAL_MINUTES

STEP = 15


def moment_of(day: date, at: time, zone: str) -> datetime:
    """The moment in UTC at which clocks in `zone` show this day and time."""
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def wall_clock(moment: datetime, zone: str) -> tuple[date, time]:
    """What the calendar and the clock in `zone` show at the moment."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)


def just_over(zone: str, minutes: int = USUAL_MINUTES) -> tuple[date, time]:
    """When a meeting that has just ended began, to a quarter of an hour: shortly after midnight that was yesterday."""
    began = clock.now() - timedelta(minutes=minutes)
    day, at = wall_clock(began, zone)
    return day, at.replace(minute=at.minute - at.minute % STEP)
