"""Sessions: beginning, confirming, narrowing to a role and ending them."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import LoginSession, RoleGrant, User
from portal.accounts.queries import hash_token
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.text import clean_line

LONGEST_SESSION, LONGEST_SHARED = timedelta(hours=12), timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=1)


def sign_in(user: User, *, device: str, is_shared: bool = False) -> str:
    """Begin a session; returns the token for the cookie. Only its hash is kept.

    On a shared computer it is short: a class changes every hour.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        LoginSession(
            user_id=user.id,
            token_hash=hash_token(token),
            started_at=now,
            last_seen_at=now,
            ends_at=now + (LONGEST_SHARED if is_shared else LONGEST_SESSION),
            device=clean_line(device)[:80],
            is_shared=is_shared,
            confirmed_at=now,
        )
    )
    db.session.flush()
    audit.record(Actor(person_id=user.person_id), AuditEvent.SIGNED_IN, user)
    return token


def sign_out(actor: Actor, session_id: int) -> None:
    """End this session."""
    end_sessions(None, session_id=session_id)
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
    end_sessions(user_id, except_id=session_id)
    audit.record(actor, AuditEvent.SESSION_ENDED, None)


def end_all_sessions(actor: Actor, user: User) -> None:
    """End every session of somebody's account: a lost telephone, a forgotten sign-out."""
    end_sessions(user.id)
    audit.record(actor, AuditEvent.SESSIONS_ENDED, user)
    db.session.flush()


def confirm_session(session_id: int) -> None:
    """Note that the password was typed again just now: what follows may be dangerous (ASVS 7.5.1)."""
    session = db.session.scalars(sa.select(LoginSession).where(LoginSession.id == session_id)).one()
    session.confirmed_at = clock.now()
    db.session.flush()


def raise_session(session_id: int) -> str:
    """Note that the second factor was shown here; the session gets another token, which is returned (ASVS 7.2.4)."""
    session = db.session.scalars(sa.select(LoginSession).where(LoginSession.id == session_id)).one()
    token = secrets.token_urlsafe(32)
    session.second_factor_at, session.token_hash = clock.now(), hash_token(token)
    db.session.flush()
    return token


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


def end_sessions(user_id: int | None, *, session_id: int | None = None, except_id: int | None = None) -> None:
    """End sessions of an account, or one session, without an entry: the deed around it writes its own."""
    ending = sa.update(LoginSession).where(LoginSession.ended_at.is_(None)).values(ended_at=clock.now())
    if user_id is not None:
        ending = ending.where(LoginSession.user_id == user_id)
    if session_id is not None:
        ending = ending.where(LoginSession.id == session_id)
    if except_id is not None:
        ending = ending.where(LoginSession.id != except_id)
    db.session.execute(ending)
