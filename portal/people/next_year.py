"""September without the database: what becomes of a group, and how it is called a year later."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.core.i18n import _
from portal.people.kinds import GroupKind

LAST_COURSE = 11
LAST_OF = {GroupKind.CLASS: LAST_COURSE, GroupKind.STUDY: 4}
NEW_WITHIN = timedelta(days=90)
_NUMBER = re.compile(r"[0-9]+")
_CLASS = re.compile(r"\s*(1[01]|[1-9])(?![0-9])")


class Deed(StrEnum):
    """What is done with a group in September."""

    MOVE = "move"
    GRADUATE = "graduate"
    STAY = "stay"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What the portal proposes for one group; `why` says what is not obvious."""

    deed: Deed
    name: str
    why: str = ""


def course_in(name: str) -> int | None:
    """The year that the name of a class says: «9 «А»» → 9, «10Б» → 10; None where it does not begin with one."""
    found = _CLASS.match(name)
    return int(found.group(1)) if found else None


def next_name(name: str, course: int, *, entered_in: int | None = None) -> str:
    """The name a year later: «9 «А»» → «10 «А»», «М-21» → «М-31», «ИС-2-1» → «ИС-3-1», «101» → «201».

    The first number that is the course, or whose first of two or three digits is the course, grows by one. Two digits
    that are the year of entry (`entered_in` 2024 → 24) are left alone; so is a name without such a number.
    """
    for found in _NUMBER.finditer(name):
        digits = found.group()
        if digits == str(course):
            grown = str(course + 1)
        elif course < 9 and len(digits) in (2, 3) and digits[0] == str(course) and not _is_year(digits, entered_in):
            grown = f"{course + 1}{digits[1:]}"
        else:
            continue
        return name[: found.start()] + grown + name[found.end() :]
    return name


def propose(
    *, name: str, course: int | None, kind: str, starts_on: date, on: date, moved_on: date | None = None
) -> Proposal:
    """What to do with a group on the day `on`; `moved_on` is the day on which it was moved before, if this year."""
    if moved_on is not None:
        return Proposal(deed=Deed.STAY, name=name, why=_("Уже переведена в этом учебном году"))
    if starts_on > on - NEW_WITHIN:
        return Proposal(deed=Deed.STAY, name=name, why=_("Открыта в этом учебном году"))
    if course is None:
        return Proposal(deed=Deed.STAY, name=name, why=_("Курс или класс не указан"))
    if course >= LAST_OF.get(GroupKind(kind), LAST_COURSE):
        return Proposal(deed=Deed.GRADUATE, name=name)
    proposed = next_name(name, course, entered_in=starts_on.year)
    return Proposal(
        deed=Deed.MOVE, name=proposed, why=_("Название прежнее: в нём нет курса") if proposed == name else ""
    )


def usual_day(today: date) -> date:
    """1 September of this year; before it, today: a transfer is recorded when it has happened."""
    september = date(today.year, 9, 1)
    return september if today >= september else today


def _is_year(digits: str, entered_in: int | None) -> bool:
    return entered_in is not None and len(digits) == 2 and int(digits) == entered_in % 100
