"""Reads of accounts: by login, their sessions, who holds a role."""

import hashlib
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.roles import STAFF, Role
from portal.accounts.models import LoginSession, RoleGrant, User
from portal.core import clock
from portal.core.db import db
from portal.core.text import login_key
from portal.people.models import Person


def hash_token(token: str) -> str:
    """What the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_account(login: str) -> User | None:
    """The open account with this e-mail or printed name."""
    return db.session.scalars(
        sa.select(User)
        .join(Person, Person.id == User.person_id)
        .where(User.login == login_key(login), User.closed_at.is_(None), Person.erased_on.is_(None))
        .options(joinedload(User.person))
    ).one_or_none()


def account_of(person_id: int) -> User | None:
    """The account of the person, open or closed."""
    return db.session.scalars(
        sa.select(User).where(User.person_id == person_id).options(joinedload(User.person))
    ).one_or_none()


def sessions_of(user_id: int) -> Sequence[LoginSession]:
    """Sessions of an account that are not over, the latest first."""
    return db.session.scalars(
        sa.select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.ends_at > clock.now(),
        )
        .order_by(LoginSession.last_seen_at.desc())
    ).all()


def is_staff(person_id: int) -> bool:
    """Whether the person holds a role that answers for others: a longer password, a longer session."""
    return bool(
        db.session.scalar(
            sa.select(sa.exists().where(RoleGrant.person_id == person_id, RoleGrant.role.in_(list(STAFF))))
        )
    )


def holders_of(roles: Sequence[str], organization_id: int | sa.SQLColumnExpression[int], on: date) -> sa.Select[int]:
    """Ids of the people who hold one of the roles in the organisation on the day."""
    return sa.select(RoleGrant.person_id).where(
        RoleGrant.role.in_([Role(role) for role in roles if role in set(Role)]),
        RoleGrant.organization_id == organization_id,
        RoleGrant.starts_on <= on,
        sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
    )


def demo_account_exists() -> bool:
    """Production refuses to start where one stands open."""
    return bool(db.session.scalar(sa.select(sa.exists().where(User.is_demo, User.closed_at.is_(None)))))
