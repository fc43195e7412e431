"""Tables of sign-in: an account per person, roles by period, sessions and invitations stored only as hashes."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access.roles import Role
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime
from portal.core.personal_data import ACCOUNT, REGISTER, TECHNICAL, holds
from portal.people.models import Organization, Person


@holds(
    login=ACCOUNT, password_hash=ACCOUNT, password_set_at=ACCOUNT, must_change_password=ACCOUNT,
    second_factor=ACCOUNT, appearance=ACCOUNT, is_demo=TECHNICAL, closed_at=ACCOUNT,
)  # fmt: skip
class User(Timestamps, Base):
    """The account of a person. `login` is an e-mail or a printed name, compared as `core.text.login_key` writes it."""

    __tablename__ = "user"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(sa.Text, unique=True)
    password_hash: Mapped[str] = mapped_column(sa.Text)
    password_set_at: Mapped[datetime] = mapped_column(UtcDateTime())
    must_change_password: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[str | None] = mapped_column(sa.Text)
    appearance: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_demo: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship()


@holds(
    role=REGISTER,
    format_code=REGISTER,
    program_id=TECHNICAL,
    document_id=TECHNICAL,
    starts_on=REGISTER,
    ends_on=REGISTER,
)
class RoleGrant(Timestamps, Base):
    """A role that a person has in an organisation for a period, perhaps in one group, form or programme only."""

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    role: Mapped[Role] = mapped_column(sa.String(20))
    format_code: Mapped[str | None] = mapped_column(sa.String(40))
    program_id: Mapped[int | None]
    document_id: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()


@holds(
    token_hash=ACCOUNT, started_at=ACCOUNT, last_seen_at=ACCOUNT, ends_at=ACCOUNT, ended_at=ACCOUNT, role=ACCOUNT,
    device=ACCOUNT,
)  # fmt: skip
class LoginSession(Base):
    """A signed-in browser. The cookie holds the token, the table its hash; ending the row ends the session."""

    __tablename__ = "login_session"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    role: Mapped[Role | None] = mapped_column(sa.String(20))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    device: Mapped[str] = mapped_column(sa.Text, default="")


@holds(token_hash=ACCOUNT, purpose=ACCOUNT, ends_at=ACCOUNT, used_at=ACCOUNT)
class AccountInvitation(Timestamps, Base):
    """A one-time address for the first sign-in or a new password; bound to its purpose and person."""

    __tablename__ = "account_invitation"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
