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


def issuers_of(person_id: int) -> Sequence[int]:
    """Ids of those who gave out the keys that wait for the person."""
    waiting = sa.select(AccountInvitation.issued_by_id).where(_waits_for([person_id])).distinct()
    return [one for one in db.session.scalars(waiting) if one is not None]


def revoke_keys_issued(person_id: int, issuer_ids: Sequence[int]) -> None:
    """End the unused keys of the person that these people gave out."""
    mine = sa.update(AccountInvitation).where(
        _waits_for([person_id]), AccountInvitation.issued_by_id.in_(issuer_ids)
    )  # fmt: skip
    db.session.execute(mine.values(revoked_at=clock.now()))


def revoke_keys_of(person_ids: Sequence[int], *purposes: Purpose) -> None:
    """The same for many people, in one statement."""
    ending = sa.update(AccountInvitation).where(_waits_for(person_ids))
    if purposes:
        ending = ending.where(AccountInvitation.purpose.in_(purposes))
    db.session.execute(ending.values(revoked_at=clock.now()))


def _waits_for(person_ids: Sequence[int]) -> sa.ColumnElement[bool]:
    return sa.and_(
        AccountInvitation.person_id.in_(person_ids),
        AccountInvitation.used_at.is_(None),
        AccountInvitation.revoked_at.is_(None),
    )
