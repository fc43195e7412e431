"""One way to write anything of the solver down: canonical JSON, its SHA-256, and back."""

import json
import types
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from portal.matching.solving.kinds import Objective
from portal.matching.solving.pool import Choices, Pool

T = TypeVar("T")
SIMPLE = (str, int, bool, type(None))


def pool_hash(pool: Pool) -> str:
    """SHA-256 (hex) of a pool; the order in which anything was given does not count."""
    given: dict[str, Any] = {each.name: _plain(getattr(pool, each.name)) for each in fields(pool)}
    for name in ("mentees", "mentors", "criteria", "rules"):
        given[name].sort(key=lambda each: each.get("key") or each["code"])
    return sha256(_canonical(given).encode()).hexdigest()


def input_hash(pool: str, objective: Objective, choices: Choices) -> str:
    """SHA-256 (hex) of everything that a draft rests on; `pool` is the hash of the pool."""
    given = {"pool": pool, "objective": objective.value, "choices": _plain(choices)}
    return sha256(_canonical(given).encode()).hexdigest()


def dump(value: Any) -> str:
    """A draft, a comparison or any other result as canonical JSON."""
    return _canonical(_plain(value))


def load(kind: type[T], text: str) -> T:
    """What `dump` wrote. Raises `ValueError` where the text is not JSON of this kind."""
    try:
        found: T = _built(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ValueError(f"not a stored {kind.__name__}") from fault
    return found


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if type(value) in SIMPLE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        inner = [_plain(each) for each in value]
        return sorted(inner, key=None if inner and type(inner[0]) in SIMPLE else _canonical)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    kind: Any = type(value)
    return {name: _plain(getattr(value, name)) for name in _kinds(kind)}


@cache
def _kinds(kind: Any) -> dict[str, Any]:
    """Fields of a dataclass and their annotations."""
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def _built(kind: Any, value: Any) -> Any:
    """The value of an annotated kind: dataclasses, enums, tuples, frozensets, mappings, optional ones."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _built(next(each for each in inner if each is not type(None)), value)
    if origin is not None:
        return _collected(origin, inner, value)
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: _built(each, value[name]) for name, each in _kinds(made).items()})
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value


def _collected(origin: Any, inner: tuple[Any, ...], value: Any) -> Any:
    if origin is frozenset:
        return frozenset(_built(inner[0], each) for each in value)
    if origin is not tuple:
        return {key: _built(inner[1], each) for key, each in value.items()}
    if inner[1:] == (...,):
        return tuple(_built(inner[0], each) for each in value)
    return tuple(_built(each, part) for each, part in zip(inner, value, strict=True))
