"""Blocks that rooms above add to a page of a room below: a person's card shows account, pairs, answers.

A room registers `@panel("people.show", order=30)`; the function gets the row whose page it is and returns a `Panel`,
`Waiting` rows that become one, or None where there is nothing for this reader. The page draws them in order and knows
none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.core.web.waiting import Waiting, told


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block of a page with the id `name`: `template` is included and finds this object as `panel`.

    `is_aside` puts it into the narrow column.
    """

    name: str
    title: str
    template: str
    more_label: str = ""
    more_url: str = ""
    is_aside: bool = False
    context: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[Any], Panel | Waiting | None]
PANELS: dict[str, list[tuple[int, Maker]]] = {}


def panel(place: str, *, order: int) -> Callable[[Maker], Maker]:
    """Register a maker of panels for the page `place` (an endpoint); the smaller `order` stands higher."""

    def register(make: Maker) -> Maker:
        PANELS.setdefault(place, []).append((order, make))
        PANELS[place].sort(key=lambda pair: pair[0])
        return make

    return register


def panels_of(place: str, thing: Any) -> list[Panel]:
    """The panels of this page for the reader of this request, in order."""
    (panels,) = told(panels_made(place, thing))
    return panels


def panels_made(place: str, thing: Any) -> list[Any]:
    """What the makers of the page return, for whoever asks about other things of the page in the same statement."""
    return [make(thing) for _order, make in PANELS.get(place, ())]
