"""The vocabulary of XLSForm: types, headings and languages however their author wrote them.

The spellings are those of pyxform (`aliases`, `question_type_dictionary`), so that a form that Kobo and ODK take is
taken here too; pyxform is imported where it is used, in the process that reads the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from surveys.exchange.instruments.sheets import Row

OWN = "portal::"  # our own columns; other programs leave them alone
OTHER, OFFERED = "portal_other", "portal_show_if"  # the same among choices, where pyxform takes no «::»
SHOWN_IF = "portal_condition"  # the number of that condition, for the filter that other programs offer choices by
TEXTS = ("label", "hint", "constraint_message", "required_message", "guidance_hint")
MEDIA = {"image", "audio", "video", "big-image", "media"}
_BINDS = {
    "readonly": "read_only", "jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message",
    "calculate": "calculation", "jr:noAppErrorString": "no_app_error_string", "jr:count": "repeat_count",
}  # fmt: skip
_RUSSIAN = re.compile(r"\bru\b|рус|russ", re.IGNORECASE)
_OTHER = re.compile(r"\s+or[ _](?:specify[ _])?other\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """A type: `word` is what it is for us, `said` the author's spelling, `list_name` its list of choices."""

    word: str
    said: str
    list_name: str = ""
    has_other: bool = False


@dataclass(frozen=True)
class Headings:
    """Headings of a sheet: their plain name, and the language of those that have one."""

    plain: dict[str, tuple[str, str]]
    language: str

    def cell(self, row: Row, name: str) -> str:
        """The cell of the column called `name`; of several languages ours, then the unnamed one, then any."""
        found = {lang: row.get(raw) for raw, (plain, lang) in self.plain.items() if plain == name and row.get(raw)}
        return found.get(self.language) or found.get("") or next(iter(found.values()), "")

    def raw(self, name: str) -> str:
        """The heading as its author wrote it, for a remark."""
        named = [raw for raw, (plain, _lang) in self.plain.items() if plain == name]
        mine = [raw for raw in named if self.plain[raw][1] == self.language]
        return next(iter([*mine, *named]), name)

    def languages(self) -> list[str]:
        """Languages of the texts, in the order of the sheet."""
        return list(dict.fromkeys(lang for plain, lang in self.plain.values() if plain == "label"))


def kind_of(said: str) -> Kind | None:
    """The type that a cell of `type` means; None where XLSForm knows none.

    Words: select_one, select_multiple, rank, text, integer, decimal, date, file, note, range, begin_group, end_group,
    begin_repeat, end_repeat, meta (filled by a device), or the plain name of what we have not.
    """
    spaced = " ".join(said.replace("_", " ").split()).lower()
    if match := re.fullmatch(r"(begin|end) ?(group|repeat|loop|lgroup|looped group)", spaced):
        return Kind(f"{match[1]}_{'group' if match[2] == 'group' else 'repeat'}", said)
    text, n = _OTHER.subn("", said.strip())
    for alias, word in _selects().items():
        pattern = re.escape(alias).replace("_", "[ _]+").replace(r"\ ", "[ _]+")
        if match := re.match(rf"{pattern}\s+(?:from\s+)?(\S.*)$", " ".join(text.split()), re.IGNORECASE):
            return Kind(word, said, match[1].strip(), bool(n))
    return _simple(spaced, said)


def headings_of(raw: Sequence[str], default_language: str, *, is_choices: bool = False) -> Headings:
    """Plain names of the headings of a sheet, and the language that is taken: Russian, the default, or the first."""
    plain = {each: _plain(each, is_choices) for each in raw if each}
    spoken = list(dict.fromkeys(lang for name, lang in plain.values() if name in TEXTS and lang))
    default = next((lang for lang in spoken if lang.casefold() == default_language.casefold()), "")
    has_unnamed = any(name == "label" and not lang for name, lang in plain.values())
    first = "" if has_unnamed else next(iter(spoken), "")
    return Headings(plain, next((lang for lang in spoken if _RUSSIAN.search(lang)), default or first))


def _plain(raw: str, is_choices: bool) -> tuple[str, str]:
    """«Label :: Russian (ru)» → label, Russian (ru)."""
    parts = [" ".join(part.split()) for part in raw.split("::")]
    if raw.casefold().startswith(OWN):
        return OWN + "::".join(parts[1:]).casefold(), ""
    if len(parts) == 1 and ":" in parts[0] and not parts[0].casefold().startswith(("jr:", "media:", "bind:", "body:")):
        head, _colon, tail = parts[0].partition(":")
        parts = [head.strip(), tail.strip()] if head.strip().casefold() in (*TEXTS, "caption") else parts
    name = parts[0].casefold().replace(" ", "_")
    if name in ("bind", "body", "control", "media") and len(parts) > 1:
        rest = parts[1]
        return (_BINDS.get(rest, rest.casefold()) if name != "media" else "media"), parts[2] if len(parts) > 2 else ""
    name = _alias(name, is_choices)
    return name, parts[1] if len(parts) > 1 else ""


@cache
def _selects() -> dict[str, str]:
    """Spellings of selects, the longest first: «select one from» before «select one»."""
    from pyxform import aliases, constants

    words = {constants.SELECT_ONE: "select_one", constants.SELECT_ALL_THAT_APPLY: "select_multiple", "rank": "rank"}
    found = {
        alias: f"{words.get(meant, 'select_one')}_from_file" if alias in aliases.select_from_file
        else words.get(meant, "select_external")
        for alias, meant in aliases.select.items()
    }  # fmt: skip
    found |= {"select_multiple": "select_multiple", "select multiple": "select_multiple",
              "select multiple from": "select_multiple", "select_multiple from": "select_multiple"}  # fmt: skip
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _alias(name: str, is_choices: bool) -> str:
    from pyxform import aliases

    found = (aliases.list_header if is_choices else aliases.survey_header).get(name)
    if name in ("list_name", "list name", "list"):
        return "list_name"
    if isinstance(found, tuple):
        group, inner = found
        return "media" if group == "media" else str(_BINDS.get(inner, inner))
    return str(found) if found else name


def _simple(spaced: str, said: str) -> Kind | None:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    known = {" ".join(name.replace("_", " ").split()).lower(): name for name in QUESTION_TYPE_DICT}
    name = known.get(spaced)
    if name is None:
        return None
    bind = QUESTION_TYPE_DICT[name].get("bind", {}).get("type", "")
    control = QUESTION_TYPE_DICT[name].get("control", {}).get("tag")
    if "note" in spaced:
        return Kind("note", said)
    if spaced == "range":
        return Kind("range", said)
    if control is None and spaced not in ("calculate", "q calculate", "add calculate prompt", "hidden") and bind:
        return Kind("meta", said)
    if control == "upload" and spaced != "osm":
        return Kind("file", said)
    kinds = {("string", "input"): "text", ("int", "input"): "integer", ("decimal", "input"): "decimal",
             ("date", "input"): "date"}  # fmt: skip
    is_external = spaced in ("select one external",)
    return Kind("select_external" if is_external else kinds.get((bind, control), spaced.replace(" ", "_")), said)
