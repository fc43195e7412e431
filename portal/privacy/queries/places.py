"""Which organisation answers for a person's data, and whom a reader may ask about: oneself and one's children."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force


def operators_of(person: Person, zone: str) -> Sequence[Organization]:
    """Organisations that process the person's data today, where the person learns or works first."""
    today = clock.today(zone)
    rows = db.session.execute(
        sa.select(Organization, Membership.kind)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == person.id, in_force(Membership, today))
        .order_by((Membership.kind == MembershipKind.PARENT), Membership.starts_on.desc(), Membership.id)
    ).all()
    return list(dict.fromkeys(row[0] for row in rows))


def operator_of(person: Person, zone: str) -> Organization | None:
    """The organisation that answers requests of the person; the one of the last place where there is none today."""
    today = operators_of(person, zone)
    if today:
        return today[0]
    return db.session.scalars(
        sa.select(Organization)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == person.id)
        .order_by(Membership.starts_on.desc())
        .limit(1)
    ).one_or_none()


def subjects_for(actor: Actor) -> Sequence[Person]:
    """The reader and the children whom the reader represents, oneself first."""
    mine = select_allowed(actor, Permission.SUBJECT_DATA, Person).where(Person.erased_on.is_(None))
    return db.session.scalars(mine.order_by((Person.id != actor.person_id), Person.sort_name, Person.id)).all()
