"""The register: who is shown to whom, narrowed by what the reader typed and chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.text import clean_line, sort_key
from portal.imports.queries import made_by
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force
from portal.people.queries.audiences import named_by
from portal.people.queries.reach import place_in_reach

LONGEST_TEXT, MOST_WORDS, MOST_CHOSEN = 100, 5, 2_000
LACKS = ("birth", "email")
OUTSIDERS = (MembershipKind.SPECIALIST, MembershipKind.ALUMNUS)


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the reader typed and chose; nonsense means nothing was chosen."""

    text: str = ""
    kind: str = ""
    organization: str = ""
    group: str = ""
    audience: str = ""
    lacks: str = ""
    external: bool = False
    batch: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list, or from the fields that bulk deeds send along."""
        kind, lacks = args.get("kind", ""), args.get("lacks", "")
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            kind=kind if kind in set(MembershipKind) else "",
            organization=args.get("organization", "")[:22],
            group=args.get("group", "")[:22],
            audience=args.get("audience", "")[:40],
            lacks=lacks if lacks in LACKS else "",
            external=args.get("external", "") == "1",
            batch=args.get("import", "")[:22],
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        said = {"q": self.text, "kind": self.kind, "organization": self.organization, "group": self.group,
                "audience": self.audience, "lacks": self.lacks, "external": "1" if self.external else "",
                "import": self.batch}  # fmt: skip
        return {name: value for name, value in said.items() if value}


def find_people(actor: Actor, wanted: RegisterFilter, *, permission: Permission = Permission.REGISTER_READ) -> Any:
    """People in whose organisation or group the actor has `permission`, by name, filtered."""
    on = clock.today(actor.time_zone)
    query = (
        select_allowed(actor, permission, Person)
        .where(Person.erased_on.is_(None), _has_place(actor, wanted, permission, on), *named(wanted.text))
        .order_by(Person.sort_name, Person.id)
    )
    if wanted.batch:
        query = query.where(Person.id.in_(made_by(wanted.batch, Person.__tablename__)))
    if wanted.audience:
        query = query.where(named_by(wanted.audience, reached_organizations(actor, permission), on))
    if wanted.lacks:
        column = Person.birth_on if wanted.lacks == "birth" else Person.email
        query = query.where(column.is_(None))
    return query


def chosen_people(actor: Actor, permission: Permission, values: Any) -> Any:
    """The people whom a bulk deed names and for whom the actor has `permission`; see `portal.people.bulk`.

    `values` are the posted fields. At most MOST_CHOSEN, by name.
    """
    if values.get("everybody") == "1":
        return find_people(actor, RegisterFilter.from_args(values), permission=permission).limit(MOST_CHOSEN)
    keys = [key for key in values.getlist("person") if len(key) == 22][:MOST_CHOSEN]
    query = select_allowed(actor, permission, Person).where(Person.public_id.in_(keys), Person.erased_on.is_(None))
    return query.order_by(Person.sort_name, Person.id)


def reached_organizations(actor: Actor, permission: Permission) -> Sequence[Organization]:
    """Organisations in which the actor has `permission`, in all or in a group, by name."""
    of_groups = select_allowed(actor, permission, Group).with_only_columns(Group.organization_id)
    whole = select_allowed(actor, permission, Organization).with_only_columns(Organization.id)
    return db.session.scalars(
        sa.select(Organization)
        .where(sa.or_(Organization.id.in_(whole), Organization.id.in_(of_groups)))
        .order_by(Organization.sort_name)
    ).all()


def reached_groups(actor: Actor, permission: Permission, on: date) -> Sequence[Group]:
    """Groups and classes that exist on the day and in which the actor has `permission`, by name."""
    return db.session.scalars(
        select_allowed(actor, permission, Group).where(in_force(Group, on)).order_by(Group.sort_name, Group.id)
    ).all()


def places_of(actor: Actor, person_ids: Sequence[int], permission: Permission, on: date) -> dict[int, list[Membership]]:
    """Places in force of these people that the actor may know of; one statement for a whole page."""
    rows = db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id.in_(person_ids), in_force(Membership, on), place_in_reach(actor, permission))
        .options(joinedload(Membership.organization), joinedload(Membership.group), joinedload(Membership.home))
        .order_by(Membership.starts_on.desc(), Membership.id)
    )
    found: dict[int, list[Membership]] = {}
    for place in rows:
        found.setdefault(place.person_id, []).append(place)
    return found


def _has_place(actor: Actor, wanted: RegisterFilter, permission: Permission, on: date) -> sa.ColumnElement[bool]:
    place = sa.exists().where(
        Membership.person_id == Person.id, in_force(Membership, on), place_in_reach(actor, permission)
    )
    if wanted.kind:
        place = place.where(Membership.kind == wanted.kind)
    if wanted.external:
        place = place.where(sa.or_(Membership.kind.in_(OUTSIDERS), Membership.home_id.is_not(None)))
    if wanted.organization:
        place = place.where(
            Membership.organization_id.in_(
                sa.select(Organization.id).where(Organization.public_id == wanted.organization)
            )
        )
    if wanted.group:
        place = place.where(Membership.group_id.in_(sa.select(Group.id).where(Group.public_id == wanted.group)))
    return place


def stands_in(group: str, person_id: Any, on: date) -> sa.ColumnElement[bool]:
    """The clause «this person has a place in the group with this public id on the day»."""
    found = sa.select(Group.id).where(Group.public_id == group)
    return sa.exists().where(
        Membership.person_id == person_id, Membership.group_id.in_(found), in_force(Membership, on)
    )


def group_name_of(model: Any, on: date) -> Any:
    """Name of the group in which the person of the row is on the day, in its organisation: a scalar subquery.

    `model` has `person_id` and `organization_id`.
    """
    return (
        sa.select(sa.func.min(Group.name))
        .join(Membership, Membership.group_id == Group.id)
        .where(
            Membership.person_id == model.person_id,
            Membership.organization_id == model.organization_id,
            in_force(Membership, on),
        )
        .correlate(model)
        .scalar_subquery()
    )


def named(text: str) -> list[sa.ColumnElement[bool]]:
    """Every word that was typed begins some part of the name of `Person`."""
    words = sort_key(text).split()[:MOST_WORDS]
    spaced = sa.literal(" ") + Person.sort_name
    return [spaced.contains(f" {word}", autoescape=True) for word in words]
