"""What rooms put on the desk: things to do, told by finders that are registered here under a name.

`@finder("surveys.own")` marks a function that gets actor and reader and returns what waits for them, in order. Which
of the finders comes first, the home room decides in one list; the first step becomes the heading of the page. Blocks
below the steps are panels of the page `home.index` (`core.web.panels`); their maker gets the reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Step:
    """A thing to do: what, in which context, by which button, until when."""

    title: str
    text: str
    button: str
    url: str
    due: str = ""
    tone: str = "none"


Finder = Callable[[Any, Any], list[Step]]
FINDERS: dict[str, Finder] = {}


def finder(name: str) -> Callable[[Finder], Finder]:
    """Register what looks for steps of one kind; `name` is «room.what»."""

    def register(find: Finder) -> Finder:
        FINDERS[name] = find
        return find

    return register
