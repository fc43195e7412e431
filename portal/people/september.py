"""The page of September: a row for each group with what is proposed or was typed, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.actions import Choice, transfer_problems
from portal.people.models import Group, Organization
from portal.people.next_year import Deed, propose
from portal.people.queries.groups import groups_in_september, learners_by_group, moved_this_year, transfers_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """One group on the page; `problem` stands beside its name, `version` is the one that the reader saw."""

    group: Group
    deed: Deed
    name: str
    learners: int
    why: str = ""
    problem: str = ""
    version: str = ""

    @property
    def key(self) -> str:
        return self.group.public_id


@dataclass(frozen=True, kw_only=True)
class Sum:
    """What the rows come to."""

    moved: int
    graduated: int
    alumni: int
    stay: int


def proposed_rows(organization: Organization, on: date) -> list[Row]:
    """What the portal proposes for the day."""
    groups = groups_in_september(organization.id)
    learners = learners_by_group([group.id for group in groups], on)
    moved = moved_this_year(transfers_of(organization.id), on)
    rows = []
    for group in groups:
        found = propose(
            name=group.name, course=group.course, kind=group.kind, starts_on=group.starts_on, on=on,
            moved_on=moved.get(group.id),
        )  # fmt: skip
        rows.append(Row(group=group, deed=found.deed, name=found.name, why=found.why,
                        learners=learners.get(group.id, 0), version=str(group.version)))  # fmt: skip
    return rows


def typed_rows(organization: Organization, on: date, typed: Mapping[str, str], *, lock: bool = False) -> list[Row]:
    """What was typed; a group that the reader did not see stays as it is, one that changed meanwhile says so."""
    groups = groups_in_september(organization.id, lock=lock)
    learners = learners_by_group([group.id for group in groups], on)
    rows = [_typed(group, typed, learners.get(group.id, 0)) for group in groups]
    problems = transfer_problems(choices_of(rows), on)
    return [replace(row, problem=row.problem or problems.get(row.group.id, "")) for row in rows]


def choices_of(rows: Sequence[Row]) -> list[Choice]:
    """The rows as the action takes them."""
    return [Choice(group=row.group, deed=row.deed, name=row.name) for row in rows]


def sum_of(rows: Sequence[Row]) -> Sum:
    """How many groups move, graduate and stay, and how many people become alumni."""
    by_deed = {deed: [row for row in rows if row.deed is deed] for deed in Deed}
    graduating = by_deed[Deed.GRADUATE]
    return Sum(
        moved=len(by_deed[Deed.MOVE]), graduated=len(graduating), stay=len(by_deed[Deed.STAY]),
        alumni=sum(row.learners for row in graduating),
    )  # fmt: skip


def _typed(group: Group, typed: Mapping[str, str], learners: int) -> Row:
    deed, version = typed.get(f"deed-{group.public_id}", ""), typed.get(f"version-{group.public_id}", "")
    is_known = deed in set(Deed)
    changed = is_known and version != str(group.version)
    return Row(
        group=group, deed=Deed(deed) if is_known else Deed.STAY, learners=learners, version=str(group.version),
        name=clean_line(typed.get(f"name-{group.public_id}", group.name)),
        problem=_("Группу изменили, пока страница была открыта: сейчас она «%(name)s»", name=group.name)
        if changed else "",
    )  # fmt: skip
