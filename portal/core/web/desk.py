"""What rooms put on the desk: things to do, told by finders that are registered here under a name.

`@finder("surveys.own")` marks a function that gets actor and reader and returns what waits for them, in order: steps,
or `Waiting`, a question to the database and how its rows are told. The desk first asks of all questions at once which
have any rows, so what does not wait costs no statement. Which of the finders comes first, the home room decides in one
list; the first step becomes the heading of the page. Blocks below the steps are panels of the page `home.index`
(`core.web.panels`); their maker gets the reader.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal.core.db import db


@dataclass(frozen=True, kw_only=True)
class Step:
    """A thing to do: what, in which context, by which button, until when."""

    title: str
    text: str
    button: str
    url: str
    due: str = ""
    tone: str = "none"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Rows that wait for the reader, and how they are told: `tell` gets all of them, and is called if there are any.

    A question that counts has to say `having`, so that it has no row where nothing waits. `params` are the values of
    a question that was put together once a process; no two such questions may use one name.
    """

    query: sa.Select[*tuple[Any, ...]]
    tell: Callable[[Sequence[Any]], list[Step]]
    params: Mapping[str, Any] = field(default_factory=dict)


Found = list[Step] | Waiting | None
Finder = Callable[[Any, Any], Found]
FINDERS: dict[str, Finder] = {}


def finder(name: str) -> Callable[[Finder], Finder]:
    """Register what looks for steps of one kind; `name` is «room.what»."""

    def register(find: Finder) -> Finder:
        FINDERS[name] = find
        return find

    return register


def steps_of(found: Sequence[Found]) -> list[Step]:
    """Steps of all that finders returned, in order; one statement decides which questions are asked at all."""
    asked = [each for each in found if isinstance(each, Waiting)]
    waits = dict(zip(map(id, asked), _have_rows(asked), strict=True))
    steps: list[Step] = []
    for each in found:
        if isinstance(each, Waiting):
            steps += each.tell(db.session.execute(each.query, each.params).all()) if waits[id(each)] else []
        else:
            steps += each or []
    return steps


def _have_rows(asked: Sequence[Waiting]) -> Sequence[bool]:
    if not asked:
        return ()
    exist = [sa.exists(each.query.order_by(None)).label(f"q{number}") for number, each in enumerate(asked)]
    params = {name: value for each in asked for name, value in each.params.items()}
    return tuple(db.session.execute(sa.select(*exist), params).one())
