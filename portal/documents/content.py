"""What a document says, as data: what its writer, or a room above, gives. Kept as JSON, read with strict keys."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from portal.core.text import clean_line, clean_text


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the appendix; `persons` are public ids of those whom it names: each is shown their own line."""

    cells: tuple[str, ...]
    persons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Appendix:
    """A table after the text. `named` are places of the columns that hold names, from 0."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    named: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """A question of a sitting: what was heard, what was decided, how many voted for, against, abstained."""

    title: str
    heard: str = ""
    decided: str = ""
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0


@dataclass(frozen=True, kw_only=True)
class Side:
    """A side of an agreement: who it is, in whose person, what else identifies it."""

    name: str
    person: str = ""
    requisites: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that a layout may show beside the letterhead, the number and the signature; unused parts are empty."""

    place: str = ""
    preamble: str = ""
    items: tuple[str, ...] = ()
    basis: str = ""
    appendix: Appendix | None = None
    body: str = ""
    chair: str = ""
    secretary: str = ""
    present: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    sides: tuple[Side, ...] = ()
    to_whom: str = ""
    from_whom: str = ""
    text: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """As it is kept: lists and mappings only."""
        kept: dict[str, Any] = _listed(asdict(self))
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Content":
        """From what `as_json` wrote. Raises TypeError for a key that nobody knows."""
        said: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in kept.items()}
        table = said.get("appendix")
        said["appendix"] = _appendix(table) if table else None
        said["agenda"] = tuple(AgendaItem(**each) for each in said.get("agenda", ()))
        said["sides"] = tuple(Side(**each) for each in said.get("sides", ()))
        return cls(**said)

    def cleaned(self) -> "Content":
        """The same with texts as the portal keeps them: one line, or lines without odd characters."""
        kept = _cleaned(self.as_json)
        return replace(Content.from_json(kept), place=clean_line(self.place))


def _appendix(said: Mapping[str, Any]) -> Appendix:
    rows = tuple(Row(cells=tuple(row["cells"]), persons=tuple(row["persons"])) for row in said["rows"])
    return Appendix(title=said["title"], columns=tuple(said["columns"]), rows=rows, named=tuple(said["named"]))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _listed(each) for name, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_listed(each) for each in value]
    return value


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list) else value
