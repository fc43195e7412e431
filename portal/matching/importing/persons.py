"""Who a row of a base is: found in the register of the organisation, asked about, or entered as a table of people is.

Known people are never changed here: what a base says of contacts and places only tells who is meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries.basis import has_basis
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.models import Decision
from portal.imports.registry import Level, Line, Problem, Verdict
from portal.matching.importing.cells import Contact, birth_in, contacts_in
from portal.people.ages import ADULT_FROM
from portal.people.importing.differences import question_about
from portal.people.importing.known import Known, People, name_key
from portal.people.importing.register import PeopleRegister
from portal.people.importing.values import OLDEST, Cells, group_code, name_parts
from portal.people.models import Membership, Person
from portal.people.periods import age_on

COLUMNS = {"family_name": "full_name", "given_name": "full_name", "patronymic": "full_name", "birth_on": "born",
           "email": "contacts", "phone": "contacts"}  # fmt: skip
"""Column of the table of people → that of a base in which the same stands."""


@dataclass(kw_only=True)
class Identity:
    """What the row says of the person."""

    names: tuple[str, str, str]
    birth_on: date | None = None
    year: int | None = None
    contacts: list[Contact] = field(default_factory=list)
    kind: str = ""
    group: str = ""
    post: str = ""

    @property
    def name(self) -> str:
        return name_key(*self.names)

    def is_child(self, today: date) -> bool:
        """Whether contacts may be those of a representative; a year alone is taken at its end."""
        if self.birth_on is None and self.year is None:
            return bool(self.group)
        return age_on(self.birth_on or date(self.year or 0, 12, 31), today) < ADULT_FROM


class Persons:
    """The people of one organisation while a base is read."""

    def __init__(
        self, actor: Actor, organization_id: int, today: date, options: Mapping[str, bool],
        made: Mapping[tuple[str, int], int],
    ) -> None:  # fmt: skip
        self._actor, self._organization_id, self._today = actor, organization_id, today
        self._options, self._made = options, made
        self._people = People(organization_id, today, made)
        self._entering: PeopleRegister | None = None
        self._consented = _with_consent(organization_id, today)

    def has_consented(self, known: Known) -> bool:
        """Whether the consent to take part stands today; nobody of this very file has given one."""
        return known.id in self._consented

    def named(self, name: str) -> bool:
        """Whether somebody of the organisation is called so, for a remark."""
        family, given, patronymic = name_parts(name)
        return bool(self._people.named(name_key(family, given, patronymic)))

    def read(self, line: Line, cells: Cells) -> Identity:
        """What the row says of the person; mistakes are collected in `cells`."""
        family, given, patronymic = (cells.name("full_name", part) for part in name_parts(line["full_name"]))
        if not family or not given:
            cells.wrong("full_name", _("нужны фамилия и имя."))
        who = Identity(
            names=(family, given, patronymic), contacts=contacts_in(line["contacts"]), kind=line["kind"],
            group=cells.text("group", "group"), post=cells.text("post", "post"),
        )  # fmt: skip
        try:
            who.birth_on, who.year = birth_in(line["born"])
        except ValueError:
            cells.wrong("born", _("«%(text)s» не читается. Напишите год или дату.", text=line["born"][:40]))
        if who.year and not self._today.year - OLDEST <= who.year <= self._today.year:
            cells.wrong("born", _("%(year)s – не похоже на год рождения.", year=who.year))
        return who

    def find(self, who: Identity, answer: str) -> tuple[Known | None, list[Problem]]:
        """The person of the register, nobody, or a question: the rule of the table of people, by year or place too."""
        fitting = [each for each in self._people.named(who.name) if _may_be(each, who) and not each.is_only_parent]
        sure = [each for each in fitting if who.year and each.birth_on]
        if len(sure) != 1:
            sure = self._by_contact(who, fitting) or [each for each in fitting if _stands_there(each, who)]
        if len(sure) == 1:
            return sure[0], []
        if not fitting or answer == "new":
            return None, []
        if answer == "same":
            return fitting[0], []
        if answer == "skip":
            return None, []
        return fitting[0], [Problem(text=question_about(fitting[0]), column="full_name", level=Level.QUESTION)]

    def enter(self, line: Line, who: Identity, cells: Cells) -> Verdict:
        """Judge the row as one of the table of people, which is what makes a person; `apply_entering` writes it."""
        if self._entering is None:
            self._entering = PeopleRegister(self._actor, self._organization_id, self._options, self._made)
        values = self._values_of(who, cells)
        verdict = self._entering.judge(Line(number=line.number, values=values, answer="new"))
        verdict.problems = [
            Problem(text=each.text, column=_column_of(each.column, line), level=each.level) for each in verdict.problems
        ]
        if verdict.decision == Decision.NEW:
            self._people.add(verdict.plan.known)
        return verdict

    def apply_entering(self, line: Line, verdict: Verdict) -> None:
        """Write what `enter` judged."""
        if self._entering is None:
            raise RuntimeError("nobody was judged")
        self._entering.apply(line, verdict)

    def _by_contact(self, who: Identity, fitting: list[Known]) -> list[Known]:
        found = [each for said in who.contacts for each in self._people.sharing(who.name, said.email, said.phone)]
        return [each for each in fitting if each in found]

    def _values_of(self, who: Identity, cells: Cells) -> dict[str, str]:
        family, given, patronymic = who.names
        values = {"family_name": family, "given_name": given, "patronymic": patronymic, "kind": who.kind,
                  "group": who.group, "post": who.post}  # fmt: skip
        if who.birth_on:
            values["birth_on"] = who.birth_on.isoformat()
        is_child = who.is_child(self._today)
        own = [each for each in who.contacts if not each.name or name_key(*name_parts(each.name)) == who.name]
        if own and not is_child:
            values |= {"email": own[0].email, "phone": own[0].phone}
        elif own:
            text = _("не сказано, чей это контакт: напишите имя законного представителя. Контакт не записан.")
            cells.problems.append(Problem(text=text, column="contacts", level=Level.WARNING))
        kin = [each for each in who.contacts if each not in own] if is_child else []
        for prefix, each in zip(("parent", "parent2"), kin, strict=False):
            values |= {f"{prefix}_full_name": each.name, f"{prefix}_phone": each.phone, f"{prefix}_email": each.email}
        return {key: value for key, value in values.items() if value}


def _may_be(known: Known, who: Identity) -> bool:
    """Nothing that is known of the birth speaks against it."""
    if known.birth_on is None or who.year is None:
        return True
    return known.birth_on == who.birth_on if who.birth_on else known.birth_on.year == who.year


def _stands_there(known: Known, who: Identity) -> bool:
    """The same group or the same post, when the row says one."""
    groups = {group_code(group) for _kind, group, _post in known.places if group}
    posts = {post for _kind, _group, post in known.places if post}
    return bool(who.group and group_code(who.group) in groups) or bool(who.post and sort_key(who.post) in posts)


def _column_of(column: str, line: Line) -> str:
    if column.startswith("parent"):
        return "contacts"
    if column == "kind":
        return "kind" if line["kind"] else "group"
    return COLUMNS.get(column, column)


def _with_consent(organization_id: int, today: date) -> frozenset[int]:
    here = sa.select(Membership.person_id).where(Membership.organization_id == organization_id)
    stands = has_basis(Person.id, organization_id, Purpose.PARTICIPATION, today)
    return frozenset(db.session.scalars(sa.select(Person.id).where(Person.id.in_(here), stands)))
