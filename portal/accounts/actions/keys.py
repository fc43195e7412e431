"""Ends of one-time keys: used once, or revoked by what made them pointless."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.accounts.models import AccountInvitation, Purpose
from portal.core import clock
from portal.core.db import db, run
from portal.core.errors import NotSeen


def use_key(invitation: AccountInvitation) -> None:
    """Mark the key as used. Raises NotSeen when another request was faster: the row decides, not the check before."""
    mine = sa.update(AccountInvitation).where(
        AccountInvitation.id == invitation.id,
        AccountInvitation.used_at.is_(None),
        AccountInvitation.revoked_at.is_(None),
    )
    if run(mine.values(used_at=clock.now())) != 1:
        raise NotSeen
    db.session.expire(invitation)


def revoke_keys(person_id: int, *purposes: Purpose) -> None:
    """End the unused keys of the person: all of them, or those of these purposes."""
    revoke_keys_of([person_id], *purposes)


def revoke_keys_of(person_ids: Sequence[int], *purposes: Purpose) -> None:
    """The same for many people, in one statement."""
    ending = sa.update(AccountInvitation).where(
        AccountInvitation.person_id.in_(person_ids),
        AccountInvitation.used_at.is_(None),
        AccountInvitation.revoked_at.is_(None),
    )
    if purposes:
        ending = ending.where(AccountInvitation.purpose.in_(purposes))
    db.session.execute(ending.values(revoked_at=clock.now()))
