"""The table of organisations of a municipality and around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.models import Decision
from portal.imports.registry import Column, Importable, Line, Place, Problem, Register, Verdict, heading_key, importable
from portal.people import actions
from portal.people.actions import Contacts
from portal.people.importing.persons import USED_BY, organization_of
from portal.people.importing.values import Cells
from portal.people.importing.writing import person_with
from portal.people.kinds import Contour, OrganizationKind
from portal.people.labels import contour_label, organization_kind_label
from portal.people.models import Organization
from portal.people.organization_register import HEADINGS
from portal.people.requisites import as_site, is_email, is_inn, is_ogrn, is_phone, is_site
from portal.people.zones import ZONES

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


CONTACTS = ("address", "phone", "email", "site", "inn", "ogrn")
WRONG = {
    "inn": (is_inn, _("в ИНН 10 или 12 цифр, и контрольное число сходится.")),
    "ogrn": (is_ogrn, _("в ОГРН 13 или 15 цифр, и контрольное число сходится.")),
    "site": (is_site, _("нужен адрес сайта, например school12.ru.")),
    "email": (is_email, _("нужна почта, например school@example.ru.")),
    "phone": (is_phone, _("нужен телефон с кодом, например +7 3953 00-00-00.")),
}


@dataclass(frozen=True, kw_only=True)
class OrganizationPlan:
    """What the row says of an organisation; `known` is the one that stands already."""

    said: Mapping[str, Any]
    known: Organization | None = None


class OrganizationRegister(Register):
    """The organisations of one municipality while a table about them is read."""

    def __init__(self, actor: Actor, municipality_id: int) -> None:
        self._actor, self._municipality = actor, organization_of(municipality_id)
        found = sa.select(Organization).where(
            sa.or_(Organization.municipality_id == municipality_id, Organization.id == municipality_id)
        )
        self._known = {each.sort_name: each for each in db.session.scalars(found)}
        self._today = clock.today(self._municipality.time_zone)
        self._rows: dict[str, int] = {}

    def judge(self, line: Line) -> Verdict:
        """An organisation is known by its full name within the municipality; an empty cell says nothing of it."""
        problems: list[Problem] = []
        name, short = line["name"], line["short_name"]
        key = sort_key(name)
        if not name:
            problems.append(Problem(text=_("не указано."), column="name"))
        if len(name) > LONGEST or len(short) > LONGEST:
            problems.append(Problem(text=_("слишком длинно, до %(n)s знаков.", n=LONGEST), column="name"))
        if key and self._rows.setdefault(key, line.number) != line.number:
            problems.append(Problem(text=_("Строка повторяет строку %(n)s.", n=self._rows[key])))
        known = self._known.get(key)
        if known and not problems and (known.ends_on or known.id == self._municipality.id):
            return Verdict(decision=Decision.SAME, matched_id=known.id)
        said = self._details(line, problems)
        kind = self._kind(line, problems)
        if known is None and said.pop("ends_on", None):
            problems.append(Problem(text=_("организация закрыта: такие не загружают."), column="ends_on"))
        if problems or kind is None:
            return Verdict(decision=Decision.ERROR, problems=problems)
        said = {"kind": kind, "name": name, "short_name": short, **said}
        return self._new(said) if known is None else self._changed(known, said)

    def apply(self, line: Line, verdict: Verdict) -> None:
        """Enter the organisation in the register, or put right what its card says."""
        plan: OrganizationPlan = verdict.plan
        if plan.known is None:
            contacts = Contacts(**{field: plan.said.get(field, "") for field in CONTACTS})
            actions.add_organization(
                self._actor, municipality=self._municipality, contacts=contacts,
                **{field: value for field, value in plan.said.items() if field not in CONTACTS},
            )  # fmt: skip
            return
        known = plan.known
        stands = {field: getattr(known, field) for field in ("kind", "contour", "name", "short_name", "time_zone")}
        contacts = Contacts(**{field: plan.said.get(field, getattr(known, field)) for field in CONTACTS})
        head = person_with(known.head_id) if known.head_id else None
        wanted = {**stands, **{field: value for field, value in plan.said.items() if field in stands}}
        actions.edit_organization(self._actor, known, contacts=contacts, head=head, **wanted)

    def _new(self, said: Mapping[str, Any]) -> Verdict:
        outside = Contour.EXTERNAL if said["kind"] in OUTSIDE else Contour.INTERNAL
        usual = {"contour": outside, "time_zone": self._municipality.time_zone}
        plan = {**usual, **said, "short_name": said["short_name"] or said["name"]}
        return Verdict(decision=Decision.NEW, plan=OrganizationPlan(said=plan))

    def _changed(self, known: Organization, said: Mapping[str, Any]) -> Verdict:
        changes = {
            field: value
            for field, value in said.items()
            if value and field not in ("name", "starts_on", "ends_on") and value != getattr(known, field)
        }
        if not changes:
            return Verdict(decision=Decision.SAME, matched_id=known.id)
        sentences = [
            f"{HEADINGS[field]}: {_worded(getattr(known, field))} → {_worded(said)}" for field, said in changes.items()
        ]
        plan = OrganizationPlan(said=changes, known=known)
        return Verdict(decision=Decision.CHANGED, matched_id=known.id, changes=sentences, plan=plan)

    def _details(self, line: Line, problems: list[Problem]) -> dict[str, Any]:
        """What else the row says, without its empty cells."""
        said: dict[str, Any] = {field: line[field] for field in CONTACTS}
        said["site"] = as_site(said["site"])
        said["inn"], said["ogrn"] = (said[field].replace(" ", "") for field in ("inn", "ogrn"))
        for field, (is_right, words) in WRONG.items():
            if said[field] and not is_right(said[field]):
                problems.append(Problem(text=words, column=field))
        if len(said["address"]) > LONGEST:
            problems.append(Problem(text=_("слишком длинно, до %(n)s знаков.", n=LONGEST), column="address"))
        said["contour"] = self._contour(line, problems)
        said["time_zone"] = line["time_zone"]
        if said["time_zone"] and said["time_zone"] not in ZONES:
            problems.append(Problem(text=_("подойдёт, например, Asia/Irkutsk."), column="time_zone"))
        if line["above"] and sort_key(line["above"]) not in {
            self._municipality.sort_name, sort_key(self._municipality.short_name)
        }:  # fmt: skip
            words = _("загружаются организации одного муниципалитета: %(name)s.", name=self._municipality.short_name)
            problems.append(Problem(text=words, column="above"))
        cells = Cells(dict(line.values), self._today)
        said["starts_on"], said["ends_on"] = cells.day("starts_on"), cells.day("ends_on")
        problems += cells.problems
        return {field: value for field, value in said.items() if value}

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
        Column(key="name", label=HEADINGS["name"], aliases=("Название", "Наименование", "Организация",
               "Полное наименование"), example="Средняя школа № 5", width=40),
        Column(key="short_name", label=HEADINGS["short_name"], aliases=("Сокращённое название", "Краткое наименование",
               "Сокращение", "Краткое название"), example="Школа № 5", width=24),
        Column(key="kind", label=HEADINGS["kind"], aliases=("Вид", "Тип", "Тип организации"), example="Школа"),
        Column(key="contour", label=HEADINGS["contour"], example="Внутренний контур",
               hint=_("Если пусто, предприятия, вузы и НКО считаются внешним контуром.")),
        Column(key="above", label=HEADINGS["above"], hint=_("Только этот муниципалитет; можно оставить пустым.")),
        Column(key="address", label=HEADINGS["address"], example="г. Северный, улица Садовая, 5", width=40),
        Column(key="phone", label=HEADINGS["phone"], example="+7 3953 00-00-00"),
        Column(key="email", label=HEADINGS["email"], aliases=("E-mail",), example="school@example.ru"),
        Column(key="site", label=HEADINGS["site"], example="school5.example"),
        Column(key="inn", label=HEADINGS["inn"]),
        Column(key="ogrn", label=HEADINGS["ogrn"]),
        Column(key="time_zone", label=HEADINGS["time_zone"], hint=_("Если пусто, как у муниципалитета.")),
        Column(key="starts_on", label=HEADINGS["starts_on"]),
        Column(key="ends_on", label=HEADINGS["ends_on"]),
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


def _worded(said: Any) -> str:
    """A value of the card as the preview says it."""
    if isinstance(said, OrganizationKind):
        return organization_kind_label(said)
    return contour_label(said) if isinstance(said, Contour) else str(said or _("нет"))
