"""What changed between two versions, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from portal.practices.models import PracticeVersion
from portal.practices.sections import all_words

_PIECES = re.compile(r"\s+|[^\s]+")
MOST_PIECES = 4_000


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, was added or was taken away."""

    how: Literal["same", "added", "removed"]
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    label: str
    pieces: list[Piece]


def changes_between(before: PracticeVersion | None, after: PracticeVersion) -> list[Change]:
    """Fields that differ, in the order of the card; without an earlier version everything is new."""
    old = all_words(before) if before else {}
    return [
        Change(label, pieces_of(old.get(label, ""), text))
        for label, text in all_words(after).items()
        if text != old.get(label, "")
    ]


def pieces_of(before: str, after: str) -> list[Piece]:
    """The difference of two texts in runs of whole words; a very long text is shown as taken away and added whole."""
    one, other = _PIECES.findall(before), _PIECES.findall(after)
    if len(one) > MOST_PIECES or len(other) > MOST_PIECES:
        return [piece for piece in (Piece("removed", before), Piece("added", after)) if piece.text]
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=one, b=other, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(one[i1:i2])))
            continue
        if i2 > i1:
            found.append(Piece("removed", "".join(one[i1:i2])))
        if j2 > j1:
            found.append(Piece("added", "".join(other[j1:j2])))
    return found
