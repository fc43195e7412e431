"""Opening and closing accounts, checking and changing passwords."""

import hmac
from collections.abc import Sequence

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts import letters, passwords
from portal.accounts.actions.keys import revoke_keys
from portal.accounts.actions.sessions import end_sessions
from portal.accounts.logins import slip_hash
from portal.accounts.models import User
from portal.accounts.queries import find_account, find_slip, is_staff
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import login_key
from portal.people.models import Person


class WrongPassword(Refusal):
    """The password in force was not the one that was typed: an attempt that counts."""


def open_account(actor: Actor, person: Person, *, login: str, password: str, is_demo: bool = False) -> User:
    """Give the person a name for sign-in. The login is an e-mail or a printed name, unique in the portal.

    Without a password nobody signs in until a slip or a letter leads to one.
    """
    return open_accounts(actor, [(person, login)], password=password, is_demo=is_demo)[0]


def open_accounts(
    actor: Actor, names: Sequence[tuple[Person, str]], *, password: str = "", is_demo: bool = False
) -> list[User]:
    """The same for pairs (person, login); one login that is taken refuses them all."""
    users = [
        User(
            person_id=person.id,
            login=login_key(login),
            password_hash=passwords.hash_password(password) if password else "",
            password_set_at=clock.now(),
            is_demo=is_demo,
        )
        for person, login in names
    ]
    db.session.add_all(users)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except sa.exc.IntegrityError as taken:
        raise Refusal(_("Такое имя для входа уже занято.")) from taken
    audit.record_each(actor, AuditEvent.ACCOUNT_OPENED, [(user, {}) for user in users])
    return users


def close_account(actor: Actor, user: User) -> None:
    """Close the account at once: every session and every key of it ends with this transaction."""
    user.closed_at = clock.now()
    end_sessions(user.id)
    revoke_keys(user.person_id)
    audit.record(actor, AuditEvent.ACCOUNT_CLOSED, user)
    db.session.flush()


def reopen_account(actor: Actor, user: User) -> None:
    """Let the person sign in again with the same name and password."""
    user.closed_at = None
    audit.record(actor, AuditEvent.ACCOUNT_REOPENED, user)
    db.session.flush()


def check_password(login: str, password: str) -> User | None:
    """The account if name and password, or name and the code of a slip, belong together.

    The answer takes as long when the name is unknown: one password hash is computed in every case.
    """
    user = find_account(login)
    if user is None or not user.has_password:
        passwords.waste_time(password)
        return user if _is_slip_of(user, password) else None
    return user if passwords.is_right(password, user.password_hash) else None


def change_password(actor: Actor, user: User, *, old: str, new: str, session_id: int) -> None:
    """Set a new password; every other session of the account ends. Raises Refusal with the reason."""
    if not passwords.is_right(old, user.password_hash):
        raise WrongPassword(_("Нынешний пароль не подошёл."))
    set_password(user, new)
    end_sessions(user.id, except_id=session_id)
    audit.record(actor, AuditEvent.PASSWORD_CHANGED, user)
    if user.person.email:
        letters.password_changed(user.person.email, zone=actor.time_zone)
    db.session.flush()


def set_own_password(actor: Actor, user: User, *, new: str, session_id: int) -> None:
    """The first password of one's own, in place of the code that led here; the code opens nothing from now on."""
    if not user.must_change_password:
        raise Refusal(_("Свой пароль уже есть. Сменить его можно в учётной записи."))
    set_password(user, new)
    end_sessions(user.id, except_id=session_id)
    audit.record(actor, AuditEvent.PASSWORD_CHANGED, user)
    db.session.flush()


def set_password(user: User, new: str) -> None:
    """Put the password in force and end every key of the account. Raises Refusal where it may not be chosen."""
    about = [user.login.partition("@")[0], user.person.family_name, user.person.given_name]
    complaint = passwords.complaint(new, is_staff=is_staff(user.person_id), about=about)
    if complaint:
        raise Refusal(complaint)
    user.password_hash = passwords.hash_password(new)
    user.password_set_at, user.must_change_password = clock.now(), False
    revoke_keys(user.person_id)


def save_appearance(user_id: int, appearance: dict[str, str]) -> None:
    """Keep the view chosen by the person with the account, so that it meets them on every device."""
    db.session.execute(sa.update(User).where(User.id == user_id).values(appearance=appearance))


def _is_slip_of(user: User | None, typed: str) -> bool:
    slip = find_slip(user.person_id if user else 0)
    kept = slip.token_hash if slip else ""
    return hmac.compare_digest(slip_hash(slip.public_id if slip else "", typed), kept)
