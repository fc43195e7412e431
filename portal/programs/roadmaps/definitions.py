"""Ready road maps of the five customers and the five modules, read with strict keys."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from portal.access.roles import Role
from portal.core.yaml_files import load_yaml
from portal.programs.definitions import program_patterns, several, strict
from portal.programs.roadmaps.kinds import FactKind, Period, ResourceKind
from portal.programs.roadmaps.schedule import Schedule

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class ModuleDefinition:
    """One of the five modules of the municipal model."""

    code: str
    name: str
    text: str
    source: str


@dataclass(frozen=True, kw_only=True)
class StepDefinition:
    """A step of a ready map. The first of `roles` answers, the others take part; none means the curator."""

    number: str
    title: str
    period: str
    first_on: date | None = None
    last_on: date | None = None
    months: tuple[int, ...] = ()
    each_month: bool = False
    roles: tuple[str, ...] = ()
    responsible: str = ""
    result: str = ""
    paper: str = ""
    fact: str = ""
    module: str = ""
    after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        Period(self.period)
        for role in self.roles:
            Role(role)
        if self.fact:
            FactKind(self.fact)

    @property
    def schedule(self) -> Schedule:
        """When it is done, in the years of its document."""
        return Schedule(
            period=Period(self.period), first_on=self.first_on, last_on=self.last_on, months=self.months,
            each_month=self.each_month,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class StageDefinition:
    """A stage of a ready map."""

    title: str
    steps: tuple[StepDefinition, ...]
    number: str = ""
    task: str = ""
    result: str = ""
    module: str = ""


@dataclass(frozen=True, kw_only=True)
class ResourceDefinition:
    """A resource of a ready map."""

    kind: str
    name: str
    source: str = ""
    is_external: bool = False

    def __post_init__(self) -> None:
        ResourceKind(self.kind)


@dataclass(frozen=True, kw_only=True)
class MapDefinition:
    """A ready map of one customer; its days are those of the year that begins in `base_year`."""

    code: str
    title: str
    source: str
    base_year: int
    controller: str
    stages: tuple[StageDefinition, ...]
    resources: tuple[ResourceDefinition, ...] = ()

    def __post_init__(self) -> None:
        Role(self.controller)

    @property
    def n_steps(self) -> int:
        """How many steps it has."""
        return sum(len(stage.steps) for stage in self.stages)


@cache
def modules() -> dict[str, ModuleDefinition]:
    """The five modules by code."""
    return {each.code: each for each in several(ModuleDefinition, load_yaml(FOLDER / "modules.yaml"))}


@cache
def ready_maps() -> dict[str, MapDefinition]:
    """The maps by code, in the order of the patterns of programmes, whose codes they bear."""
    return {code: _read(load_yaml(FOLDER / f"{code}.yaml")) for code in program_patterns()}


def _read(data: dict[str, Any]) -> MapDefinition:
    stages = tuple(strict(StageDefinition, row, steps=several(StepDefinition, row["steps"])) for row in data["stages"])
    numbers = [step.number for stage in stages for step in stage.steps]
    lost = {each for stage in stages for step in stage.steps for each in step.after} - set(numbers)
    unknown = {stage.module for stage in stages} - {"", *modules()}
    if lost or unknown or len(set(numbers)) != len(numbers):
        raise ValueError(f"road map {data['code']}: {sorted(lost | unknown)} unknown, or a number said twice")
    return strict(MapDefinition, data, stages=stages, resources=several(ResourceDefinition, data.get("resources")))
