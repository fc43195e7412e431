"""Printed slips: a name and a code for people without e-mail, by group, printed again as often as needed."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts import letters
from portal.accounts.actions.accounts import open_accounts
from portal.accounts.actions.keys import revoke_keys_of
from portal.accounts.actions.roles import ensure_base_roles
from portal.accounts.actions.sessions import end_sessions
from portal.accounts.granting import may_open
from portal.accounts.logins import new_logins, slip_code, slip_hash
from portal.accounts.models import AccountInvitation, Channel, Purpose, User
from portal.accounts.queries import Invitee
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Group, Membership
from portal.people.periods import in_force

LASTS = timedelta(days=30)


def issue_slips(actor: Actor, people: Sequence[Invitee], *, replaces_password: bool = False) -> str | None:
    """Give each person who has chosen no password yet a fresh code; returns the id of the sheet, None without people.

    Codes printed before stop working. With `replaces_password` also those who had one get a code in its place: that
    is the reset by the staff, the owner is told by letter.
    """
    within = [each for each in people if may_open(actor, each.roles)]
    chosen = [each for each in within if each.can_get_slip or (replaces_password and _has_open_account(each))]
    if not chosen:
        return None
    batch, users = new_public_id(), _accounts(actor, chosen)
    revoke_keys_of([each.person.id for each in chosen], Purpose.SLIP, Purpose.NEW_PASSWORD)
    ensure_base_roles(actor, [each.person for each in chosen])
    for user in users:
        if user.has_password:
            _take_password(actor, user)
        user.must_change_password = True
    _add_slips(actor, [user.person_id for user in users], batch)
    audit.record_each(actor, AuditEvent.SLIP_PRINTED, [(user, {}) for user in users])
    return batch


def _has_open_account(each: Invitee) -> bool:
    return each.user is not None and each.user.closed_at is None


def _accounts(actor: Actor, chosen: Sequence[Invitee]) -> list[User]:
    """The account of each person; those without one get a name made of group and family name."""
    fresh = [each.person for each in chosen if each.user is None]
    groups = _group_names([person.id for person in fresh], clock.today(actor.time_zone))
    names = new_logins([(groups.get(person.id, ""), person.family_name) for person in fresh])
    opened = {user.person_id: user for user in open_accounts(actor, list(zip(fresh, names, strict=True)))}
    return [each.user or opened[each.person.id] for each in chosen]


def _group_names(person_ids: Sequence[int], on: date) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(Membership.person_id, Group.name)
        .join(Group, Group.id == Membership.group_id)
        .where(Membership.person_id.in_(person_ids), in_force(Membership, on))
        .order_by(Membership.id.desc())
    )
    return {row.person_id: row.name for row in rows}


def _take_password(actor: Actor, user: User) -> None:
    if user.person_id == actor.person_id:
        raise Refusal(_("Свой пароль меняют в учётной записи, а не листком."))
    user.password_hash, user.password_set_at = "", clock.now()
    end_sessions(user.id)
    if user.person.email:
        letters.access_renewed(user.person.email, zone=actor.time_zone)


def _add_slips(actor: Actor, person_ids: Sequence[int], batch: str) -> None:
    rows = [
        {
            "public_id": public_id, "person_id": person_id, "issued_by_id": actor.person_id, "purpose": Purpose.SLIP,
            "channel": Channel.SLIP, "token_hash": slip_hash(public_id, slip_code(public_id)), "batch": batch,
            "ends_at": clock.now() + LASTS,
        }
        for public_id, person_id in ((new_public_id(), person_id) for person_id in person_ids)
    ]  # fmt: skip
    db.session.execute(sa.insert(AccountInvitation), rows)
