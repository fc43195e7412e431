"""Reads of partners: the register, agreements and those that end soon, who may curate on the partner's side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.kinds import OrganizationKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.programs.models import Partner, PartnerAgreement, PartnerCurator

WARNED = timedelta(days=60)
FOREVER = date(9999, 12, 31)
LONGEST_SEARCH = 100
MOST_CANDIDATES = 20


@dataclass(frozen=True, kw_only=True)
class PartnerFilter:
    """What the reader chose above the list of partners."""

    text: str = ""
    kind: OrganizationKind | None = None

    @classmethod
    def from_args(cls, args: Any) -> "PartnerFilter":
        """From the address; what is not known is no filter."""
        kind = args.get("kind", "")
        return cls(
            text=args.get("q", "").strip()[:LONGEST_SEARCH],
            kind=OrganizationKind(kind) if kind in set(OrganizationKind) else None,
        )

    @property
    def is_set(self) -> bool:
        return bool(self.text or self.kind)


def find_partners(actor: Actor, wanted: PartnerFilter, today: date) -> Any:
    """Partners the actor may see as rows (partner, its organisation, whose partner, `until`), by name.

    `until` is the last day of the agreement in force that lasts longest; FOREVER when it is open-ended, None without.
    """
    home, own = aliased(Organization), aliased(Organization)
    until = (
        sa.select(sa.func.max(sa.func.coalesce(PartnerAgreement.ends_on, FOREVER)))
        .where(PartnerAgreement.partner_id == Partner.id, in_force(PartnerAgreement, today))
        .correlate(Partner)
        .scalar_subquery()
    )
    query = (
        sa.select(Partner, home, own.short_name.label("own"), sa.type_coerce(until, sa.Date).label("until"))
        .join(home, home.id == Partner.home_id)
        .join(own, own.id == Partner.organization_id)
        .where(allowed(actor, Permission.PARTNER_READ, Partner))
        .order_by(home.sort_name, home.id, Partner.id)
    )
    if wanted.kind:
        query = query.where(home.kind == wanted.kind)
    for word in sort_key(wanted.text).split():
        query = query.where(home.sort_name.contains(word, autoescape=True))
    return query


def agreements_of(partner: Partner) -> Sequence[PartnerAgreement]:
    """Agreements of the partner, the latest first."""
    return db.session.scalars(
        sa.select(PartnerAgreement)
        .where(PartnerAgreement.partner_id == partner.id)
        .options(joinedload(PartnerAgreement.file))
        .order_by(PartnerAgreement.signed_on.desc(), PartnerAgreement.id.desc())
    ).all()


def curators_of(partner: Partner) -> Sequence[PartnerCurator]:
    """Everybody who curates or curated on the partner's side, by name; the erased are left out."""
    return db.session.scalars(
        sa.select(PartnerCurator)
        .join(Person, Person.id == PartnerCurator.person_id)
        .where(PartnerCurator.partner_id == partner.id, Person.erased_on.is_(None))
        .options(contains_eager(PartnerCurator.person))
        .order_by(Person.sort_name, PartnerCurator.starts_on)
    ).all()


def ending_agreements(actor: Actor, today: date) -> sa.Select[PartnerAgreement]:
    """Agreements of the actor's partners that end within WARNED and that no later one of the same kind follows."""
    later = aliased(PartnerAgreement)
    followed = sa.exists().where(
        later.partner_id == PartnerAgreement.partner_id,
        later.kind == PartnerAgreement.kind,
        later.id != PartnerAgreement.id,
        sa.or_(later.ends_on.is_(None), later.ends_on > PartnerAgreement.ends_on),
    )
    return (
        sa.select(PartnerAgreement)
        .join(Partner, Partner.id == PartnerAgreement.partner_id)
        .where(
            allowed(actor, Permission.PARTNER_EDIT, Partner),
            Partner.ends_on.is_(None),
            PartnerAgreement.ends_on.between(today, today + WARNED),
            ~followed,
        )
        .options(contains_eager(PartnerAgreement.partner).joinedload(Partner.home))
        .order_by(PartnerAgreement.ends_on, PartnerAgreement.id)
    )


def homes_for(organization: Organization) -> Sequence[Organization]:
    """Organisations around this one that are not its partners yet: the choice of a new partner."""
    town = organization.municipality_id or organization.id
    taken = sa.select(Partner.home_id).where(Partner.organization_id == organization.id)
    return db.session.scalars(
        sa.select(Organization)
        .where(
            Organization.municipality_id == town,
            Organization.id != organization.id,
            Organization.id.not_in(taken),
            Organization.ends_on.is_(None),
        )
        .order_by(Organization.sort_name, Organization.id)
    ).all()


def curator_candidates(partner: Partner, text: str, today: date) -> Sequence[Person]:
    """People whom the organisation knows as belonging to the partner, by name."""
    query = _of_partner(partner, today)
    for word in sort_key(text[:LONGEST_SEARCH]).split():
        query = query.where(Person.sort_name.contains(word, autoescape=True))
    return db.session.scalars(query.order_by(Person.sort_name, Person.id).limit(MOST_CANDIDATES)).all()


def curator_candidate(partner: Partner, public_id: str, today: date) -> Person | None:
    """The person with this public id, if such may curate on the partner's side."""
    return db.session.scalars(_of_partner(partner, today).where(Person.public_id == public_id)).one_or_none()


def _of_partner(partner: Partner, today: date) -> sa.Select[Any]:
    """Those with a place in the organisation and at the partner's: nobody else's people are shown."""
    here, there = aliased(Membership), aliased(Membership)
    belongs = sa.or_(
        here.home_id == partner.home_id,
        sa.exists().where(
            there.person_id == here.person_id, there.organization_id == partner.home_id, in_force(there, today)
        ),
    )
    known = sa.exists().where(
        here.person_id == Person.id, here.organization_id == partner.organization_id, in_force(here, today), belongs
    )
    return sa.select(Person).where(known, Person.erased_on.is_(None), Person.restricted_on.is_(None))
