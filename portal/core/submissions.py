"""Exactly-once writes: a key minted with the form is stored with the answer that its first use got.

A unique index, not a check, decides; a second click finds the first answer (reliability R3).
"""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, UtcDateTime, db, run, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.personal_data import TECHNICAL, holds

KEPT_FOR = timedelta(days=14)
LONGEST_KEY = 64


@holds(key=TECHNICAL, purpose=TECHNICAL, body_hash=TECHNICAL, outcome=TECHNICAL, used_at=TECHNICAL)
class SubmissionKey(Base):
    """A used key. Names no actor: the key of an anonymous form must lead to nobody."""

    __tablename__ = "submission_key"
    key: Mapped[str] = mapped_column(sa.String(LONGEST_KEY), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(80))
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    outcome: Mapped[str] = mapped_column(sa.String(200), default="")
    used_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)


def new_key() -> str:
    """A fresh key for the hidden field `submission_key` of a form that creates something."""
    return secrets.token_urlsafe(24)


def hash_body(parts: object) -> str:
    """A digest of what was submitted, to tell a repetition from another submission under the same key."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def claim(key: str, purpose: str, body_hash: str = "", *, day_only: bool = False) -> SubmissionKey | None:
    """Take `key` for this transaction. None: it is ours and the caller goes on; a row: it was used before.

    `purpose` binds the key to one form of one object. With `day_only` no time finer than a day is kept.
    Raises Refusal when the key is malformed or was used for something else.
    """
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Refusal(_("Форма устарела. Откройте страницу заново, введённое можно скопировать."))
    used_at = clock.now()
    if day_only:
        used_at = used_at.replace(hour=0, minute=0, second=0, microsecond=0)
    row = {"key": key, "purpose": purpose, "body_hash": body_hash, "outcome": "", "used_at": used_at}
    if upsert(SubmissionKey.__table__, row, keys=("key",)) == 1:
        return None
    used = db.session.scalars(sa.select(SubmissionKey).where(SubmissionKey.key == key)).one()
    if used.purpose != purpose or used.body_hash != body_hash:
        raise Refusal(_("Эта форма уже отправлена с другими данными. Откройте её заново."))
    return used


def set_outcome(key: str, outcome: str) -> None:
    """Remember where the first use led: a public id or a receipt, given again to every repetition."""
    db.session.execute(sa.update(SubmissionKey).where(SubmissionKey.key == key).values(outcome=outcome))


def forget_old() -> int:
    """Delete keys older than KEPT_FOR; returns how many. The worker calls it daily."""
    return run(sa.delete(SubmissionKey).where(SubmissionKey.used_at < clock.now() - KEPT_FOR))
