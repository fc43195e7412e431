"""The words of the calendar: states of an event and of a registration, levels, kinds of training."""

from enum import StrEnum


class EventState(StrEnum):
    """Planned for a month, announced with a time, then held or cancelled."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """Where a registration stands; all but WAITING and LEFT hold a numbered place."""

    REGISTERED = "registered"
    WAITING = "waiting"
    LEFT = "left"
    ATTENDED = "attended"
    ABSENT = "absent"


HOLDS_PLACE = (Attendance.REGISTERED, Attendance.ATTENDED, Attendance.ABSENT)
COMES = (Attendance.REGISTERED, Attendance.WAITING)


class Level(StrEnum):
    """How wide an event or a contest is (EVNT-4)."""

    ORGANIZATION = "organization"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTRY = "country"
    WORLD = "world"


class Learning(StrEnum):
    """The three models of training (S1, expected result 5)."""

    FORMAL = "formal"
    NONFORMAL = "nonformal"
    INFORMAL = "informal"
