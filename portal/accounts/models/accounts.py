"""The account of a person and the browsers in which it is open."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access.roles import Role
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime
from portal.core.personal_data import ACCOUNT, TECHNICAL, holds
from portal.people.models import Person


@holds(
    login=ACCOUNT, password_hash=ACCOUNT, password_set_at=ACCOUNT, must_change_password=ACCOUNT, second_factor=ACCOUNT,
    second_factor_at=ACCOUNT, second_factor_step=ACCOUNT, recovery_codes=ACCOUNT, appearance=ACCOUNT,
    is_demo=TECHNICAL, closed_at=ACCOUNT,
)  # fmt: skip
class User(Timestamps, Base):
    """The account of a person. `login` is an e-mail or a printed name, compared as `core.text.login_key` writes it.

    An empty `password_hash` fits no password: the person still signs in by the code of a printed slip.
    `second_factor` is sealed, `recovery_codes` are hashes, `second_factor_step` is the last step that was used.
    """

    __tablename__ = "user"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    login: Mapped[str] = mapped_column(sa.Text, unique=True)
    password_hash: Mapped[str] = mapped_column(sa.Text)
    password_set_at: Mapped[datetime] = mapped_column(UtcDateTime())
    must_change_password: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[str | None] = mapped_column(sa.Text)
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    second_factor_step: Mapped[int | None]
    recovery_codes: Mapped[list[Any]] = mapped_column(Json, default=list)
    appearance: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    is_demo: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship()

    @property
    def has_password(self) -> bool:
        """Whether its owner has chosen a password already."""
        return bool(self.password_hash)


@holds(
    token_hash=ACCOUNT, started_at=ACCOUNT, last_seen_at=ACCOUNT, ends_at=ACCOUNT, ended_at=ACCOUNT, role=ACCOUNT,
    device=ACCOUNT, is_shared=ACCOUNT, confirmed_at=ACCOUNT, second_factor_at=ACCOUNT,
)  # fmt: skip
class LoginSession(Base):
    """A signed-in browser. The cookie holds the token, the table its hash; ending the row ends the session.

    `confirmed_at` is when the password was last typed here, `second_factor_at` when the second factor was shown.
    """

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
    is_shared: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    second_factor_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
