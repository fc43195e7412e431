"""When a wave asks: on a calendar date, some days after something began, or when something happens.

The occasion of a wave is data: `{}` or `{"kind": "date"}`; `{"kind": "days", "code": …, "days": 90}`;
`{"kind": "event", "code": …}`. Waves of the last two kinds stand open and invite people one by one.
The rooms above say what can happen (`event`) and whose counting starts when (`counting`); this room knows no pair.
Pages offer what was made known and nothing else; what the portal knows of careers stands in `surveys.beginnings`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext


class OccasionKind(StrEnum):
    """The three clocks on which a wave can hang."""

    DATE = "date"
    DAYS = "days"
    EVENT = "event"


Starts = Callable[[int, int, date], sa.Select[int, str]]
"""`starts(organization_id, days, on)` selects (person id, subject): whose counting began `days` before the day."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """Something that can happen, or from which days are counted: its code, its words, and for the latter `starts`."""

    code: str
    title: str
    starts: Starts | None = None


MOST_DAYS = 3650
EVENTS: dict[str, Known] = {}
COUNTINGS: dict[str, Known] = {}


def event(code: str, title: str) -> None:
    """Make an event known: `event("meeting_held", _("После встречи"))`. Whoever hears of it calls
    `surveys.actions.invite_for_event` with this code.
    """
    EVENTS[code] = Known(code=code, title=title)


def counting(code: str, title: str, starts: Starts) -> None:
    """Make a beginning known from which days are counted; the worker asks it every day for waves that wait for it."""
    COUNTINGS[code] = Known(code=code, title=title, starts=starts)


def kind_of(occasion: Mapping[str, Any]) -> OccasionKind:
    """On which clock the wave hangs; whatever is not said hangs on the calendar."""
    said = occasion.get("kind")
    return OccasionKind(said) if said in set(OccasionKind) else OccasionKind.DATE


def checked(occasion: Mapping[str, Any]) -> dict[str, Any]:
    """The occasion as a wave keeps it. Raises Refusal for an event or a beginning that nobody made known."""
    kind, code = kind_of(occasion), str(occasion.get("code", ""))
    if kind is OccasionKind.DATE:
        return dict(occasion)
    known = EVENTS if kind is OccasionKind.EVENT else COUNTINGS
    days = occasion.get("days", 0)
    if code not in known or not isinstance(days, int) or not 0 <= days <= MOST_DAYS:
        raise Refusal(_("Неизвестный повод для анкеты: %(code)s.", code=code or kind.value))
    return {"kind": kind.value, "code": code} | ({"days": days} if kind is OccasionKind.DAYS else {})


def in_words(occasion: Mapping[str, Any]) -> str:
    """«Приём на работу», «Через 90 дней: начало пары»; an empty text for the calendar."""
    kind, code = kind_of(occasion), str(occasion.get("code", ""))
    if kind is OccasionKind.DATE:
        return ""
    known = (EVENTS if kind is OccasionKind.EVENT else COUNTINGS).get(code)
    title = known.title if known else code
    if kind is OccasionKind.EVENT:
        return title
    days, title = int(occasion.get("days", 0)), title[:1].lower() + title[1:]
    if not days:
        return _("В тот же день: %(title)s", title=title)
    return ngettext("Через %(num)s день: %(title)s", "Через %(num)s дней: %(title)s", days, title=title)
