"""Legal terms as one table: what starts them, how long they are, in which days they count, which clause says so.

A term counts from the operator's day: a request sent at 23:59 in Хабаровск is of the day it then is in Братск.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core import clock
from portal.core.i18n import _
from portal.privacy.kinds import RequestKind
from portal.programs.workdays import Calendar, calendar


class Unit(StrEnum):
    """In what a term is counted."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A term: `more` is by how much it may be moved once, with a reason told to the subject."""

    code: str
    starts: str
    unit: Unit
    length: int
    more: int = 0
    source: str

    def ends_at(self, start: datetime, zone: str, *, is_extended: bool = False, by: Calendar | None = None) -> datetime:
        """The last moment of the term that began at `start`, for an operator in `zone`."""
        length = self.length + (self.more if is_extended else 0)
        if self.unit is Unit.HOUR:
            return start + timedelta(hours=length)
        return clock.end_of_day(self.last_day(start, zone, is_extended=is_extended, by=by), zone)

    def last_day(self, start: datetime, zone: str, *, is_extended: bool = False, by: Calendar | None = None) -> date:
        """The last day of the term, by the operator's calendar."""
        length = self.length + (self.more if is_extended else 0)
        first = clock.day_of(start, zone)
        if self.unit is Unit.WORKING_DAY:
            return (by or calendar()).after(first, length)
        if self.unit is Unit.DAY:
            return first + timedelta(days=length)
        return clock.day_of(start + timedelta(hours=length), zone)


def _term(code: str, starts: str, unit: Unit, length: int, source: str, **more: int) -> Deadline:
    return Deadline(code=code, starts=starts, unit=unit, length=length, source=source, **more)


_ASKED = _("обращение получено")
DEADLINES: dict[str, Deadline] = {
    term.code: term
    for term in (
        _term(RequestKind.ACCESS, _ASKED, Unit.WORKING_DAY, 10, "152-ФЗ ст. 14 ч. 3, ст. 20 ч. 1", more=5),
        _term(RequestKind.CORRECTION, _ASKED, Unit.WORKING_DAY, 7, "152-ФЗ ст. 20 ч. 3, ст. 21 ч. 2"),
        _term(RequestKind.ERASURE, _ASKED, Unit.WORKING_DAY, 7, "152-ФЗ ст. 14 ч. 1, ст. 20 ч. 3"),
        _term(RequestKind.RESTRICTION, _ASKED, Unit.WORKING_DAY, 10, "152-ФЗ ст. 21 ч. 5.1", more=5),
        _term(RequestKind.WITHDRAWAL, _("согласие отозвано"), Unit.DAY, 30, "152-ФЗ ст. 21 ч. 5"),
        _term(RequestKind.COMPLAINT, _ASKED, Unit.DAY, 30, "59-ФЗ ст. 12 ч. 1", more=30),
        _term("unlawful_stop", _("нарушение выявлено"), Unit.WORKING_DAY, 3, "152-ФЗ ст. 21 ч. 3"),
        _term("unlawful_erasure", _("нарушение выявлено"), Unit.WORKING_DAY, 10, "152-ФЗ ст. 21 ч. 3"),
        _term("purpose_reached", _("цель обработки достигнута"), Unit.DAY, 30, "152-ФЗ ст. 21 ч. 4"),
        _term("incident_notice", _("инцидент выявлен"), Unit.HOUR, 24, "152-ФЗ ст. 21 ч. 3.1 п. 1"),
        _term("incident_report", _("инцидент выявлен"), Unit.HOUR, 72, "152-ФЗ ст. 21 ч. 3.1 п. 2"),
    )
}
