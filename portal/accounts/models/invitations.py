"""One-time keys to an account: by letter or on a printed slip, kept as hashes only."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime
from portal.core.personal_data import ACCOUNT, CONTACT, TECHNICAL, holds
from portal.people.models import Person


class Purpose(StrEnum):
    """What the key opens; it opens nothing else."""

    FIRST_SIGN_IN = "first_sign_in"
    NEW_PASSWORD = "new_password"  # noqa: S105 — a code, not a password
    NEW_EMAIL = "new_email"
    SLIP = "slip"


class Channel(StrEnum):
    """How the key reaches its owner."""

    LETTER = "letter"
    SLIP = "slip"


@holds(
    token_hash=ACCOUNT, purpose=ACCOUNT, channel=ACCOUNT, address=CONTACT, batch=TECHNICAL, ends_at=ACCOUNT,
    used_at=ACCOUNT, revoked_at=ACCOUNT,
)  # fmt: skip
class AccountInvitation(Timestamps, Base):
    """A key for one person and one purpose. `batch` joins the slips of one sheet, `address` is a new e-mail."""

    __tablename__ = "account_invitation"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(sa.String(20))
    channel: Mapped[Channel] = mapped_column(sa.String(10))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    address: Mapped[str | None] = mapped_column(sa.Text)
    batch: Mapped[str | None] = mapped_column(sa.String(22), index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
