"""Representatives in a row of the table: who they are, and whether the register knows them already."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.i18n import _
from portal.imports.registry import Level, Problem
from portal.people.importing.known import Known, People, name_key
from portal.people.importing.values import Cells, name_parts

USUAL_RELATION = _("законный представитель")
PARTS = ("family_name", "given_name", "patronymic", "relation", "email", "phone", "full_name")


@dataclass(kw_only=True)
class Parent:
    """A representative as the row names them; `known` is who that is, if anybody."""

    family_name: str
    given_name: str
    patronymic: str
    relation: str
    email: str
    phone: str
    known: Known | None

    @property
    def name(self) -> str:
        return name_key(self.family_name, self.given_name, self.patronymic)

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))


def parents_in(values: Mapping[str, str], cells: Cells, people: People, child: str) -> list[Parent]:
    """The representatives that the row names, at most two, each once."""
    found: list[Parent] = []
    for prefix in ("parent", "parent2"):
        if any(values.get(f"{prefix}_{part}") for part in PARTS):
            parent = _parent(values, cells, people, prefix, child)
            if parent and all(parent.name != other.name for other in found):
                found.append(parent)
    return found


def _parent(values: Mapping[str, str], cells: Cells, people: People, prefix: str, child: str) -> Parent | None:
    family, given, patronymic = (values.get(f"{prefix}_{part}", "") for part in PARTS[:3])
    column, whole = f"{prefix}_family_name", values.get(f"{prefix}_full_name", "")
    if not family and not given and whole:
        column = f"{prefix}_full_name"
        if any(sign in whole for sign in ",;/"):
            cells.wrong(column, _("похоже, здесь двое. Второго запишите в столбец «Представитель 2: ФИО»."))
            return None
        family, given, patronymic = name_parts(whole)
    family, given, patronymic = (cells.name(column, part) for part in (family, given, patronymic))
    email, phone = cells.email(f"{prefix}_email"), cells.phone(f"{prefix}_phone")
    relation = cells.text(f"{prefix}_relation", "relation").lower() or USUAL_RELATION
    if not family or not given:
        cells.wrong(column, _("нужны фамилия и имя представителя."))
        return None
    name = name_key(family, given, patronymic)
    if name == child:
        cells.wrong(column, _("названо так же, как ребёнок. Проверьте строку."))
        return None
    # The same name with the same telephone or e-mail is the same person; a name alone is not.
    known = next(iter(people.sharing(name, email, phone)), None)
    owner = people.owner_of(email, but=known)
    if owner:
        cells.wrong(f"{prefix}_email", _("уже записана за другим человеком: %(name)s.",
                                         name=owner.full_name))  # fmt: skip
    elif known is None and not (email or phone) and people.named(name):
        cells.problems.append(
            Problem(
                level=Level.WARNING, column=column,
                text=_("человек с таким именем уже есть; без телефона или почты представитель будет записан отдельно."),
            )
        )  # fmt: skip
    return Parent(
        family_name=family, given_name=given, patronymic=patronymic, relation=relation, email=email, phone=phone,
        known=known,
    )  # fmt: skip
