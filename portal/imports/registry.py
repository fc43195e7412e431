"""What can be imported: a room above registers a kind with its columns, and how a row is judged and applied.

The engine reads files, keeps rows, confirms and undoes; it never learns what a row means.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.text import sort_key
from portal.imports.models import Decision


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column that a kind understands; `label` is the heading of the template, `aliases` others that mean the same."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    width: float = 18


@dataclass(frozen=True, kw_only=True)
class Option:
    """A choice for the whole file, a tick on the page of columns."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """An organisation into whose register the reader may import."""

    id: int
    public_id: str
    name: str
    time_zone: str


class Level(StrEnum):
    """How much a remark weighs: an ERROR keeps the row out, a QUESTION waits for an answer, the rest is for reading."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A remark about a row, in words; `column` is the key of the column it is about."""

    text: str
    column: str = ""
    level: Level = Level.ERROR


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the file: texts by keys of columns, and what the reader answered to its question."""

    number: int
    values: Mapping[str, str]
    answer: str = ""

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


@dataclass(kw_only=True)
class Verdict:
    """What a kind says about a line. `changes` are sentences for the preview, `plan` is for `apply` alone."""

    decision: Decision
    problems: list[Problem] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    matched_id: int | None = None
    plan: Any = None


class Register(ABC):
    """The register of one organisation as it is now, and what the file has said so far.

    `judge` goes through the lines in order and writes nothing; `apply` writes through actions what was judged.
    Both give the same in one go and in several: whoever was killed begins again with what is not applied yet.
    """

    @abstractmethod
    def judge(self, line: Line) -> Verdict: ...

    @abstractmethod
    def apply(self, line: Line, verdict: Verdict) -> None: ...


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Where to go after an import; an endpoint that does not exist is not shown.

    `with_people` sends the whole batch along: `everybody=1&import=…`, as the register of people understands it.
    """

    endpoint: str
    label: str
    with_people: bool = False


class Importable(ABC):
    """A kind of tables. Subclasses are registered with `@importable(key)`."""

    key: str = ""
    title: str
    lead: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...] = ()
    """Groups of keys: of each group at least one column must be there."""
    options: tuple[Option, ...] = ()
    shown_by: tuple[str, ...] = ()
    """Keys of the columns by which a person knows a row again."""
    used_by: Mapping[str, str] = {}
    """Words for tables of rooms above that may use what was imported: «открыта учётная запись»."""
    next_steps: tuple["NextStep", ...] = ()
    needs: Permission | None = None
    """What a role must hold besides the right to import, for the kind and its batches to be open to it."""

    def storable(self, cell: str) -> str:
        """What may be kept of a cell; examples of columns and rows of a batch hold nothing else."""
        return cell

    def undone(self, deleted: Mapping[str, Sequence[int]], restored: Mapping[str, Sequence[int]]) -> int:
        """Put right what rests on rows that undoing took away or brought back: table → ids; how many there were."""
        return 0

    @abstractmethod
    def places(self, actor: Actor) -> Sequence[Place]:
        """Organisations into which this actor may import this kind; none where it is not open to them."""

    @abstractmethod
    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        """The register as it is now. `made` says what this very batch has made already: (table, id) → row number."""


KINDS: dict[str, Importable] = {}
Kind = TypeVar("Kind", bound=type[Importable])


def importable(key: str) -> Callable[[Kind], Kind]:
    """Register a kind of tables under `key`."""

    def register(kind: Kind) -> Kind:
        one = kind()
        one.key = key
        KINDS[key] = one
        return kind

    return register


def heading_key(text: str) -> str:
    """A heading for comparison: one case, ё as е, no spaces or signs."""
    return "".join(char for char in sort_key(text) if char.isalnum())
