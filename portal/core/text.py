"""What people type, made storable: Unicode in one form, no control characters, keys for sorting and matching."""

import re
import unicodedata
from typing import Literal

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SPACES = re.compile(r"\s+")
MOST_MARKS = 30  # on one letter, as Unicode's stream-safe text has it; no language needs more than a few


def _marks() -> str:
    """A class of all characters that normalisation moves about: marks, and what it takes apart into marks alone."""
    chars = (chr(code) for code in range(0x300, 0x1E950))
    moved = (char for char in chars if unicodedata.combining(char) or unicodedata.decomposition(char))
    return "".join(char for char in moved if all(map(unicodedata.combining, unicodedata.normalize("NFKD", char))))


_PILED = re.compile(f"([{_marks()}]{{{MOST_MARKS}}})[{_marks()}]+")


def normal(text: str, form: Literal["NFC", "NFKC"] = "NFC") -> str:
    """The text in one Unicode form. Marks piled up on a letter are cut first: putting n of them in order costs n²."""
    return text if text.isascii() else unicodedata.normalize(form, _PILED.sub(r"\1", text))


def clean_text(text: str) -> str:
    """NFC, line ends as \\n, no NUL, control, lone surrogate or direction-changing characters."""
    text = _BIDI.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return normal(text).strip()


def clean_line(text: str) -> str:
    """One line of `clean_text` with single spaces."""
    return _SPACES.sub(" ", clean_text(text))


def sort_key(text: str) -> str:
    """The text for ORDER BY on both databases: lower case, ё as е."""
    return clean_line(text).casefold().replace("ё", "е")


def login_key(text: str) -> str:
    """A name for sign-in as it is compared: NFKC, no spaces, one case, so that look-alikes do not differ."""
    return _SPACES.sub("", normal(clean_text(text), "NFKC")).casefold()
