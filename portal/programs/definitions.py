"""What the reference files of the programmes say, read with strict keys: an unknown key or a wrong code is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from portal.core.yaml_files import load_yaml
from portal.programs.cycle_settings import CycleSettings
from portal.programs.kinds import RequirementKind, RouteSubject, Side
from portal.programs.routes import RouteStep

FOLDER = Path(__file__).parent / "data"
ANY_FORMAT = ""
Definition = TypeVar("Definition")


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A formal requirement; `years` of experience where it is one. How hard it is, the settings of the cycle say."""

    kind: str
    years: int | None = None

    def __post_init__(self) -> None:
        RequirementKind(self.kind)


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A kind of mentee within a format; a sensitive one is shown only to those who must know."""

    code: str
    name: str
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class ExpectedResult:
    """What a format is expected to bring; the code is unique within the format."""

    code: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormatDefinition:
    """A format of mentoring: who may stand on which side, whether across organisations, what is expected of it."""

    code: str
    name: str
    source: str
    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    goal: str
    in_surveys: str
    aliases: tuple[str, ...] = ()
    variation_of: str | None = None
    across: bool = False
    requirements: tuple[Requirement, ...] = ()
    variants: tuple[Variant, ...] = ()
    results: tuple[ExpectedResult, ...] = ()

    def __post_init__(self) -> None:
        for side in (*self.mentors, *self.mentees):
            Side(side)


@dataclass(frozen=True, kw_only=True)
class PatternDefinition:
    """A role pattern: a variation of a format with requirements of its own."""

    code: str
    format: str
    name: str
    source: str
    text: str = ""
    aliases: tuple[str, ...] = ()
    short: bool = False
    group: bool = False
    reversed: bool = False
    requirements: tuple[Requirement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KindDefinition:
    """A kind of mentoring; a mark goes with any other kind."""

    code: str
    name: str
    text: str
    source: str
    is_mark: bool = False
    makes_pair: bool = True


@dataclass(frozen=True, kw_only=True)
class FormatChoice:
    """A format as a programme runs it: under its own name, led by somebody."""

    code: str
    name: str = ""
    responsible: str = ""


@dataclass(frozen=True, kw_only=True)
class RouteDefinition:
    """An approval route; without a format or a category it holds where nothing closer is said."""

    subject: str
    steps: tuple[RouteStep, ...]
    format: str = ANY_FORMAT
    category: str = ""

    def __post_init__(self) -> None:
        RouteSubject(self.subject)


@dataclass(frozen=True, kw_only=True)
class ProgramPattern:
    """What a programme of one of the customers starts from."""

    code: str
    name: str
    text: str
    source: str
    formats: tuple[FormatChoice, ...]
    settings: CycleSettings
    routes: tuple[RouteDefinition, ...]


def strict(kind: type[Definition], data: object, **parts: Any) -> Definition:
    """A definition from a mapping; `parts` replace values that were read already. Raises ValueError with the place."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{kind.__name__}: a mapping is needed, not {data!r}")
    unknown = sorted(set(data) - {field.name for field in fields(kind)})  # type: ignore[arg-type]
    if unknown:
        raise ValueError(f"{kind.__name__} {data.get('code', '')}: unknown keys: {', '.join(unknown)}")
    read = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    try:
        return kind(**{**read, **parts})
    except TypeError as missing:
        raise ValueError(f"{kind.__name__} {data.get('code', '')}: {missing}") from None


def several(kind: type[Definition], rows: object) -> tuple[Definition, ...]:
    """A list of definitions."""
    return tuple(strict(kind, row) for row in rows or ())  # type: ignore[attr-defined]


@cache
def formats() -> dict[str, FormatDefinition]:
    """The formats of the file by code, in its order."""
    return _by_code(
        strict(
            FormatDefinition, row,
            requirements=several(Requirement, row.get("requirements")),
            variants=several(Variant, row.get("variants")),
            results=several(ExpectedResult, row.get("results")),
        )
        for row in _rows("mentoring_formats")
    )  # fmt: skip


@cache
def role_patterns() -> dict[str, PatternDefinition]:
    """The role patterns of the file by code, in its order; every one belongs to a known format."""
    found: dict[str, PatternDefinition] = _by_code(
        strict(PatternDefinition, row, requirements=several(Requirement, row.get("requirements")))
        for row in _rows("role_patterns")
    )
    lost = sorted(each.code for each in found.values() if each.format not in formats())
    if lost:
        raise ValueError(f"role patterns of an unknown format: {', '.join(lost)}")
    return found


@cache
def kinds() -> dict[str, KindDefinition]:
    """The kinds of the file by code, in its order."""
    return _by_code(strict(KindDefinition, row) for row in _rows("mentoring_kinds"))


@cache
def program_patterns() -> dict[str, ProgramPattern]:
    """The five patterns by code, in the order of the file."""
    return _by_code(_read_pattern(row) for row in _rows("patterns"))


def _read_pattern(row: dict[str, Any]) -> ProgramPattern:
    chosen = several(FormatChoice, row["formats"])
    routes = tuple(strict(RouteDefinition, each, steps=several(RouteStep, each["steps"])) for each in row["routes"])
    known = {ANY_FORMAT, *formats()}
    lost = {each.code for each in chosen} - known | {each.format for each in routes} - known
    if lost:
        raise ValueError(f"pattern {row['code']}: unknown formats: {', '.join(sorted(lost))}")
    settings = CycleSettings.from_data(row["settings"])
    return strict(ProgramPattern, row, formats=chosen, routes=routes, settings=settings)


def _rows(name: str) -> list[dict[str, Any]]:
    return list(load_yaml(FOLDER / f"{name}.yaml"))


def _by_code(found: Any) -> dict[str, Any]:
    made = list(found)
    by_code = {each.code: each for each in made}
    if len(by_code) != len(made):
        raise ValueError("a code is said twice")
    return by_code
