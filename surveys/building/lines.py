"""Lists that are typed line by line: options of a question, columns and rows of a table.

A line is `PREFIX-3-label` with `PREFIX-3-key` (the value or code it has), `PREFIX-3-other` and `PREFIX-3-changed`;
`PREFIX-more` takes many at once, one a line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from portal.core.text import clean_line
from surveys.building.naming import fresh_code, fresh_value
from surveys.definitions import OptionDefinition, RowDefinition

MOST_LINES = 300
LONGEST_LABEL = 500
OPTIONS, ROWS = "option", "row"


@dataclass(frozen=True)
class Line:
    """One line. `key` is empty for a new one; `mark` opens own words (an option) or turns the scale (a row).

    `changed`: the author says that the words mean something else now.
    """

    key: str = ""
    label: str = ""
    mark: bool = False
    changed: bool = False


def read_lines(form: MultiDict[str, str], prefix: str) -> list[Line]:
    """The lines as they were typed, empty ones too, then those that were pasted together."""
    names = re.compile(rf"{prefix}-([0-9]{{1,4}})-label")
    found = [names.fullmatch(name) for name in form]
    places = sorted({int(each.group(1)) for each in found if each})[:MOST_LINES]
    typed = [
        Line(
            key=form.get(f"{prefix}-{place}-key", "")[:60],
            label=clean_line(form.get(f"{prefix}-{place}-label", ""))[:LONGEST_LABEL],
            mark=bool(form.get(f"{prefix}-{place}-mark")),
            changed=bool(form.get(f"{prefix}-{place}-changed")),
        )
        for place in places
    ]
    pasted = [clean_line(line)[:LONGEST_LABEL] for line in form.get(f"{prefix}-more", "").splitlines()]
    return [*typed, *(Line(label=label) for label in pasted if label)][:MOST_LINES]


def arranged(lines: Sequence[Line], deed: str) -> list[Line]:
    """The lines after «up:3», «down:3» or «remove:3»; anything else leaves them as they are."""
    verb, _colon, place = deed.partition(":")
    here = int(place) if place.isascii() and place.isdecimal() and len(place) < 5 else -1
    found = list(lines)
    if not 0 <= here < len(found):
        return found
    if verb == "remove":
        del found[here]
    there = here + {"up": -1, "down": 1}.get(verb, 0)
    if verb in ("up", "down") and 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def with_room(lines: Iterable[Line], least: int) -> list[Line]:
    """The lines with empty ones at the end: at least two, and at least so many in all."""
    found = list(lines)
    empty = max(2, least - len(found))
    return [*found, *(Line() for _n in range(empty))][: max(MOST_LINES, len(found))]


def lines_of_options(options: Iterable[OptionDefinition]) -> list[Line]:
    return [Line(key=option.value, label=option.label, mark=option.other) for option in options]


def lines_of_rows(rows: Iterable[RowDefinition], polarity: int | None) -> list[Line]:
    return [
        Line(key=row.code, label=row.label, mark=(polarity if row.polarity is None else row.polarity) == -1)
        for row in rows
    ]


def options_from(
    lines: Iterable[Line], before: Iterable[OptionDefinition], ever: Iterable[str], *, numbered: bool = False
) -> tuple[OptionDefinition, ...]:
    """Options with the values they had; new ones and those of another meaning get a value nobody ever gave.

    A value that neither the question nor a version of it knows is not believed. A line without one that says what
    an option says is that option: a page may be sent twice. `ever` are values of all versions; `numbered` begins
    with 1 where there is nothing yet.
    """
    before = list(before)
    stands = {option.label: option.value for option in before}
    known = {*ever, *(option.value for option in before)}
    typed = [line if line.key in known else replace(line, key="") for line in lines if line.label]
    said = _known(typed, stands)
    found: list[OptionDefinition] = []
    used: set[str] = set()
    for line in said:
        value = line.key
        if not value or value in used or line.changed:
            value = fresh_value(known) if known or not numbered else "1"
            known.add(value)
        used.add(value)
        found.append(OptionDefinition(value=value, label=line.label, other=line.mark))
    return tuple(found)


def rows_from(
    lines: Iterable[Line], before: Iterable[RowDefinition], taken: Iterable[str], code: str
) -> tuple[RowDefinition, ...]:
    """Rows with the codes they had; new ones and those of another meaning get codes that nothing ever bore."""
    stands = list(before)
    said = _known([line for line in lines if line.label], {row.label: row.code for row in stands})
    known = {row.code: row for row in stands}
    used = {*taken, *known}
    found: list[RowDefinition] = []
    for line in said:
        row = known.pop(line.key, None) if not line.changed else None
        if row is None:
            row = RowDefinition(code=fresh_code(used, f"{code}_"), label=line.label)
            used.add(row.code)
        found.append(
            replace(row, label=line.label, polarity=-1 if line.mark else None if row.polarity == -1 else row.polarity)
        )
    return tuple(found)


def _known(lines: list[Line], keys: dict[str, str]) -> list[Line]:
    """New lines that repeat the words of something that stands get its key."""
    typed = {line.key for line in lines}
    return [line if line.key or keys.get(line.label, "") in typed else replace(line, key=keys.get(line.label, ""))
            for line in lines]  # fmt: skip
