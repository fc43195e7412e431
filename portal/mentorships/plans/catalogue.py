"""What the reference files of plans say: sections by type, activities by format, templates, items against deficits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.core.yaml_files import load_yaml
from portal.mentorships.plans.kinds import PlanKind, Responsible
from portal.programs.definitions import formats, several, strict

FOLDER = Path(__file__).parent / "data"
TEACHERS, LEARNERS = "teachers", "learners"


@dataclass(frozen=True, kw_only=True)
class ActivityDefinition:
    """Something that a pair does; without formats it suits every one."""

    code: str
    name: str
    formats: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if lost := set(self.formats) - set(formats()):
            raise ValueError(f"activity {self.code}: unknown formats: {', '.join(sorted(lost))}")


@dataclass(frozen=True, kw_only=True)
class SectionDefinition:
    """A part of plans of these types, for everybody or for one audience."""

    code: str
    name: str
    kinds: tuple[str, ...]
    audience: str = ""

    def __post_init__(self) -> None:
        for kind in self.kinds:
            PlanKind(kind)


@dataclass(frozen=True, kw_only=True)
class TemplateItem:
    """A ready item; `after` is the number of days from the beginning of the plan to its term."""

    section: str
    activity: str
    title: str
    who: str
    after: int
    expected: str

    def __post_init__(self) -> None:
        Responsible(self.who)


@dataclass(frozen=True, kw_only=True)
class PlanTemplate:
    """Ready items of one type of plan."""

    kind: str
    items: tuple[TemplateItem, ...]
    audience: str = ""


@dataclass(frozen=True, kw_only=True)
class DeficitDefinition:
    """Which item a low answer to a question of the needs questionnaire proposes."""

    item: str
    section: str
    activity: str
    title: str


def audience_of(format_code: str | None) -> str:
    """Whether those who are mentored in this format teach or learn; without a format they work here."""
    known = formats().get(format_code or "")
    return TEACHERS if known is None or "teacher" in known.mentees else LEARNERS


@cache
def activities() -> Mapping[str, ActivityDefinition]:
    """Every activity by code, in the order of the file."""
    return {each.code: each for each in several(ActivityDefinition, load_yaml(FOLDER / "activities.yaml"))}


@cache
def sections() -> Mapping[str, SectionDefinition]:
    """Every section by code, in the order of the file."""
    return {each.code: each for each in several(SectionDefinition, load_yaml(FOLDER / "sections.yaml"))}


@cache
def deficits() -> Mapping[str, DeficitDefinition]:
    """What a low answer proposes, by the code of the question."""
    return {each.item: each for each in several(DeficitDefinition, load_yaml(FOLDER / "deficits.yaml"))}


@cache
def templates() -> Sequence[PlanTemplate]:
    """Ready items; every one names a known section and activity."""
    found = tuple(
        strict(PlanTemplate, row, items=several(TemplateItem, row["items"]))
        for row in load_yaml(FOLDER / "templates.yaml")
    )
    for each in found:
        for item in each.items:
            if item.activity not in activities() or each.kind not in sections()[item.section].kinds:
                raise ValueError(f"template {each.kind}: {item.title}")
    return found


def sections_of(kind: str, format_code: str | None) -> dict[str, str]:
    """Code → name of the sections of a plan of this type in this format, in order."""
    audience = audience_of(format_code)
    return {
        code: each.name for code, each in sections().items()
        if kind in each.kinds and each.audience in ("", audience)
    }  # fmt: skip


def activities_of(format_code: str | None) -> dict[str, str]:
    """Code → name of what suits the format."""
    return {
        code: each.name for code, each in activities().items()
        if not each.formats or (format_code or "teacher_teacher") in each.formats
    }  # fmt: skip


def template_of(kind: str, format_code: str | None) -> PlanTemplate | None:
    """The template of this type for whoever is mentored in the format."""
    audience = audience_of(format_code)
    return next((each for each in templates() if each.kind == kind and each.audience in ("", audience)), None)


def kinds_for(format_code: str | None) -> list[PlanKind]:
    """Types of plans that make sense in the format: those that have a template for whoever is mentored in it."""
    return [kind for kind in PlanKind if template_of(kind, format_code) is not None]
