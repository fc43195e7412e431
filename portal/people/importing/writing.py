"""What the import of people writes, through the actions of the registers."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.people import actions
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force


def person_with(key: int) -> Person:
    """The person of the register whom the preview named."""
    return db.session.scalars(sa.select(Person).where(Person.id == key)).one()


def update_person(actor: Actor, person: Person, changes: dict[str, Any]) -> None:
    """Write what the table says otherwise than the card."""
    if not changes:
        return
    stands = {
        name: getattr(person, name)
        for name in ("family_name", "given_name", "patronymic", "birth_on", "career_began_on", "email", "phone")
    }
    actions.change_person(actor, person, **{**stands, **changes})


def move_learner(
    actor: Actor, person: Person, organization: Organization, group: Group, *, starts_on: date, today: date
) -> bool:
    """Move a learner of the organisation to another group from a day; False where there is no place to move.

    The old place ends the day before; a place that begins later than that is put right instead.
    """
    place = db.session.scalars(
        sa.select(Membership)
        .where(
            Membership.person_id == person.id, Membership.organization_id == organization.id,
            Membership.kind == MembershipKind.LEARNER, in_force(Membership, today),
        )
        .order_by(Membership.starts_on.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    if place is None:
        return False
    day = max(starts_on, group.starts_on)
    if day <= place.starts_on or place.ends_on is not None:
        place.group_id = group.id
        db.session.flush()
        audit.record(
            actor, AuditEvent.MEMBERSHIP_ADDED, person, organization_id=organization.id, changes={"group": group.id}
        )
        return True
    actions.end_membership(actor, place, ends_on=day - timedelta(days=1))
    actions.add_membership(
        actor, person, organization, kind=MembershipKind.LEARNER, starts_on=day, group=group, post=place.post,
        subject=place.subject,
    )  # fmt: skip
    return True
