"""Who is appointed to what: the grants of a person, the base of curators, its yearly corrections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.models import CuratorReview, RoleGrant
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.models import Organization, Person
from portal.people.periods import in_force

CURATOR_ROLES = (
    Role.CURATOR, Role.FORM_LEAD, Role.GROUP_CURATOR, Role.PARTNER_CURATOR, Role.METHODOLOGIST, Role.OPERATOR,
    Role.DEPARTMENT,
)  # fmt: skip
SUPPORT_ROLES = (
    Role.PSYCHOLOGIST, Role.SOCIAL_EDUCATOR, Role.METHODOLOGIST, Role.HR, Role.EDITOR, Role.SECRETARY,
)  # fmt: skip
KINDS = {"curators": CURATOR_ROLES, "support": SUPPORT_ROLES}
LONGEST_QUERY = 100


@dataclass(frozen=True, kw_only=True)
class CuratorFilter:
    """What the list is narrowed to; nonsense in the address narrows nothing."""

    kind: str = "curators"
    role: Role | None = None
    organization: str = ""
    text: str = ""
    is_past: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "CuratorFilter":
        """Read the query of the address."""
        kind = args.get("kind", "")
        kind = kind if kind in KINDS else "curators"
        role = args.get("role", "")
        return cls(
            kind=kind, role=Role(role) if role in set(KINDS[kind]) else None,
            organization=args.get("organization", "")[:22], text=args.get("q", "").strip()[:LONGEST_QUERY],
            is_past=args.get("past") == "1",
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        said = {"kind": self.kind, "role": self.role or "", "organization": self.organization, "q": self.text,
                "past": "1" if self.is_past else ""}  # fmt: skip
        return {name: str(value) for name, value in said.items() if value}

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that the list shows."""
        return (self.role,) if self.role else KINDS[self.kind]


def find_curators(actor: Actor, wanted: CuratorFilter, on: date) -> sa.Select[RoleGrant]:
    """Grants of these roles in organisations where the actor appoints, by organisation and name."""
    query = (
        select_allowed(actor, Permission.ROLE_GRANT, RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.role.in_(wanted.roles), Person.erased_on.is_(None))
        .options(contains_eager(RoleGrant.person), contains_eager(RoleGrant.organization), joinedload(RoleGrant.group))
        .order_by(Organization.sort_name, Person.sort_name, RoleGrant.id)
    )
    if wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    if wanted.text:
        query = query.where(Person.sort_name.contains(sort_key(wanted.text), autoescape=True))
    ended = RoleGrant.ends_on < on
    return query.where(ended if wanted.is_past else sa.or_(RoleGrant.ends_on.is_(None), sa.not_(ended)))


def to_review(organization_id: int, on: date) -> Sequence[RoleGrant]:
    """The curators of an organisation whose appointment is in force on the day: what a correction goes through."""
    return db.session.scalars(
        sa.select(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.organization_id == organization_id, RoleGrant.role.in_(CURATOR_ROLES),
            in_force(RoleGrant, on), Person.erased_on.is_(None),
        )
        .options(contains_eager(RoleGrant.person), joinedload(RoleGrant.organization), joinedload(RoleGrant.group))
        .order_by(Person.sort_name, RoleGrant.id)
    ).all()  # fmt: skip


def reviews_of(organization_id: int) -> Sequence[CuratorReview]:
    """Corrections of the organisation, the latest first."""
    return db.session.scalars(
        sa.select(CuratorReview)
        .where(CuratorReview.organization_id == organization_id)
        .options(joinedload(CuratorReview.reviewed_by))
        .order_by(CuratorReview.id.desc())
    ).all()


def roles_held(person_id: int, since: date) -> list[tuple[Role, Organization]]:
    """Every role of a person, whoever gave it, that is in force or to come, or ended on `since` or later.

    For rules about keys, never for a page: nobody sees the appointments of another organisation.
    """
    held = sa.select(RoleGrant.role, Organization).join(Organization, Organization.id == RoleGrant.organization_id)
    lasting = sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= since)
    rows = db.session.execute(held.where(RoleGrant.person_id == person_id, lasting))
    return [(Role(role), place) for role, place in rows]


def grants_of(actor: Actor, person_id: int) -> Sequence[RoleGrant]:
    """Appointments of a person where the actor appoints: those in force and to come first, then the latest that ended.

    A person may belong to several organisations: each sees its own appointments only.
    """
    return db.session.scalars(
        select_allowed(actor, Permission.ROLE_GRANT, RoleGrant)
        .where(RoleGrant.person_id == person_id)
        .options(joinedload(RoleGrant.organization), joinedload(RoleGrant.group))
        .order_by(RoleGrant.ends_on.desc().nulls_first(), RoleGrant.starts_on.desc(), RoleGrant.id.desc())
    ).all()
