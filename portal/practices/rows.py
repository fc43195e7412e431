"""Rows of a section in a posted form: steps and results, moved about by buttons that need no script."""

from collections.abc import Mapping
from typing import Any

from portal.core.i18n import _
from portal.core.text import clean_line
from portal.practices.kinds import Section
from portal.practices.sections import LEAST_STEPS, MOST_RESULTS, MOST_STEPS

STEPS = {"title": _("Что делаем"), "who": _("Кто"), "takes": _("Сколько длится"), "result": _("Что получается")}
RESULTS = {"indicator": _("Показатель"), "before": _("Было"), "after": _("Стало"), "people": _("Сколько человек"),
           "period": _("За какой срок"), "method": _("Как измеряли")}  # fmt: skip
COLUMNS: dict[Section, Mapping[str, str]] = {Section.STEPS: STEPS, Section.RESULTS: RESULTS}
NAMES = {Section.STEPS: "steps", Section.RESULTS: "results"}
MOST = {Section.STEPS: MOST_STEPS, Section.RESULTS: MOST_RESULTS}
LONGEST_CELL = 500
Row = dict[str, str]


def rows_of(version: Any, section: Section) -> list[Row]:
    """What stands, as the form shows it; at least as many rows as are needed."""
    if section not in COLUMNS:
        return []
    stands = getattr(version, NAMES[section])
    rows = [{name: str(getattr(each, name) or "") for name in COLUMNS[section]} for each in stands]
    least = LEAST_STEPS if section is Section.STEPS else 1
    return rows + [dict.fromkeys(COLUMNS[section], "") for _n in range(least - len(rows))]


def read_rows(fields: Any, section: Section) -> list[Row]:
    """What was typed, cut to what a cell may hold; never more rows than the section takes."""
    columns = COLUMNS.get(section, {})
    found = []
    for n in range(MOST.get(section, 0)):
        if any(f"row-{n}-{name}" in fields for name in columns):
            found.append({name: clean_line(fields.get(f"row-{n}-{name}", ""))[:LONGEST_CELL] for name in columns})
    return found


def moved(rows: list[Row], deed: str, section: Section) -> list[Row]:
    """The rows after a button: «add», «up@1», «down@1», «remove@1»; anything else changes nothing."""
    verb, _at, place = deed.partition("@")
    n = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else -1
    rows = list(rows)
    if verb == "add" and len(rows) < MOST[section]:
        rows.append(dict.fromkeys(COLUMNS[section], ""))
    elif verb == "remove" and 0 <= n < len(rows):
        del rows[n]
    elif verb == "up" and 0 < n < len(rows):
        rows[n - 1], rows[n] = rows[n], rows[n - 1]
    elif verb == "down" and 0 <= n < len(rows) - 1:
        rows[n + 1], rows[n] = rows[n], rows[n + 1]
    return rows


def facts_of(rows: list[Row], section: Section) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Rows as the action takes them, empty ones left out, and what has to be put right in them."""
    first = next(iter(COLUMNS[section]))
    facts: list[dict[str, Any]] = []
    problems = []
    for n, row in enumerate(rows, 1):
        if not any(row.values()):
            continue
        if not row[first]:
            problems.append(_("Строка %(n)s: заполните «%(name)s»", n=n, name=COLUMNS[section][first]))
        said: dict[str, Any] = dict(row)
        if section is Section.RESULTS:
            people = row["people"]
            is_number = people.isascii() and people.isdigit() and 0 < len(people) < 7 and int(people) > 0
            if people and not is_number:
                problems.append(_("Строка %(n)s: число человек цифрами", n=n))
            said["people"] = int(people) if is_number else None
        facts.append(said)
    return {NAMES[section]: facts}, problems
