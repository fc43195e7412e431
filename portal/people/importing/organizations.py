"""The table of organisations of a municipality and around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.models import Decision
from portal.imports.registry import Column, Importable, Line, Place, Problem, Register, Verdict, heading_key, importable
from portal.people import actions
from portal.people.importing.persons import USED_BY, organization_of
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization

ORGANIZATIONS = "organizations"
LONGEST = 300
KIND_WORDS: dict[OrganizationKind, tuple[str, ...]] = {
    OrganizationKind.DEPARTMENT: (_("Орган управления образованием"), "департамент", "управление образования"),
    OrganizationKind.SCHOOL: (_("Школа"), "лицей", "гимназия", "СОШ"),
    OrganizationKind.COLLEGE: (_("Колледж или техникум"), "колледж", "техникум", "СПО"),
    OrganizationKind.ADDITIONAL: (_("Дополнительное образование"), "ДО", "УДО", "дом творчества"),
    OrganizationKind.UNIVERSITY: (_("Вуз"), "университет", "институт", "ВО"),
    OrganizationKind.FURTHER_TRAINING: (_("Повышение квалификации (ДПО)"), "ДПО", "повышение квалификации"),
    OrganizationKind.ENTERPRISE: (_("Предприятие"), "организация-работодатель", "завод", "работодатель"),
    OrganizationKind.NGO: (_("Некоммерческая организация"), "НКО"),
}  # fmt: skip
KINDS_BY_WORD = {heading_key(word): kind for kind, words in KIND_WORDS.items() for word in (*words, kind.value)}
CONTOURS = {
    heading_key(word): contour
    for contour, words in {
        Contour.INTERNAL: (_("Внутренний контур"), "внутренний"), Contour.EXTERNAL: (_("Внешний контур"), "внешний"),
    }.items()
    for word in words
}  # fmt: skip
OUTSIDE = (OrganizationKind.ENTERPRISE, OrganizationKind.NGO, OrganizationKind.UNIVERSITY)


@dataclass(frozen=True)
class OrganizationPlan:
    """An organisation that is not in the register yet."""

    kind: OrganizationKind
    contour: Contour
    name: str
    short_name: str


class OrganizationRegister(Register):
    """The organisations of one municipality while a table about them is read."""

    def __init__(self, actor: Actor, municipality_id: int) -> None:
        self._actor, self._municipality = actor, organization_of(municipality_id)
        found = sa.select(Organization.id, Organization.sort_name).where(
            Organization.municipality_id == municipality_id, Organization.ends_on.is_(None)
        )
        self._known = {row.sort_name: row.id for row in db.session.execute(found)}
        self._rows: dict[str, int] = {}

    def judge(self, line: Line) -> Verdict:
        """An organisation is known by its full name within the municipality."""
        problems: list[Problem] = []
        name, short = line["name"], line["short_name"] or line["name"]
        key = sort_key(name)
        if not name:
            problems.append(Problem(text=_("не указано."), column="name"))
        if len(name) > LONGEST or len(short) > LONGEST:
            problems.append(Problem(text=_("слишком длинно, до %(n)s знаков.", n=LONGEST), column="name"))
        if key and key in self._rows and self._rows[key] != line.number:
            problems.append(Problem(text=_("Строка повторяет строку %(n)s.", n=self._rows[key])))
        kind, contour = self._kind(line, problems), self._contour(line, problems)
        if problems or kind is None:
            return Verdict(decision=Decision.ERROR, problems=problems)
        if key in self._known:
            return Verdict(decision=Decision.SAME, matched_id=self._known[key])
        self._rows[key] = line.number
        outside = Contour.EXTERNAL if kind in OUTSIDE else Contour.INTERNAL
        plan = OrganizationPlan(kind, contour or outside, name, short)
        return Verdict(decision=Decision.NEW, plan=plan)

    def apply(self, line: Line, verdict: Verdict) -> None:
        """Enter the organisation in the register."""
        plan: OrganizationPlan = verdict.plan
        actions.add_organization(
            self._actor, kind=plan.kind, contour=plan.contour, name=plan.name, short_name=plan.short_name,
            time_zone=self._municipality.time_zone, municipality=self._municipality,
        )  # fmt: skip

    def _kind(self, line: Line, problems: list[Problem]) -> OrganizationKind | None:
        kind = KINDS_BY_WORD.get(heading_key(line["kind"]))
        if kind is None:
            words = ", ".join(f"«{said[0]}»" for said in KIND_WORDS.values())
            problems.append(Problem(text=_("подойдёт: %(words)s.", words=words), column="kind"))
        return kind

    def _contour(self, line: Line, problems: list[Problem]) -> Contour | None:
        said = line["contour"]
        contour = CONTOURS.get(heading_key(said))
        if said and contour is None:
            problems.append(Problem(text=_("бывает внутренний или внешний."), column="contour"))
        return contour


@importable(ORGANIZATIONS)
class ImportOrganizations(Importable):
    """Organisations of a municipality; open to those who may add them."""

    title = _("Организации")
    lead = _("Школы, колледжи, предприятия и другие организации муниципалитета.")
    columns = (
        Column(key="name", label=_("Полное название"), aliases=("Название", "Наименование", "Организация",
               "Полное наименование"), example="Средняя школа № 5", width=40),
        Column(key="short_name", label=_("Короткое название"), aliases=("Сокращённое название", "Краткое наименование",
               "Сокращение"), example="Школа № 5", width=24),
        Column(key="kind", label=_("Вид организации"), aliases=("Вид", "Тип", "Тип организации"), example="Школа"),
        Column(key="contour", label=_("Контур"), example="Внутренний контур",
               hint=_("Если пусто, предприятия, вузы и НКО считаются внешним контуром.")),
    )  # fmt: skip
    required = (("name",), ("kind",))
    shown_by = ("name",)
    used_by = MappingProxyType(
        {**USED_BY, "group": _("в организации открыты группы"), "membership": _("в организации есть люди")}
    )

    def places(self, actor: Actor) -> Sequence[Place]:
        may_add = allowed(actor, Permission.ORGANIZATION_ADD, Organization)
        may_import = allowed(actor, Permission.IMPORT, Organization)
        found = sa.select(Organization).where(Organization.kind == OrganizationKind.MUNICIPALITY, may_add, may_import)
        return [
            Place(id=each.id, public_id=each.public_id, name=each.short_name, time_zone=each.time_zone)
            for each in db.session.scalars(found.order_by(Organization.sort_name))
        ]

    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        return OrganizationRegister(actor, organization_id)
