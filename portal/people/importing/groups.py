"""The table of groups and classes of one organisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from portal.access.actor import Actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.models import Decision
from portal.imports.registry import (
    Column,
    Importable,
    Level,
    Line,
    NextStep,
    Place,
    Problem,
    Register,
    Verdict,
    importable,
)
from portal.people import actions
from portal.people import columns as names
from portal.people.importing.persons import USED_BY, organization_of, places_of
from portal.people.importing.values import Cells, school_year_start
from portal.people.queries import groups_of

GROUPS = "groups"


@dataclass(frozen=True)
class GroupPlan:
    """A group that is not there yet."""

    name: str
    course: int | None
    starts_on: date


class GroupRegister(Register):
    """The groups of one organisation while a table about them is read."""

    def __init__(self, actor: Actor, organization_id: int) -> None:
        self._actor, self._organization = actor, organization_of(organization_id)
        self._today = clock.today(self._organization.time_zone)
        self._courses = {group.sort_name: group.course for group in groups_of(organization_id, self._today)}
        self._ids = {group.sort_name: group.id for group in groups_of(organization_id, self._today)}
        self._rows: dict[str, int] = {}

    def judge(self, line: Line) -> Verdict:
        """A group is known by its name, whatever the case and ё."""
        cells = Cells(dict(line.values), self._today)
        name = cells.text("name", "group")
        course = self._course(line, cells)
        starts_on = cells.day("starts_on", latest=self._today.replace(year=self._today.year + 1, day=1))
        key = sort_key(name)
        if not name:
            cells.wrong("name", _("не указано."))
        elif key in self._rows and self._rows[key] != line.number:
            cells.wrong("", _("Строка повторяет строку %(n)s.", n=self._rows[key]))
        if cells.problems:
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        if key in self._courses:
            if course and course != self._courses[key]:
                text = _("группа уже есть, курс там: %(course)s. Изменить его можно на её странице.",
                         course=self._courses[key] or _("не указан"))  # fmt: skip
                cells.problems.append(Problem(text=text, column="course", level=Level.WARNING))
            return Verdict(decision=Decision.SAME, problems=cells.problems, matched_id=self._ids.get(key))
        self._rows[key] = line.number
        plan = GroupPlan(name, course, starts_on or school_year_start(self._today))
        return Verdict(decision=Decision.NEW, problems=cells.problems, plan=plan)

    def apply(self, line: Line, verdict: Verdict) -> None:
        """Open the group."""
        plan: GroupPlan = verdict.plan
        actions.add_group(self._actor, self._organization, name=plan.name, course=plan.course, starts_on=plan.starts_on)

    def _course(self, line: Line, cells: Cells) -> int | None:
        said = line["course"]
        if said and not (said.isascii() and said.isdigit() and 1 <= int(said) <= 11):
            cells.wrong("course", _("нужно число от 1 до 11."))
            return None
        return int(said) if said else None


@importable(GROUPS)
class ImportGroups(Importable):
    """Groups and classes of one organisation."""

    title = _("Группы и классы")
    lead = _("Учебные группы или классы одной организации. Людей в них записывает таблица людей.")
    columns = (
        Column(key="name", label=names.GROUP, aliases=("Группа", "Класс", "Название", "Учебная группа"),
               example="П-11"),
        Column(key="course", label=_("Курс"), aliases=("Год обучения", "Параллель"), example="1",
               hint=_("Курс или номер класса, от 1 до 11.")),
        Column(key="starts_on", label=_("Открыта с"), aliases=("Дата открытия", "Дата начала"), example="01.09.2026"),
    )  # fmt: skip
    required = (("name",),)
    shown_by = ("name",)
    used_by = MappingProxyType({**USED_BY, "membership": _("в группе есть люди")})
    next_steps = (NextStep(endpoint="imports.new", label=_("Загрузить людей")),)

    def places(self, actor: Actor) -> Sequence[Place]:
        return places_of(actor)

    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        return GroupRegister(actor, organization_id)
