"""What rooms put on the desk: things to do, told by finders that are registered here under a name.

`@finder("surveys.own")` marks a function that gets actor and reader and returns what waits for them, in order: steps,
or `Waiting`, a question to the database and how its rows are told. The desk first asks of all questions at once which
have any rows, so what does not wait costs no statement. Which of the finders comes first, the home room decides in one
list; the first step becomes the heading of the page. Blocks below the steps are panels of the page `home.index`
(`core.web.panels`); their maker gets the reader.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.core.web.waiting import Waiting

__all__ = ["FINDERS", "Found", "Step", "Waiting", "finder"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A thing to do: what, in which context, by which button, until when."""

    title: str
    text: str
    button: str
    url: str
    due: str = ""
    tone: str = "none"


Found = list[Step] | Waiting | None
Finder = Callable[[Any, Any], Found]
FINDERS: dict[str, Finder] = {}


def finder(name: str) -> Callable[[Finder], Finder]:
    """Register what looks for steps of one kind; `name` is «room.what»."""

    def register(find: Finder) -> Finder:
        FINDERS[name] = find
        return find

    return register
