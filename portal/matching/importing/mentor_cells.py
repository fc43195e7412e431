"""Cells of the base of mentors as facts of a profile: words of the lists, hours, places, formats."""

from collections.abc import Mapping

from portal.core.i18n import _
from portal.imports.registry import Level, Line, Problem, heading_key
from portal.matching.importing.cells import LIST, PARTS, code_in, codes_in, number_in, remark_unknown
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.labels import DAYTIMES, MINUTES, SHORT_DAYS, WORDS
from portal.matching.mentors.models import MOST_PLACES
from portal.people.importing.values import Cells

LISTS = {"types": TraitKind.TYPE, "areas": TraitKind.AREA, "ages": TraitKind.AGE, "channels": TraitKind.CHANNEL,
         "languages": TraitKind.LANGUAGE}  # fmt: skip
HOUR, MOST_MINUTES = 60, 40 * 60


def facts_in(line: Line, cells: Cells, texts: Mapping[str, str]) -> ProfileFacts:
    """What the row says of the profile; a word that no list knows is remarked on and left out."""
    traits = {}
    for column, kind in LISTS.items():
        codes, unknown = codes_in(line[column], WORDS[kind]) if line[column] else ([], [])
        traits[kind] = codes
        remark_unknown(cells, column, unknown)
    traits[TraitKind.TIME], unknown = times_in(line["times"])
    remark_unknown(cells, "times", unknown)
    return ProfileFacts(
        **texts, minutes_week=_minutes(line, cells), capacity=_capacity(line, cells),
        traits={kind: codes for kind, codes in traits.items() if codes},
    )  # fmt: skip


def formats_in(line: Line, cells: Cells, words: Mapping[str, str], suiting: Mapping[str, str]) -> list[str]:
    """Codes of the formats of the row that suit the mentor; where none is named and one suits, that one."""
    if not line["formats"]:
        return list(suiting) if len(suiting) == 1 else []
    codes, unknown, alien = list[str](), list[str](), list[str]()
    for piece in PARTS.split(line["formats"]):
        for part in [piece] if heading_key(piece) in words else LIST.split(piece):
            code = words.get(heading_key(part))
            (unknown if code is None else codes if code in suiting else alien).append(code or part)
    remark_unknown(cells, "formats", [part for part in unknown if part.strip()])
    if alien:
        text = _("есть форма, которая этому наставнику сейчас не подходит, она не записана.")
        cells.problems.append(Problem(text=text, column="formats", level=Level.WARNING))
    return list(dict.fromkeys(codes))


def times_in(text: str) -> tuple[list[str], list[str]]:
    """(codes «day.part», parts not understood) of «пн: утро, вечер; ср: после занятий»."""
    codes, unknown = list[str](), list[str]()
    for part in filter(None, (piece.strip() for piece in PARTS.split(text))):
        said_day, _colon, said_parts = part.partition(":")
        day = code_in(said_day, SHORT_DAYS)
        found, rest = codes_in(said_parts, DAYTIMES) if said_parts else ([], [part])
        codes += [f"{day}.{each}" for each in found] if day else []
        unknown += rest if day else [part]
    return codes, unknown


def _minutes(line: Line, cells: Cells) -> int | None:
    said = line["minutes"]
    if not said:
        return None
    known = code_in(said, {str(minutes): words for minutes, words in MINUTES.items()})
    if known and known.isdigit() and heading_key(said) != known:
        return int(known)
    number = number_in(said)
    minutes = int(number * (1 if "мин" in said.lower() else HOUR)) if number else 0
    if not 0 < minutes <= MOST_MINUTES:
        text = _("«%(text)s» не читается как часы в неделю, время не записано.", text=said[:40])
        cells.problems.append(Problem(text=text, column="minutes", level=Level.WARNING))
        return None
    return minutes


def _capacity(line: Line, cells: Cells) -> int:
    said = line["capacity"]
    if not said:
        return 1
    number = number_in(said)
    if number is None or number != int(number) or not 1 <= number <= MOST_PLACES:
        cells.wrong("capacity", _("нужно число от 1 до %(n)s.", n=MOST_PLACES))
        return 1
    return int(number)
