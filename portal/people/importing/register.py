"""Judging and writing people: who a row is, what it adds, and what keeps it out."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.models import Decision
from portal.imports.registry import Level, Line, Problem, Register, Verdict
from portal.people import actions
from portal.people.importing.differences import Changes, Plan, question_about, sentences
from portal.people.importing.entries import Entry, EntryReader
from portal.people.importing.families import Parent
from portal.people.importing.known import Known, People, place_key
from portal.people.importing.values import Cells, digits_of, school_year_start
from portal.people.importing.writing import move_learner, person_with, update_person
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Organization
from portal.people.queries import groups_of

CREATE_GROUPS = "create_groups"


class PeopleRegister(Register):
    """The people of one organisation while a table about them is read."""

    def __init__(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> None:
        self._actor = actor
        self._organization = db.session.scalars(sa.select(Organization).where(Organization.id == organization_id)).one()
        self._today = clock.today(self._organization.time_zone)
        self._groups = {group.sort_name: group for group in groups_of(organization_id, self._today)}
        self._people = People(organization_id, self._today, made)
        self._reader = EntryReader(
            self._organization, self._today, self._groups, self._people,
            creates_groups=bool(options.get(CREATE_GROUPS)),
        )  # fmt: skip

    def judge(self, line: Line) -> Verdict:
        """Read the cells, find the person, say what would change; remembers whom the file has named."""
        cells = Cells(dict(line.values), self._today)
        entry = self._reader.read(line, cells)
        if cells.problems and any(problem.level is Level.ERROR for problem in cells.problems):
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        known, question = self._find(entry, line)
        if question:
            decision = Decision.SKIP
            return Verdict(
                decision=decision, problems=[*cells.problems, *question], matched_id=known.id if known else None
            )
        if line.answer == "skip":
            return Verdict(decision=Decision.SKIP, problems=cells.problems)
        owner = self._people.owner_of(entry.email, but=known)
        if entry.email and any(parent.email == entry.email for parent in entry.parents):
            cells.wrong("email", _("такая же, как у представителя: у каждого должна быть своя."))
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        if owner:
            cells.wrong("email", _("уже записана за другим человеком: %(name)s.", name=owner.full_name))
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        return self._compare(line, entry, known, cells)

    def apply(self, line: Line, verdict: Verdict) -> None:
        """Write what was judged, through the actions of the registers."""
        plan: Plan = verdict.plan
        entry, known = plan.entry, plan.known
        if known.id is None:
            family, given, patronymic = entry.names
            person = actions.add_person(
                self._actor, family_name=family, given_name=given, patronymic=patronymic, birth_on=entry.birth_on,
                career_began_on=entry.career_began_on, email=entry.email or None, phone=entry.phone or None,
            )  # fmt: skip
            known.id, known.number = person.id, line.number
        else:
            person = person_with(known.id)
            update_person(self._actor, person, plan.card)
        if plan.moves or plan.adds_place:
            self._place(person, entry, moves=plan.moves)
        for parent in plan.parents:
            self._represent(person, entry, parent, line.number)

    def _find(self, entry: Entry, line: Line) -> tuple[Known | None, list[Problem]]:
        """Who it is: the same name with the same birth date, or with the same contact; else it is asked."""
        named = self._people.named(entry.name)
        if entry.birth_on:
            same = [known for known in named if known.birth_on == entry.birth_on]
            if same:
                return same[0], []
            named = [known for known in named if known.birth_on is None]
        for known in self._people.sharing(entry.name, entry.email, entry.phone):
            is_same_kind = known.is_only_parent == (entry.kind is MembershipKind.PARENT)
            if known in named and is_same_kind:
                return known, []
        if not named or line.answer == "new":
            return None, []
        if line.answer == "same":
            return named[0], []
        if line.answer == "skip":
            return None, []
        return named[0], [Problem(text=question_about(named[0]), column="family_name", level=Level.QUESTION)]

    def _compare(self, line: Line, entry: Entry, known: Known | None, cells: Cells) -> Verdict:
        if known is None:
            known = self._remember(Known(
                name=entry.name, full_name=" ".join(filter(None, entry.names)), birth_on=entry.birth_on,
                email=entry.email, phone=entry.phone, career_began_on=entry.career_began_on, number=line.number,
            ), entry)  # fmt: skip
            plan = Plan(entry=entry, known=known, adds_place=True, parents=self._families(entry, known, line.number))
            return Verdict(decision=Decision.NEW, problems=cells.problems, plan=plan)
        is_of_file = known.number is not None
        plan = self._differences(entry, known, line.number)
        if not (plan.card or plan.adds_place or plan.moves or plan.parents):
            if is_of_file and entry.kind is not MembershipKind.PARENT:
                cells.wrong("", _("Строка повторяет строку %(n)s.", n=known.number))
            return Verdict(decision=Decision.SAME, problems=cells.problems, matched_id=None if is_of_file else known.id)
        changes = sentences(plan)
        self._keep(entry, known, plan)
        return Verdict(
            decision=Decision.NEW if is_of_file else Decision.CHANGED, problems=cells.problems, changes=changes,
            matched_id=None if is_of_file else known.id, plan=plan,
        )  # fmt: skip

    def _differences(self, entry: Entry, known: Known, number: int) -> Plan:
        card: Changes = {}
        if entry.birth_on and known.birth_on is None:
            card["birth_on"] = entry.birth_on
        if entry.email and entry.email != known.email:
            card["email"] = entry.email
        if entry.phone and digits_of(entry.phone) != digits_of(known.phone):
            card["phone"] = entry.phone
        if entry.career_began_on and entry.career_began_on != known.career_began_on:
            card["career_began_on"] = entry.career_began_on
        is_there = entry.place in known.places
        learns = any(kind == MembershipKind.LEARNER for kind, _group, _post in known.places)
        moves = not is_there and entry.kind is MembershipKind.LEARNER and learns
        return Plan(
            entry=entry, known=known, card=card, adds_place=not is_there and not moves, moves=moves,
            parents=self._families(entry, known, number),
        )  # fmt: skip

    def _remember(self, known: Known, entry: Entry) -> Known:
        known.places.add(entry.place)
        return self._people.add(known)

    def _keep(self, entry: Entry, known: Known, plan: Plan) -> None:
        """What the file says from here on is compared with what it has said."""
        for name, value in plan.card.items():
            setattr(known, name, value)
        self._people.index_contacts(known)
        if plan.moves:
            known.places = {place for place in known.places if place[0] != MembershipKind.LEARNER}
        known.places.add(entry.place)

    def _families(self, entry: Entry, known: Known, number: int) -> list[Parent]:
        """Representatives that the register does not have yet; the file remembers new ones."""
        missing = []
        for parent in entry.parents:
            if parent.name in known.represented_by:
                continue
            known.represented_by.add(parent.name)
            if parent.known is None:
                parent.known = self._people.add(Known(
                    name=parent.name, full_name=parent.full_name, email=parent.email, phone=parent.phone, number=number,
                    places={place_key(MembershipKind.PARENT, "", "")},
                ))  # fmt: skip
            missing.append(parent)
        return missing

    def _place(self, person: Any, entry: Entry, *, moves: bool) -> None:
        group = entry.group or self._group_named(entry)
        starts_on = self._begins(entry, group)
        if (
            moves
            and group
            and move_learner(self._actor, person, self._organization, group, starts_on=starts_on, today=self._today)
        ):
            return
        actions.add_membership(
            self._actor, person, self._organization, kind=entry.kind or MembershipKind.EMPLOYEE, starts_on=starts_on,
            ends_on=entry.ends_on, post=entry.post, subject=entry.subject, group=group,
        )  # fmt: skip

    def _group_named(self, entry: Entry) -> Group | None:
        if not entry.new_group:
            return None
        key = sort_key(entry.new_group)
        if key not in self._groups:
            self._groups[key] = actions.add_group(
                self._actor, self._organization, name=entry.new_group, course=entry.course,
                starts_on=school_year_start(self._today),
            )  # fmt: skip
        return self._groups[key]

    def _begins(self, entry: Entry, group: Group | None) -> date:
        begins = entry.starts_on or school_year_start(self._today)
        return max(begins, group.starts_on) if group and not entry.starts_on else begins

    def _represent(self, person: Any, entry: Entry, parent: Parent, number: int) -> None:
        known = parent.known
        if known is None:
            raise RuntimeError("a representative was not remembered")
        if known.id is None:
            made = actions.add_person(
                self._actor, family_name=parent.family_name, given_name=parent.given_name,
                patronymic=parent.patronymic, email=parent.email or None, phone=parent.phone or None,
            )  # fmt: skip
            known.id, known.number = made.id, number
            actions.add_membership(
                self._actor, made, self._organization, kind=MembershipKind.PARENT,
                starts_on=school_year_start(self._today),
            )  # fmt: skip
        else:
            made = person_with(known.id)
        starts_on = entry.birth_on or school_year_start(self._today)
        actions.add_representation(self._actor, person, made, relation=parent.relation, starts_on=starts_on)
