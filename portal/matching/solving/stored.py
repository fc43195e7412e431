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


def input_hash(pool: Pool, objective: Objective, choices: Choices) -> str:
    """SHA-256 (hex) of everything that the draft rests on; the order in which anything was given does not count."""
    given: dict[str, Any] = {
        **{each.name: _plain(getattr(pool, each.name)) for each in fields(pool)},
        "objective": objective.value,
        "choices": _plain(choices),
    }
    for name in ("mentees", "mentors", "criteria", "rules"):
        given[name] = sorted(given[name], key=_canonical)
    return sha256(_canonical(given).encode()).hexdigest()


def dump(value: Any) -> str:
    """A draft, a comparison or any other result as canonical JSON."""
    return _canonical(_plain(value))


def load(kind: type[T], text: str) -> T:
    """What `dump` wrote. Raises `ValueError` where the text is not JSON of this kind."""
    try:
        found: T = _built(kind, json.loads(text))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"not a stored {kind.__name__}") from fault
    return found


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Set):
        return sorted((_plain(each) for each in value), key=_canonical)
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    """The value of an annotated kind: dataclasses, enums, tuples, frozensets, mappings, optional ones."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if value is None else _built(next(each for each in inner if each is not type(None)), value)
    if origin is tuple:
        if inner[1:] == (...,):
            return tuple(_built(inner[0], each) for each in value)
        return tuple(_built(each, part) for each, part in zip(inner, value, strict=True))
    if origin is frozenset:
        return frozenset(_built(inner[0], each) for each in value)
    if origin is not None:
        return {key: _built(inner[1], each) for key, each in value.items()}
    if is_dataclass(kind):
        return kind(**{each.name: _built(_hints(kind)[each.name], value[each.name]) for each in fields(kind)})
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value
