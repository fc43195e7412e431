"""Opening accounts, signing in and out, changing the password and the role at hand."""

import secrets
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts import letters, passwords
from portal.accounts.models import LoginSession, RoleGrant, User
from portal.accounts.queries import find_account, hash_token, is_staff
from portal.core import audit, clock
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, login_key
from portal.people.models import Group, Organization, Person

LONGEST_SESSION = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


class WrongPassword(Refusal):
    """The password in force was not the one that was typed: an attempt that counts."""


def open_account(actor: Actor, person: Person, *, login: str, password: str, is_demo: bool = False) -> User:
    """Give the person a name for sign-in. The login is an e-mail or a printed name, unique in the portal."""
    user = User(
        person_id=person.id,
        login=login_key(login),
        password_hash=passwords.hash_password(password),
        password_set_at=clock.now(),
        is_demo=is_demo,
    )
    db.session.add(user)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except sa.exc.IntegrityError as taken:
        raise Refusal(_("Такое имя для входа уже занято.")) from taken
    audit.record(actor, AuditEvent.ACCOUNT_OPENED, user)
    return user


def close_account(actor: Actor, user: User) -> None:
    """Close the account at once: every session of it ends with this transaction."""
    user.closed_at = clock.now()
    _end_sessions(user.id)
    audit.record(actor, AuditEvent.ACCOUNT_CLOSED, user)
    db.session.flush()


def grant_role(
    actor: Actor,
    person: Person,
    organization: Organization,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    group: Group | None = None,
) -> RoleGrant:
    """Appoint the person to a role in the organisation from a day."""
    grant = RoleGrant(
        person_id=person.id,
        organization_id=organization.id,
        role=role,
        group_id=group.id if group else None,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record(actor, AuditEvent.ROLE_GRANTED, grant, changes={"role": role, "person": person.public_id})
    return grant


def check_password(login: str, password: str) -> User | None:
    """The account if name and password belong together; the answer takes as long when the name is unknown."""
    user = find_account(login)
    if user is None:
        passwords.waste_time(password)
        return None
    return user if passwords.is_right(password, user.password_hash) else None


def sign_in(user: User, *, device: str) -> str:
    """Begin a session; returns the token for the cookie. Only its hash is kept."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        LoginSession(
            user_id=user.id,
            token_hash=hash_token(token),
            started_at=now,
            last_seen_at=now,
            ends_at=now + LONGEST_SESSION,
            device=clean_line(device)[:80],
        )
    )
    db.session.flush()
    audit.record(Actor(person_id=user.person_id), AuditEvent.SIGNED_IN, user)
    return token


def sign_out(actor: Actor, session_id: int) -> None:
    """End this session."""
    _end_sessions(None, session_id=session_id)
    audit.record(actor, AuditEvent.SIGNED_OUT, None)


def end_session(actor: Actor, user_id: int, public_id: str) -> None:
    """End one of one's own sessions, perhaps on another device."""
    session = db.session.scalars(
        sa.select(LoginSession).where(LoginSession.public_id == public_id, LoginSession.user_id == user_id)
    ).one_or_none()
    if session is None:
        raise NotSeen
    session.ended_at = session.ended_at or clock.now()
    audit.record(actor, AuditEvent.SESSION_ENDED, session)
    db.session.flush()


def end_other_sessions(actor: Actor, user_id: int, session_id: int) -> None:
    """«Выйти везде»: end every session of the account except this one."""
    _end_sessions(user_id, except_id=session_id)
    audit.record(actor, AuditEvent.SESSION_ENDED, None)


def change_password(actor: Actor, user: User, *, old: str, new: str, session_id: int) -> None:
    """Set a new password; every other session of the account ends. Raises Refusal with the reason."""
    if not passwords.is_right(old, user.password_hash):
        raise WrongPassword(_("Нынешний пароль не подошёл."))
    about = [user.login.partition("@")[0], user.person.family_name, user.person.given_name]
    complaint = passwords.complaint(new, is_staff=is_staff(user.person_id), about=about)
    if complaint:
        raise Refusal(complaint)
    user.password_hash = passwords.hash_password(new)
    user.password_set_at, user.must_change_password = clock.now(), False
    _end_sessions(user.id, except_id=session_id)
    audit.record(actor, AuditEvent.PASSWORD_CHANGED, user)
    if user.person.email:
        letters.password_changed(user.person.email, zone=actor.time_zone)
    db.session.flush()


def switch_role(actor: Actor, session_id: int, role: Role | None, organization_id: int | None) -> None:
    """Work in one role only: the rights of the session narrow to it. None gives all of them back."""
    session = db.session.scalars(sa.select(LoginSession).where(LoginSession.id == session_id)).one()
    today = clock.today(actor.time_zone)
    held = db.session.scalar(
        sa.select(
            sa.exists().where(
                RoleGrant.person_id == actor.person_id,
                RoleGrant.role == role,
                RoleGrant.organization_id == organization_id,
                RoleGrant.starts_on <= today,
                sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
            )
        )
    )
    if role is not None and not held:
        raise NotSeen
    session.role, session.organization_id = role, organization_id if role else None
    audit.record(actor, AuditEvent.ROLE_SWITCHED, session, changes={"role": role or ""})
    db.session.flush()


def mark_seen(session_id: int) -> None:
    """Note that the session is alive, in its own short transaction (decision 10)."""
    db.session.execute(sa.update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=clock.now()))
    db.session.commit()


def save_appearance(user_id: int, appearance: dict[str, str]) -> None:
    """Keep the view chosen by the person with the account, so that it meets them on every device."""
    db.session.execute(sa.update(User).where(User.id == user_id).values(appearance=appearance))


def _end_sessions(user_id: int | None, *, session_id: int | None = None, except_id: int | None = None) -> None:
    ending = sa.update(LoginSession).where(LoginSession.ended_at.is_(None)).values(ended_at=clock.now())
    if user_id is not None:
        ending = ending.where(LoginSession.user_id == user_id)
    if session_id is not None:
        ending = ending.where(LoginSession.id == session_id)
    if except_id is not None:
        ending = ending.where(LoginSession.id != except_id)
    db.session.execute(ending)
