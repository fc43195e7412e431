"""What rooms above tell a final event: awards that were handed over, results, indicators.

    @tells_final
    def awards(event: Event) -> Sequence[FinalPart]:
        ...

Lines are shown to everybody who may open the page, so a room names only those whose consent it has asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.events.models import Event


@dataclass(frozen=True, kw_only=True)
class FinalPart:
    """A part of the page: its title, lines, and the number that goes into the report under `counted`."""

    title: str
    lines: tuple[str, ...] = ()
    counted: str = ""
    n: int = 0


Source = Callable[[Event], Sequence[FinalPart]]
_SOURCES: list[Source] = []


def tells_final(source: Source) -> Source:
    """Register a source of parts."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


def parts_of(event: Event) -> list[FinalPart]:
    """What every room has to tell."""
    return [part for source in _SOURCES for part in source(event)]
