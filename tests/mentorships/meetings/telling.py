"""Steps of the tests about meetings."""

from datetime import date, time

from portal.core.db import db
from portal.mentorships.meetings.actions import Told, record
from portal.mentorships.meetings.kinds import MeetingKind
from portal.mentorships.meetings.moments import moment_of

ZONE = "Asia/Irkutsk"
THURSDAY = date(2026, 11, 19)


def told(day=THURSDAY, at=time(15, 30), minutes=60, zone=ZONE, **more):
    """What somebody says about a meeting."""
    return Told(**{"kind": MeetingKind.REGULAR, "starts_at": moment_of(day, at, zone), "minutes": minutes, **more})


def tell(world, pair, key="nina", **more):
    """A member of the cast writes a meeting down."""
    made = record(world.actor(key), pair, told(**more))
    db.session.commit()
    return made
