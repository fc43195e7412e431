"""What rooms above say about kinds of their own: how a draft is made anew from the data, and where the data is mended.

    @source("order_pairs")
    def pairs_in_order(document: Document) -> Fresh: ...

A kind without a source is written by hand, or once by whoever issued it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.documents.content import Content
from portal.documents.models import Document


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is missing in the data before the paper may be signed, and the address of the page that mends it."""

    what: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """The content as the data stands now, and what is missing in it."""

    content: Content
    gaps: tuple[Gap, ...] = ()


Source = Callable[[Document], Fresh]
SOURCES: dict[str, Source] = {}


def source(kind: str) -> Callable[[Source], Source]:
    """Register what makes a draft of this kind anew."""

    def register(make: Source) -> Source:
        SOURCES[kind] = make
        return make

    return register


def fresh(document: Document) -> Fresh | None:
    """The content as the data stands now; None where nobody above knows the kind."""
    make = SOURCES.get(document.kind)
    return make(document) if make else None
