"""What a form asks, as pyxform reads it: the witness that has nothing to do with our own reader and writer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pyxform.xls2json import parse_file_to_json

FAMILIES = {
    "string": "text", "text": "text", "select one": "one", "select all that apply": "several", "rank": "rank",
    "integer": "number", "decimal": "number", "range": "number", "date": "date", "note": "note", "file": "file",
    "photo": "file", "image": "file",
}  # fmt: skip


class Asked(NamedTuple):
    """One question in its own words, the parts around it from outside in, and what hangs on it."""

    family: str
    text: str
    parts: tuple[str, ...]
    choices: tuple[str, ...]
    required: bool
    hidden_at_first: bool
    bounded: bool
    filtered: bool


def outline(path: Path) -> list[Asked]:
    """Questions in order. Device fields and the words that pyxform adds itself are left out."""
    return list(_walk(parse_file_to_json(str(path))["children"], (), is_hidden=False))


def tidied(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[list[Any]]]:
    """The same form as a tidy author would write it: the witness is stricter than people are."""
    found: dict[str, list[list[Any]]] = {}
    for name, rows in sheets.items():
        head = [_clean(cell).lower().replace(" name", "_name") if ":" not in str(cell) else _clean(cell)
                for cell in rows[0]]  # fmt: skip
        lines = [[_clean(cell) if isinstance(cell, str) else cell for cell in row] for row in rows[1:]]
        if "type" in head:
            place = head.index("type")
            lines = [[_kind(cell) if n == place else cell for n, cell in enumerate(row)] for row in lines if row[place]]
        found[name.lower()] = [head, *lines]
    return found


def _clean(cell: Any) -> str:
    return " ".join(re.sub("[\u200b\ufeff]", "", str(cell)).replace("\u00a0", " ").split())


def _kind(cell: Any) -> Any:
    word, _space, rest = re.sub("^select one from ", "select_one ", str(cell)).partition(" ")
    return f"{word.lower()} {rest}".strip()


def _walk(children: list[dict[str, Any]], parts: tuple[str, ...], *, is_hidden: bool) -> Iterator[Asked]:
    for child in children:
        bind = child.get("bind", {})
        hidden = is_hidden or bool(bind.get("relevant"))
        if child["type"] == "group":
            title = _words(child.get("label"))
            yield from _walk(child["children"], (*parts, title) if title else parts, is_hidden=hidden)
        elif (family := FAMILIES.get(child["type"])) and not child["name"].endswith("_other"):
            yield Asked(
                family, _words(child.get("label")), parts, tuple(_words(each["label"]) for each in _choices(child)),
                str(bind.get("required", "")).lower() in ("yes", "true", "true()"), hidden,
                bool(bind.get("constraint")) or child["type"] == "range", bool(child.get("choice_filter")),
            )  # fmt: skip


def _choices(child: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = child.get("choices") or []
    return found


def _words(label: Any) -> str:
    """Russian words where there are several languages; without markup, untidy spaces and names of questions."""
    if isinstance(label, dict):
        russian = [text for name, text in label.items() if re.search("ru|рус", name.lower()) and text]
        label = next(iter(russian or label.values()))
    plain = re.sub(r"<[^>]+>|\*\*|[\u200b\ufeff]", " ", str(label or "")).replace("&amp;", "&")
    plain = re.sub(r"\$\{[^}]*\}", "${…}", plain)
    return {"Other": "Другое"}.get(plain, re.sub(r" +([.,!?])", r"\1", " ".join(plain.split())))
