"""Places of persons in organisations: recorded from a day, ended on a day, never deleted."""

from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.actions.organizations import refuse_if_closed
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.signals import membership_ended, membership_restored


def add_membership(
    actor: Actor,
    person: Person,
    organization: Organization,
    *,
    kind: MembershipKind,
    starts_on: date,
    ends_on: date | None = None,
    post: str = "",
    subject: str = "",
    group: Group | None = None,
    home: Organization | None = None,
) -> Membership:
    """Record as what the person belongs to the organisation, from a day.

    The group must be of the same organisation; `home` is where somebody from outside works or studies.
    Raises Refusal where the same place stands already.
    """
    if group and group.organization_id != organization.id:
        raise Refusal(_("Группа относится к другой организации."))
    if ends_on and ends_on < starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    membership = Membership(
        person_id=person.id,
        organization_id=organization.id,
        group_id=group.id if group else None,
        home_id=home.id if home and home.id != organization.id else None,
        kind=kind,
        post=clean_line(post),
        subject=clean_line(subject),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if _stands_already(membership):
        raise Refusal(_("Такое место у этого человека уже записано."))
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError:
        raise Refusal(_("Такое место у этого человека уже записано.")) from None
    audit.record(actor, AuditEvent.MEMBERSHIP_ADDED, person, organization_id=organization.id)
    return membership


def end_membership(actor: Actor, membership: Membership, *, ends_on: date) -> None:
    """The last day in this place. Whatever rests on it, rooms above end in the same transaction."""
    if membership.ends_on is not None:
        raise Refusal(_("Это место уже завершено."))
    if ends_on < membership.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    membership.ends_on = ends_on
    db.session.flush()
    audit.record(actor, AuditEvent.MEMBERSHIP_ENDED, membership, changes={"ends_on": ends_on.isoformat()})
    membership_ended.send(actor, membership=membership)


def return_membership(actor: Actor, membership: Membership) -> None:
    """Take back an end that was recorded by mistake, on the same day. Call with the place locked.

    Roles and consents that ended with it are given anew. Raises Refusal on a later day, or where the place stands.
    """
    zone = membership.organization.time_zone
    if membership.ends_on is None:
        raise Refusal(_("Это место не завершено."))
    if membership.updated_at.astimezone(ZoneInfo(zone)).date() != clock.today(zone):
        raise Refusal(_("Вернуть место можно в тот же день. Позже запишите человека заново."))
    refuse_if_closed(membership.organization)
    if membership.group and membership.group.ends_on and membership.group.ends_on < clock.today(zone):
        raise Refusal(_("Группа уже закрыта."))
    ended = membership.ends_on
    membership.ends_on = None
    if _stands_already(membership, besides=membership.id):
        membership.ends_on = ended
        raise Refusal(_("Такое место у этого человека уже записано."))
    db.session.flush()
    audit.record(actor, AuditEvent.MEMBERSHIP_RETURNED, membership, changes={"ends_on": [ended.isoformat(), None]})
    membership_restored.send(actor, membership=membership)


def _stands_already(wanted: Membership, *, besides: int | None = None) -> bool:
    """The same place with overlapping days: a class again in the same class, a post again in the same post."""
    same = sa.exists().where(
        Membership.person_id == wanted.person_id,
        Membership.organization_id == wanted.organization_id,
        Membership.kind == wanted.kind,
        Membership.post == wanted.post,
        Membership.group_id.is_(None) if wanted.group_id is None else Membership.group_id == wanted.group_id,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= wanted.starts_on),
        *([Membership.starts_on <= wanted.ends_on] if wanted.ends_on else []),
        *([Membership.id != besides] if besides else []),
    )
    with db.session.no_autoflush:
        return bool(db.session.scalar(sa.select(same)))
