"""Invented names, drawn without repetition by seed: each whole in one gender."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.core.yaml_files import load_yaml


@cache
def _lists() -> dict[str, list[str]]:
    lists: dict[str, list[str]] = load_yaml(Path(__file__).parent / "data/names.yaml")
    return lists


def invented_names(seed: int) -> Iterator[tuple[str, str, str]]:
    """Family name, given name, patronymic; no pair of family and given name comes twice."""
    seen: set[tuple[str, str]] = set()
    for family, given, father in drawn_names(seed):
        if (family, given) not in seen:
            seen.add((family, given))
            yield family, given, father


def drawn_names(seed: int) -> Iterator[tuple[str, str, str]]:
    """The same without end: namesakes come, as they do in a city."""
    chance = random.Random(seed)  # noqa: S311 — invented people
    lists = _lists()
    while True:
        is_woman = chance.random() < 0.6
        family, father = chance.choice(lists["family"]), chance.choice(lists["fathers"])
        given = chance.choice(lists["women" if is_woman else "men"])
        if is_woman:
            family, father = f"{family}а", f"{father.removesuffix('ич')}на"
        yield family, given, father
