"""Choices of a form from the words for codes."""

from collections.abc import Mapping
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]


def worded(words: Mapping[Any, str]) -> list[SelectChoice]:
    """One choice for each code, with its word."""
    return [SelectChoice(str(code), word) for code, word in words.items()]
