"""What is told of rows that may not be there: one statement asks of all questions of a page which have any."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal.core.db import db


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows that wait for the reader, and how they are told: `tell` gets all of them, and is called if there are any.

    A question that counts has to say `having`, so that it has no row where nothing waits. `params` are the values of
    a question that was put together once a process; no two such questions may use one name.
    """

    query: sa.Select[*tuple[Any, ...]]
    tell: Callable[[Sequence[Any]], list[Any]]
    params: Mapping[str, Any] = field(default_factory=dict)


def told(*groups: Sequence[Any]) -> list[list[Any]]:
    """Each group as the list of what it holds, in order: an element is a list, one thing, None or `Waiting`."""
    asked = [each for group in groups for each in group if isinstance(each, Waiting)]
    waits = dict(zip(map(id, asked), _have_rows(asked), strict=True))
    return [[one for each in group for one in _told(each, waits)] for group in groups]


def _told(each: Any, waits: Mapping[int, bool]) -> list[Any]:
    if isinstance(each, Waiting):
        return each.tell(db.session.execute(each.query, each.params).all()) if waits[id(each)] else []
    if isinstance(each, list):
        return each
    return [] if each is None else [each]


def _have_rows(asked: Sequence[Waiting]) -> Sequence[bool]:
    if not asked:
        return ()
    exist = [sa.exists(each.query.order_by(None)).label(f"q{number}") for number, each in enumerate(asked)]
    params = {name: value for each in asked for name, value in each.params.items()}
    return tuple(db.session.execute(sa.select(*exist), params).one())
