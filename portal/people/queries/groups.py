"""Reads of groups: the list, learners of one group, who could come to it, and September."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db, shared_alias
from portal.core.text import sort_key
from portal.people.kinds import MembershipKind
from portal.people.models import Group, GroupTransfer, Membership, Organization, Person
from portal.people.periods import in_force
from portal.people.queries.organizations import LONGEST_SEARCH, LifeState, is_open

SAME_YEAR = timedelta(days=300)
Place = shared_alias(Membership, name="place")  # the rule about persons looks at memberships of its own


@dataclass(frozen=True, kw_only=True)
class GroupFilter:
    """What the reader chose above the list of groups; open ones unless said otherwise."""

    text: str = ""
    organization: str = ""
    course: int | None = None
    state: LifeState = LifeState.OPEN

    @classmethod
    def from_args(cls, args: Any) -> "GroupFilter":
        """From the address; what is not known is no filter."""
        course, state = args.get("course", ""), args.get("state", "")
        return cls(
            text=args.get("q", "").strip()[:LONGEST_SEARCH],
            organization=args.get("organization", "")[:30],
            course=int(course) if course in {str(number) for number in range(1, 12)} else None,
            state=LifeState(state) if state in set(LifeState) else LifeState.OPEN,
        )

    @property
    def is_set(self) -> bool:
        return bool(self.text or self.organization or self.course or self.state is not LifeState.OPEN)


def find_groups(actor: Actor, wanted: GroupFilter, today: date) -> Any:
    """Groups the actor may see as rows (group, organisation's short name, learners), by organisation, course, name."""
    query = (
        sa.select(Group, Organization.short_name, learners_count(today).label("learners"))
        .join(Organization, Organization.id == Group.organization_id)
        .where(allowed(actor, Permission.GROUP_READ, Group))
        .order_by(Organization.sort_name, Organization.id, Group.course, Group.sort_name, Group.id)
    )
    open_today = is_open(Group, today)
    query = query.where(open_today if wanted.state is LifeState.OPEN else sa.not_(open_today))
    if wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    if wanted.course:
        query = query.where(Group.course == wanted.course)
    for word in sort_key(wanted.text).split():
        query = query.where(Group.sort_name.contains(word, autoescape=True))
    return query


def learners_count(today: date) -> Any:
    """How many learners a group has today, as a column beside Group."""
    return (
        sa.select(sa.func.count(sa.distinct(Membership.person_id)))
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.group_id == Group.id,
            Membership.kind == MembershipKind.LEARNER,
            in_force(Membership, today),
            Person.erased_on.is_(None),
        )
        .correlate(Group)
        .scalar_subquery()
    )


def learners_of(actor: Actor, group: Group, today: date) -> Any:
    """Rows (place, person) of learners whom the actor may see in this group today, by name."""
    return (
        sa.select(Place, Person)
        .join(Person, Person.id == Place.person_id)
        .where(
            Place.group_id == group.id,
            Place.kind == MembershipKind.LEARNER,
            in_force(Place, today),
            Person.erased_on.is_(None),
            allowed(actor, Permission.PERSON_READ, Person),
        )
        .order_by(Person.sort_name, Person.id, Place.id)
    )


def possible_newcomers(actor: Actor, group: Group, text: str, today: date) -> Any:
    """Rows (place, person, name of the present group) of learners of the organisation who are not in this group."""
    present = aliased(Group)
    query = (
        sa.select(Place, Person, present.name.label("group_name"))
        .join(Person, Person.id == Place.person_id)
        .join(present, present.id == Place.group_id, isouter=True)
        .where(
            Place.organization_id == group.organization_id,
            Place.kind == MembershipKind.LEARNER,
            sa.or_(Place.group_id.is_(None), Place.group_id != group.id),
            in_force(Place, today),
            Person.erased_on.is_(None),
            allowed(actor, Permission.PERSON_READ, Person),
        )
        .order_by(present.name.is_not(None), Person.sort_name, Person.id, Place.id)
    )
    for word in sort_key(text).split():
        query = query.where(Person.sort_name.contains(word, autoescape=True))
    return query


def groups_in_september(organization_id: int, *, lock: bool = False) -> Sequence[Group]:
    """Open groups of the organisation, by course and name."""
    query = (
        sa.select(Group)
        .where(Group.organization_id == organization_id, Group.ends_on.is_(None))
        .order_by(Group.course, Group.sort_name, Group.id)
    )
    return db.session.scalars(query.with_for_update(of=Group) if lock else query).all()


def learners_by_group(group_ids: Sequence[int], on: date) -> dict[int, int]:
    """How many learners each group has on the day."""
    rows = db.session.execute(
        sa.select(Membership.group_id, sa.func.count())
        .where(Membership.group_id.in_(group_ids), Membership.kind == MembershipKind.LEARNER, in_force(Membership, on))
        .group_by(Membership.group_id)
    ).all()
    return {key: number for key, number in rows if key is not None}


def transfers_of(organization_id: int) -> Sequence[GroupTransfer]:
    """Transfers of the organisation, the last one first."""
    return db.session.scalars(
        sa.select(GroupTransfer)
        .where(GroupTransfer.organization_id == organization_id)
        .order_by(GroupTransfer.moved_on.desc(), GroupTransfer.id.desc())
    ).all()


def moved_this_year(transfers: Sequence[GroupTransfer], on: date) -> dict[int, date]:
    """The day on which a group was moved, by its id: those that the transfer of the day `on` should leave alone."""
    return {
        line["group"]: transfer.moved_on
        for transfer in transfers
        if abs(transfer.moved_on - on) < SAME_YEAR
        for line in transfer.lines
        if not line.get("undone")
    }


def former_names(transfers: Sequence[GroupTransfer], group_id: int) -> list[tuple[str, date]]:
    """How the group was called before it moved up, as (name, until which day), the last one first."""
    return [
        (line["name"], transfer.moved_on)
        for transfer in transfers
        for line in transfer.lines
        if line["group"] == group_id and not line.get("undone") and line["new_name"] != line["name"]
    ]
