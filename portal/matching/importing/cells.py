"""Cells of the bases: a year or a day of birth, contacts, several names, words of a list, what must not be kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from portal.core.i18n import _
from portal.imports.registry import Level, Problem, heading_key
from portal.matching.labels import MARKS
from portal.people.importing.values import Cells, date_in, in_small_letters
from portal.programs.definitions import formats

HIDDEN = _("(особая отметка не сохранена)")
PARTS = re.compile(r"\s*[;\n]\s*")
LIST = re.compile(r"\s*[;,/\n]\s*|\s+и\s+")
_EMAIL = re.compile(r"[^\s@<>()\",;:]+@[^\s@<>()\",;:]+\.[^\s@<>()\",;:.]{2,}")
_PHONE = re.compile(r"\+?\d[\d\s()–-]{8,}\d")
_YEAR = re.compile(r"(\d{4})(?:\s*г(?:\.|ода?)?)?\s*(?:р\.?)?")
_NUMBER = re.compile(r"(?<!\d)\d{1,9}(?:[.,]\d{1,9})?(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SAID_OF_MARKS = (
    "овз", "с овз", "ребенок с овз", "студент с овз", "ученик с овз", "обучающийся с овз", "инвалид", "ребенок-инвалид",
    "инвалидность", "лицо с овз", "дети с овз", "группа риска", "состоит на учете", "на учете", "пдн", "кдн", "сопо",
    "учет в пдн", "учет в кдн", "вшу", "состоит на вшу", "неуспевающий", "выгорание", "эмоциональное выгорание",
    "профессиональное выгорание", "острый конфликт", "зпр",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Contact:
    """What one part of a cell with contacts says; `name` is empty where it names nobody."""

    name: str = ""
    phone: str = ""
    email: str = ""


def without_marks(cell: str) -> str:
    """The cell without the parts that are a sensitive mark and nothing else: those never leave the file (MTEE-8)."""
    if len(cell) > 200 or not any(heading_key(part) in _marks() for part in LIST.split(cell)):
        return cell
    kept = [part for part in LIST.split(cell) if part and heading_key(part) not in _marks()]
    return ", ".join([*kept, HIDDEN])


def birth_in(text: str) -> tuple[date | None, int | None]:
    """(day, year) of birth: the day where it is said whole, else the year alone. Raises ValueError for neither."""
    found = _YEAR.fullmatch(text.strip())
    if found and 1900 <= int(found[1]) <= 2100:
        return None, int(found[1])
    day = date_in(text.strip().removesuffix("р.").strip())
    return day, day.year if day else None


def contacts_in(text: str) -> list[Contact]:
    """Contacts part by part, as «имя, телефон, почта; …»."""
    found = []
    for part in PARTS.split(text):
        email, phone = _EMAIL.search(part), _PHONE.search(_EMAIL.sub(" ", part))
        words = _WORD.findall(_PHONE.sub(" ", _EMAIL.sub(" ", part)))
        named = [in_small_letters(word) for word in words if word[0].isupper()]
        contact = Contact(
            name=" ".join(named[:3]) if len(named) > 1 else "", phone=phone[0].strip() if phone else "",
            email=email[0].lower() if email else "",
        )  # fmt: skip
        if contact != Contact():
            found.append(contact)
    return found


def names_in(text: str) -> list[str]:
    """Names of people in a cell: «Иванова А. П., Петров С. С.», «Иванова Анна и Петров Сергей»."""
    return [part.strip() for part in LIST.split(text) if len(_WORD.findall(part)) >= 1 and part.strip()]


def code_in(text: str, words: Mapping[str, str]) -> str:
    """The code whose words the text says; empty where none does."""
    key = heading_key(text)
    return next((str(code) for code, said in words.items() if key in (heading_key(said), heading_key(str(code)))), "")


def codes_in(text: str, words: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """(codes of the parts that the list knows, parts that it does not). Words of the list may hold commas."""
    codes, unknown = [], []
    for piece in PARTS.split(text):
        whole = code_in(piece, words)
        for part in [piece] if whole else LIST.split(piece):
            code = code_in(part, words)
            if code:
                codes.append(code)
            elif part.strip():
                unknown.append(part.strip())
    return list(dict.fromkeys(codes)), unknown


def remark_unknown(cells: Cells, column: str, unknown: list[str]) -> None:
    """Say which words of a cell no list knows: they are left out."""
    if unknown:
        text = _("портал не знает слов: %(words)s. Они не записаны.", words=", ".join(unknown)[:200])
        cells.problems.append(Problem(text=text, column=column, level=Level.WARNING))


def format_words(own: Mapping[str, str]) -> dict[str, str]:
    """Name for comparison → code of the format: of the reference, its other names and those of the organisation."""
    known = {
        heading_key(name): code for code, each in formats().items() for name in (code, *reversed(each.aliases))
    }  # fmt: skip
    known |= {heading_key(each.name): code for code, each in formats().items()}
    return known | {heading_key(name): code for code, name in own.items()}


def number_in(text: str) -> float | None:
    """The first number of a cell: «2 часа» is 2."""
    found = _NUMBER.search(text)
    return float(found[0].replace(",", ".")) if found else None


@cache
def _marks() -> frozenset[str]:
    sensitive = (each.name for known in formats().values() for each in known.variants if each.sensitive)
    return frozenset(map(heading_key, (*_SAID_OF_MARKS, *MARKS.values(), *sensitive)))
