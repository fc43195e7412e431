"""A row of the table of people, understood: names, days, contacts, the place and the representatives."""

import difflib
from dataclasses import dataclass, field
from datetime import date

from portal.core.i18n import _
from portal.core.text import sort_key
from portal.imports.registry import Level, Line, Problem
from portal.people.importing.families import Parent, parents_in
from portal.people.importing.known import People, Place, name_key, place_key
from portal.people.importing.values import OLDEST, Cells, group_code, name_parts, school_year_start
from portal.people.importing.words import kind_in, kinds_in_words, remark_on_age
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Organization
from portal.people.periods import age_on
from portal.people.sensitive_words import sensitive_words

WITH_GROUP = (MembershipKind.LEARNER, MembershipKind.ALUMNUS)


@dataclass(kw_only=True)
class Entry:
    """A row understood."""

    names: tuple[str, str, str]
    birth_on: date | None = None
    email: str = ""
    phone: str = ""
    kind: MembershipKind | None = None
    group: Group | None = None
    new_group: str = ""
    course: int | None = None
    post: str = ""
    subject: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    career_began_on: date | None = None
    parents: list[Parent] = field(default_factory=list)

    @property
    def name(self) -> str:
        return name_key(*self.names)

    @property
    def place(self) -> Place:
        return place_key(str(self.kind), self.group.name if self.group else self.new_group, self.post)


class EntryReader:
    """Reads rows for one organisation."""

    def __init__(
        self, organization: Organization, today: date, groups: dict[str, Group], people: People, *, creates_groups: bool
    ) -> None:
        self._organization, self._today, self._groups, self._people = organization, today, groups, people
        self._may_create_groups = creates_groups
        self._spellings: dict[str, str] = {}  # a new class is called as its first row calls it

    def read(self, line: Line, cells: Cells) -> Entry:
        """What the row says; whatever is wrong with it is collected in `cells`."""
        entry = Entry(names=self._names(line, cells))
        oldest = self._today.replace(year=self._today.year - OLDEST, day=1)
        entry.birth_on = cells.day("birth_on", latest=self._today, earliest=oldest)
        entry.email, entry.phone = cells.email("email"), cells.phone("phone")
        entry.post, entry.subject = cells.text("post", "post"), cells.text("subject", "subject")
        latest = self._today.replace(year=self._today.year + 1, day=1)
        entry.starts_on = cells.day("starts_on", latest=latest, earliest=oldest)
        entry.ends_on = cells.day("ends_on")
        entry.career_began_on = cells.day("career_began_on", latest=self._today, earliest=oldest)
        self._read_place(line, cells, entry)
        self._compare_days(cells, entry)
        entry.parents = parents_in(line.values, cells, self._people, entry.name)
        self._remark(line, cells, entry)
        return entry

    def _names(self, line: Line, cells: Cells) -> tuple[str, str, str]:
        family, given, patronymic = line["family_name"], line["given_name"], line["patronymic"]
        if line["full_name"] and not (family and given):
            family, given, patronymic = name_parts(line["full_name"])
        family, given = cells.name("family_name", family), cells.name("given_name", given)
        patronymic = cells.name("patronymic", patronymic)
        if not family:
            cells.wrong("family_name", _("не указано."))
        elif not given:
            cells.wrong("given_name", _("не указано."))
        return family, given, patronymic

    def _read_place(self, line: Line, cells: Cells, entry: Entry) -> None:
        said, name = line["kind"], cells.text("group", "group")
        entry.kind = kind_in(said) if said else None
        if said and entry.kind is None:
            cells.wrong("kind", _("«%(text)s» не подходит. Подойдёт: %(words)s.", text=said[:40],
                                  words=kinds_in_words()))  # fmt: skip
            return
        if entry.kind is None and (name or entry.post):
            entry.kind = MembershipKind.LEARNER if name else MembershipKind.EMPLOYEE
        if entry.kind is None:
            cells.wrong("kind", _("не указано. Подойдёт: %(words)s.", words=kinds_in_words()))
        elif name and entry.kind in WITH_GROUP:
            self._read_group(line, cells, entry, name)
        elif entry.kind is MembershipKind.LEARNER:
            cells.wrong("group", _("не указано."))

    def _read_group(self, line: Line, cells: Cells, entry: Entry, name: str) -> None:
        course = line["course"]
        if course and not (course.isascii() and course.isdigit() and 1 <= int(course) <= 11):
            cells.wrong("course", _("нужно число от 1 до 11."))
            return
        entry.course = int(course) if course else None
        entry.group = self._groups.get(sort_key(name)) or self._group_written_otherwise(name)
        if entry.group:
            entry.course = entry.course or entry.group.course
        elif self._may_create_groups:
            entry.new_group = self._spellings.setdefault(group_code(name), name)
        else:
            near = difflib.get_close_matches(sort_key(name), list(self._groups), n=3, cutoff=0.5)
            similar = ", ".join(f"«{self._groups[key].name}»" for key in near)
            if similar:
                text = _("«%(name)s» в организации нет. Похожие: %(similar)s.", name=name, similar=similar)
            else:
                text = _("«%(name)s» в организации нет.", name=name)
            cells.wrong("group", text)

    def _group_written_otherwise(self, name: str) -> Group | None:
        """The one group that people mean by «9А» where the register says «9 «А»»."""
        found = [group for group in self._groups.values() if group_code(group.name) == group_code(name)]
        return found[0] if len(found) == 1 else None

    def _compare_days(self, cells: Cells, entry: Entry) -> None:
        birth, begins = entry.birth_on, entry.starts_on
        if birth and begins and begins <= birth:
            cells.wrong("starts_on", _("раньше рождения."))
        if entry.ends_on and entry.ends_on < (begins or school_year_start(self._today)):
            cells.wrong("ends_on", _("последний день стоит раньше первого."))
        if birth and entry.career_began_on and age_on(birth, entry.career_began_on) < 14:
            cells.wrong("career_began_on", _("раньше четырнадцати лет."))

    def _remark(self, line: Line, cells: Cells, entry: Entry) -> None:
        remarks = []
        if entry.birth_on and entry.kind is MembershipKind.LEARNER:
            age = age_on(entry.birth_on, self._today)
            remarks.append(("birth_on", remark_on_age(age, entry.course, self._organization.kind)))
        if entry.parents and entry.kind not in (None, MembershipKind.LEARNER):
            entry.parents = []
            remarks.append(("parent_family_name", _("записывается только учащимся и не будет загружен.")))
        if entry.kind is MembershipKind.LEARNER and not line["birth_on"]:
            remarks.append(("birth_on", _("без неё портал не узнает, чья подпись нужна под согласием.")))
        for column in ("post", "subject"):
            doubtful = sensitive_words(line[column])
            if doubtful:
                remarks.append((column, _("этому не место в реестре: %(words)s.", words=", ".join(doubtful))))
        for column, text in remarks:
            if text:
                cells.problems.append(Problem(text=text, column=column, level=Level.WARNING))
