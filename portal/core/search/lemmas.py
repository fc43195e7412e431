"""Russian word forms as their lemmas, so that «дети» finds «ребёнок»: lower case, ё as е, all lemmas of a token."""

import re
import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from portal.core.yaml_files import load_yaml

_TOKEN = re.compile(r"[0-9a-zа-яё]+", re.IGNORECASE)
_guard = threading.Lock()
_loaded: dict[str, Any] = {}
MOST_TOKENS = 12


def tokens(text: str) -> list[str]:
    """Words and numbers of the text, lower case, ё as е."""
    return [found.group().lower().replace("ё", "е") for found in _TOKEN.finditer(text)]


def lemmas_of(token: str) -> tuple[str, ...]:
    """Every dictionary form that the token may come from; the token itself where the dictionary knows none."""
    with _guard:  # the analyser is not safe for threads, and its cache makes the wait short
        return _lemmas(token)


def normalized(text: str) -> str:
    """What is stored beside the text and indexed: the lemmas of all its tokens."""
    return " ".join(lemma for token in tokens(text) for lemma in lemmas_of(token))


def asked_for(text: str) -> list[tuple[list[str], str]]:
    """The query as groups, one a token: lemmas with their synonyms, and the beginning of a word still being typed.

    Only the last token can be unfinished. A document matches when every group matches.
    """
    asked = tokens(text)[:MOST_TOKENS]
    groups = []
    for place, token in enumerate(asked):
        words = dict.fromkeys(word for lemma in lemmas_of(token) for word in (lemma, *synonyms().get(lemma, ())))
        is_last = place == len(asked) - 1
        groups.append((list(words), token if is_last and len(token) > 2 else ""))
    return groups


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Lemma → the other lemmas of its family in `synonyms.yaml`."""
    families = load_yaml(Path(__file__).parent / "synonyms.yaml")
    cleaned = [[word.replace("ё", "е") for word in family] for family in families]
    return {word: tuple(other for other in family if other != word) for family in cleaned for word in family}


@lru_cache(maxsize=50_000)
def _lemmas(token: str) -> tuple[str, ...]:
    if not token[0].isalpha() or token[0].isascii():
        return (token,)
    parses = _analyser().parse(token)
    found = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in parses)
    return tuple(found) or (token,)


def _analyser() -> Any:
    """pymorphy3 with its dictionary: 0.1 s and 30 MB, on first use."""
    if "morph" not in _loaded:
        import pymorphy3

        _loaded["morph"] = pymorphy3.MorphAnalyzer(lang="ru")
    return _loaded["morph"]
