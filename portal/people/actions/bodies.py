"""Collegial bodies: opening, changing, closing, and who sits in them from when to when."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.actions.organizations import refuse_if_closed
from portal.people.kinds import BodyKind, BodyPart
from portal.people.models import BodyMember, CollegialBody, Organization, Person


class NameTaken(Refusal):
    """An open body of the organisation is called the same: the two could not be told apart."""


def add_body(actor: Actor, organization: Organization, *, kind: BodyKind, name: str, starts_on: date) -> CollegialBody:
    """Open a body of the organisation from a day (ORG-4). Raises NameTaken where an open one is called so."""
    refuse_if_closed(organization)
    _refuse_twin(organization.id, name)
    body = CollegialBody(
        organization_id=organization.id,
        kind=kind,
        name=clean_line(name),
        sort_name=sort_key(name),
        starts_on=starts_on,
    )
    db.session.add(body)
    db.session.flush()
    audit.record(actor, AuditEvent.BODY_ADDED, body)
    return body


def edit_body(actor: Actor, body: CollegialBody, *, kind: BodyKind, name: str, starts_on: date) -> None:
    """Put right what the card says."""
    if body.ends_on is not None and body.ends_on < starts_on:
        raise Refusal(_("Первый день стоит позже последнего."))
    first = db.session.scalar(sa.select(sa.func.min(BodyMember.starts_on)).where(BodyMember.body_id == body.id))
    if first is not None and first < starts_on:
        raise Refusal(_("В органе уже есть участники с более раннего дня."))
    if body.ends_on is None and sort_key(name) != body.sort_name:
        _refuse_twin(body.organization_id, name)
    wanted = {"kind": kind, "name": clean_line(name), "sort_name": sort_key(name), "starts_on": starts_on}
    changed = [field for field, value in wanted.items() if getattr(body, field) != value]
    for field in changed:
        setattr(body, field, wanted[field])
    _changed(actor, AuditEvent.BODY_CHANGED, body, {"fields": changed})


def close_body(actor: Actor, body: CollegialBody, *, on: date) -> None:
    """The last day of the body; everybody's part in it ends the same day. Refuses a day before somebody came."""
    if body.ends_on is not None:
        raise Refusal(_("Орган уже закрыт."))
    if on < body.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    sitting = db.session.scalars(
        sa.select(BodyMember).where(
            BodyMember.body_id == body.id, sa.or_(BodyMember.ends_on.is_(None), BodyMember.ends_on > on)
        )
    ).all()
    if any(member.starts_on > on for member in sitting):
        raise Refusal(_("Кто-то вошёл в состав позже этого дня. Выберите другой день."))
    for member in sitting:
        member.ends_on = on
    body.ends_on = on
    _changed(actor, AuditEvent.BODY_CLOSED, body, {"ends_on": on.isoformat(), "members": [m.id for m in sitting]})


def reopen_body(actor: Actor, body: CollegialBody) -> None:
    """Take the closing back; members are chosen anew."""
    if body.ends_on is None:
        raise Refusal(_("Орган не закрыт."))
    refuse_if_closed(body.organization)
    _refuse_twin(body.organization_id, body.name)
    body.ends_on = None
    _changed(actor, AuditEvent.BODY_REOPENED, body, {})


def add_body_member(
    actor: Actor, body: CollegialBody, person: Person, *, part: BodyPart, starts_on: date, ends_on: date | None = None
) -> BodyMember:
    """Somebody sits in the body from a day. Call with the body locked: periods of one person must not overlap.

    Raises Refusal when the person sits there already, when the chair is taken, or when the body does not work then.
    """
    if starts_on < body.starts_on or (body.ends_on is not None and (ends_on or date.max) > body.ends_on):
        raise Refusal(_("В эти дни орган не работает. Проверьте, когда он открыт."))
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    overlapping = sa.select(BodyMember.id).where(
        BodyMember.body_id == body.id,
        sa.or_(BodyMember.ends_on.is_(None), BodyMember.ends_on >= starts_on),
        BodyMember.starts_on <= (ends_on or date.max),
    )
    if db.session.scalar(overlapping.where(BodyMember.person_id == person.id).limit(1)) is not None:
        raise Refusal(_("Этот человек уже в составе в эти дни."))
    if part == BodyPart.CHAIR and db.session.scalar(overlapping.where(BodyMember.part == part).limit(1)) is not None:
        raise Refusal(_("Председатель на эти дни уже есть. Сначала завершите его участие."))
    member = BodyMember(body_id=body.id, person_id=person.id, part=part, starts_on=starts_on, ends_on=ends_on)
    db.session.add(member)
    db.session.flush()
    audit.record(
        actor, AuditEvent.BODY_MEMBER_ADDED, member, organization_id=body.organization_id, changes={"part": part}
    )
    return member


def end_body_member(actor: Actor, member: BodyMember, *, on: date) -> None:
    """The last day of somebody's part in the body."""
    if member.ends_on is not None:
        raise Refusal(_("Участие уже завершено."))
    if on < member.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    member.ends_on = on
    db.session.flush()
    audit.record(
        actor, AuditEvent.BODY_MEMBER_ENDED, member, organization_id=member.body.organization_id,
        changes={"ends_on": on.isoformat()},
    )  # fmt: skip


def _refuse_twin(organization_id: int, name: str) -> None:
    twin = sa.exists().where(
        CollegialBody.organization_id == organization_id, CollegialBody.sort_name == sort_key(name),
        CollegialBody.ends_on.is_(None),
    )  # fmt: skip
    if db.session.scalar(sa.select(twin)):
        raise NameTaken(_("«%(name)s» в организации уже есть. Назовите этот орган иначе.", name=clean_line(name)))


def _changed(actor: Actor, event: AuditEvent, body: CollegialBody, changes: dict[str, Any]) -> None:
    body.version += 1
    db.session.flush()
    audit.record(actor, event, body, changes=changes)
