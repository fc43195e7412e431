"""Cells in the hands of a kind: dates, addresses, telephones and names, each with a message that says what to do."""

import re
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_month_names

from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.registry import Problem

FIRST_SERIAL, LAST_SERIAL = 3_654, 73_050  # 1910 … 2099 as days of a spreadsheet
LONGEST = {"name": 100, "email": 254, "phone": 60, "post": 200, "subject": 200, "group": 60, "relation": 60}
OLDEST = 110
NOTHING = frozenset({"нет", "-", "–", "—", "не указан", "не указана", "отсутствует"})
"""What people write into a cell for a contact that there is not."""
_RUSSIAN = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s*г\.?)?(?:\s+0?0:00(?::00)?)?")
_MONTHS = {name: number for number, name in get_month_names("wide", "format", locale="ru").items()}
_IN_WORDS = re.compile(rf"(\d{{1,2}})\s+({'|'.join(_MONTHS)})\s+(\d{{4}})(?:\s*г(?:\.|ода)?)?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_EMAIL = re.compile(r"[^\s@<>()\",;:\\\[\]]{1,64}@[^\s@<>()\",;:\\\[\]]+\.[^\s@<>()\",;:\\\[\].]{2,}")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’`.–-]+[^\W\d_]+)*\.?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_QUOTES = "«»“”„\"'"
_JOINTS = re.compile(r"(?<=[^\W\d_])[-–](?=\w)|(?<=\d)[-–](?=[^\W\d_])")
_PHONE_SIGNS = re.compile(r"[\d\s()+–-]+(?:\s*,?\s*(?:доб|внутр)\.?\s*\d{1,6})?")


def date_in(text: str) -> date | None:
    """The day that a cell means: дд.мм.гггг, «1 апреля 2011 г.», ISO or a spreadsheet's number. Raises ValueError."""
    if not text:
        return None
    if found := _RUSSIAN.fullmatch(text):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    if found := _IN_WORDS.fullmatch(text):
        return date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
    if found := _ISO.fullmatch(text):
        return date(*map(int, found.groups()))
    if text.isascii() and text.isdigit() and FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return date(1899, 12, 30) + timedelta(days=int(text))
    raise ValueError(text)


class Cells:
    """Reads the cells of one line and collects what is wrong with them."""

    def __init__(self, values: dict[str, str], today: date) -> None:
        self._values, self.today = values, today
        self.problems: list[Problem] = []

    def wrong(self, column: str, text: str) -> None:
        self.problems.append(Problem(text=text, column=column))

    def text(self, column: str, limit: str) -> str:
        """A text within its limit."""
        said = self._values.get(column, "")
        if len(said) > LONGEST[limit]:
            self.wrong(column, _("слишком длинно, до %(n)s знаков.", n=LONGEST[limit]))
            return said[: LONGEST[limit]]
        return said

    def name(self, column: str, said: str) -> str:
        """A part of a name: letters, hyphens, spaces."""
        if not said:
            return ""
        if len(said) > LONGEST["name"] or not _NAME.fullmatch(said):
            self.wrong(column, _("«%(text)s» не похоже на имя: оставьте буквы, пробел и дефис.", text=said[:60]))
        return in_small_letters(said[: LONGEST["name"]])

    def day(self, column: str, *, latest: date | None = None, earliest: date | None = None) -> date | None:
        """A day, not later and not earlier than given."""
        said = self._values.get(column, "")
        try:
            found = date_in(said)
        except ValueError:
            self.wrong(column, _("«%(text)s» не читается как дата. Напишите, например, 31.12.2008.", text=said[:40]))
            return None
        if found and latest and found > latest:
            self.wrong(column, _("%(day)s ещё не наступило.", day=f"{found:%d.%m.%Y}"))
            return None
        if found and earliest and found < earliest:
            self.wrong(column, _("%(day)s – слишком давно.", day=f"{found:%d.%m.%Y}"))
            return None
        return found

    def _contact(self, column: str, limit: str) -> str:
        said = self.text(column, limit)
        return "" if said.lower().rstrip(".") in NOTHING else said

    def email(self, column: str) -> str:
        """An address of e-mail in small letters."""
        said = self._contact(column, "email")
        if said and (not _EMAIL.fullmatch(said) or ".." in said):
            self.wrong(column, _("«%(text)s» не похоже на адрес почты.", text=said[:60]))
            return ""
        return said.lower()

    def phone(self, column: str) -> str:
        """A telephone as it was written; it must have ten digits at least."""
        said = self._contact(column, "phone")
        if said and (not _PHONE_SIGNS.fullmatch(said) or not 10 <= len(digits_of(said)) <= 21):
            self.wrong(column, _("«%(text)s» не похоже на номер телефона: нужен код и номер.", text=said[:40]))
            return ""
        return said


def in_small_letters(name: str) -> str:
    """«ИВАНОВА-ПЕТРОВА» as «Иванова-Петрова»; initials and names in small letters stay as they are."""
    return _WORD.sub(lambda found: found[0].capitalize(), name) if name.isupper() else name


@lru_cache(maxsize=4_096)
def group_code(name: str) -> str:
    """The name of a class for comparison: «9 «А»», «9А» and «9-а» are one; «1-11» and «11-1» are not."""
    return _JOINTS.sub("", "".join(char for char in sort_key(name) if not char.isspace() and char not in _QUOTES))


def digits_of(phone: str) -> str:
    """A telephone for comparison: digits only, 8 in front as 7, without the extension."""
    digits = "".join(char for char in re.split(r"доб|внутр", phone)[0] if char.isdigit())
    return f"7{digits[1:]}" if len(digits) == 11 and digits[0] == "8" else f"7{digits}" if len(digits) == 10 else digits


def name_parts(full: str) -> tuple[str, str, str]:
    """Family name, given name and all the rest of «ФИО»."""
    family, _space, rest = full.partition(" ")
    given, _space, patronymic = rest.partition(" ")
    return family, given, patronymic


def school_year_start(today: date) -> date:
    """The first day of the school year in which the day lies."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)
