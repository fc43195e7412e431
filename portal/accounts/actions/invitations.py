"""Invitations by letter: the first sign-in, and a new password for whoever forgot the old one."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts import letters
from portal.accounts.actions.accounts import open_account, set_password
from portal.accounts.actions.keys import revoke_keys, revoke_keys_of, use_key
from portal.accounts.actions.roles import ensure_base_roles
from portal.accounts.actions.sessions import end_sessions
from portal.accounts.granting import may_give_all, may_open
from portal.accounts.logins import new_logins
from portal.accounts.models import AccountInvitation, Channel, Purpose, User
from portal.accounts.queries import Invitee, account_of, find_account, hash_token, invitees, roles_held
from portal.accounts.queries.invitations import LATELY
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Person

FIRST_SIGN_IN_FOR, NEW_PASSWORD_FOR = timedelta(days=7), timedelta(hours=24)
LETTER_EVERY = timedelta(minutes=5)


def invite(actor: Actor, people: Sequence[Invitee], *, again: bool = False) -> int:
    """Send each person who can get a letter an address for the first sign-in; returns how many were written.

    Whoever was invited within a day is left out unless `again`. An earlier address of the person ends.
    """
    chosen = [
        each
        for each in people
        if each.can_get_letter and (again or not each.invited_lately) and may_open(actor, each.roles)
    ]
    return _invite(actor, [each.person for each in chosen])


def _invite(actor: Actor, invited: Sequence[Person]) -> int:
    revoke_keys_of([person.id for person in invited], Purpose.FIRST_SIGN_IN)
    ensure_base_roles(actor, invited)
    tokens = _issue_keys(actor, invited, Purpose.FIRST_SIGN_IN, FIRST_SIGN_IN_FOR)
    for person, token in zip(invited, tokens, strict=True):
        letters.account_invitation(person.email or "", path=f"/invitations/{token}")
    audit.record_each(actor, AuditEvent.ACCOUNT_INVITED, [(person, {}) for person in invited])
    return len(invited)


def invite_appointed(actor: Actor, person: Person) -> bool:
    """Send whoever was just appointed the address for the first sign-in; returns whether a letter was written.

    None goes to somebody who signs in already, and none where a role is held that is not the actor's to give: the
    key must not open more.
    """
    over = clock.now().date() - LATELY  # a day may still last somewhere
    held = roles_held(person.id, over)
    if not any(each.can_get_letter for each in invitees([person.id])) or not may_give_all(actor, held):
        return False
    _invite(actor, [person])
    return True


def ask_for_new_password(login: str) -> None:
    """Send an address for a new password to the owner of the account, if there is one with an e-mail.

    Does the same work for an unknown name, so that neither the answer nor its time tells which names exist.
    """
    user = find_account(login)
    guest = Actor.guest()
    if user is not None and user.person.email and not _was_written_lately(user.person_id):
        send_new_password(guest, user)
    else:
        undone = db.session.begin_nested()
        letters.password_reset("nobody@localhost", path="/invitations/" + secrets.token_urlsafe(32))
        undone.rollback()
    audit.record(guest, AuditEvent.PASSWORD_RESET_ASKED, None)


def _was_written_lately(person_id: int) -> bool:
    """Whether an unused address went out minutes ago: pressing again must not fill somebody's mailbox."""
    key = sa.exists().where(
        AccountInvitation.person_id == person_id,
        AccountInvitation.purpose == Purpose.NEW_PASSWORD,
        AccountInvitation.created_at > clock.now() - LETTER_EVERY,
        AccountInvitation.revoked_at.is_(None),
    )
    return bool(db.session.scalar(sa.select(key)))


def send_new_password(actor: Actor, user: User) -> None:
    """A letter with an address for a new password, good for a day; the old password stays until it is replaced."""
    if not user.person.email:
        raise Refusal(_("Почта не указана. Напечатайте листок с кодом."))
    if user.closed_at:
        raise Refusal(_("Учётная запись закрыта. Сначала откройте её снова."))
    revoke_keys(user.person_id, Purpose.NEW_PASSWORD)
    token = issue_key(actor, user.person, Purpose.NEW_PASSWORD, NEW_PASSWORD_FOR)
    letters.password_reset(user.person.email, path=f"/invitations/{token}")
    if actor.person_id:
        audit.record(actor, AuditEvent.PASSWORD_RESET_ASKED, user)


def login_for(person: Person) -> str:
    """The name under which the person will sign in: the present one, the e-mail, or a made one where that is taken."""
    user = account_of(person.id)
    if user is not None:
        return user.login
    if person.email and find_account(person.email) is None:
        return person.email
    return new_logins([("", person.family_name)])[0]


def accept_invitation(invitation: AccountInvitation, *, password: str) -> User:
    """Set the password that the holder of the address chose; the address is used up, other sessions end.

    Raises Refusal where the password may not be chosen; the address then still works.
    """
    person = invitation.person
    user = account_of(person.id)
    owner = Actor(person_id=person.id)
    if user is None:
        user = open_account(owner, person, login=login_for(person), password="")
        user.person = person
    use_key(invitation)
    set_password(user, password)
    end_sessions(user.id)
    event = AuditEvent.INVITATION_ACCEPTED if invitation.purpose == Purpose.FIRST_SIGN_IN else AuditEvent.PASSWORD_RESET
    audit.record(owner, event, user)
    if invitation.purpose == Purpose.NEW_PASSWORD and person.email:
        letters.password_changed(person.email, zone=owner.time_zone)
    db.session.flush()
    return user


def issue_key(actor: Actor, person: Person, purpose: Purpose, lasts: timedelta, *, address: str | None = None) -> str:
    """Keep the hash of a fresh token of 256 bits and return the token, which is kept nowhere."""
    return _issue_keys(actor, [person], purpose, lasts, address=address)[0]


def _issue_keys(
    actor: Actor, people: Sequence[Person], purpose: Purpose, lasts: timedelta, *, address: str | None = None
) -> list[str]:
    tokens = [secrets.token_urlsafe(32) for _person in people]
    rows = [
        {
            "person_id": person.id, "issued_by_id": actor.person_id, "purpose": purpose, "channel": Channel.LETTER,
            "token_hash": hash_token(token), "address": address, "ends_at": clock.now() + lasts,
        }
        for person, token in zip(people, tokens, strict=True)
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(AccountInvitation), rows)
    return tokens
