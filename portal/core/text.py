"""What people type, made storable: Unicode in one form, no control characters, keys for sorting and matching."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """NFC, line ends as \\n, no NUL, control, lone surrogate or direction-changing characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BIDI.sub("", _CONTROL.sub("", text)).strip()


def clean_line(text: str) -> str:
    """One line of `clean_text` with single spaces."""
    return _SPACES.sub(" ", clean_text(text))


def sort_key(text: str) -> str:
    """The text for ORDER BY on both databases: lower case, ё as е."""
    return clean_line(text).casefold().replace("ё", "е")


def login_key(text: str) -> str:
    """A name for sign-in as it is compared: NFKC, no spaces, one case, so that look-alikes do not differ."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", clean_text(text))).casefold()
