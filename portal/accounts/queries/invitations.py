"""Keys that open an account, and how far each person has come: invited, with a slip, signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from portal.access.roles import Role
from portal.accounts.models import AccountInvitation, Channel, LoginSession, Purpose, RoleGrant, User
from portal.accounts.queries.accounts import hash_token
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import login_key
from portal.people.models import Person

LATELY = timedelta(days=1)
SHOWN_FOR = timedelta(minutes=30)


class AccountState(StrEnum):
    """How far a person has come on the way to the portal; `label` and `tone` are for the page."""

    NONE = "none"
    INVITED = "invited"
    SLIP = "slip"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return STATES[self][0]

    @property
    def tone(self) -> str:
        return STATES[self][1]


STATES = {
    AccountState.NONE: (_("Без учётной записи"), "none"),
    AccountState.INVITED: (_("Письмо отправлено"), "wait"),
    AccountState.SLIP: (_("Листок напечатан"), "wait"),
    AccountState.OPEN: (_("Есть вход"), "good"),
    AccountState.CLOSED: (_("Закрыта"), "bad"),
}


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """A person as invitations see them. `email_is_taken`: the address opens somebody else's account."""

    person: Person
    user: User | None
    state: AccountState
    invited_lately: bool
    has_signed_in: bool
    email_is_taken: bool
    roles: frozenset[tuple[Role, int]]

    @property
    def can_get_letter(self) -> bool:
        """Whether a letter to the person leads anywhere."""
        return bool(self.person.email) and self.state in (AccountState.NONE, AccountState.INVITED, AccountState.SLIP)

    @property
    def can_get_slip(self) -> bool:
        """Whether a printed code makes sense: nobody who has chosen a password loses it with a pile of slips."""
        return self.state in (AccountState.NONE, AccountState.INVITED, AccountState.SLIP)


def invitees(person_ids: Sequence[int]) -> list[Invitee]:
    """The people by name, each with the state of the account; one query however many."""
    now, other = clock.now(), aliased(User)

    def key(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return sa.exists().where(AccountInvitation.person_id == Person.id, *where)

    first = AccountInvitation.purpose == Purpose.FIRST_SIGN_IN
    rows = db.session.execute(
        sa.select(
            Person,
            User,
            key(first, _is_live(now)).label("invited"),
            key(first, AccountInvitation.created_at > now - LATELY).label("lately"),
            sa.exists().where(LoginSession.user_id == User.id).label("seen"),
            sa.exists().where(other.login == sa.func.lower(Person.email), other.person_id != Person.id).label("taken"),
        )
        .outerjoin(User, User.person_id == Person.id)
        .where(Person.id.in_(person_ids), Person.erased_on.is_(None))
        .order_by(Person.sort_name, Person.id)
    ).all()
    roles = _roles_of([row.Person.id for row in rows])
    return [_invitee(row, frozenset(roles.get(row.Person.id, ()))) for row in rows]


def _roles_of(person_ids: Sequence[int]) -> dict[int, set[tuple[Role, int]]]:
    """Roles that are in force or will be, and where: whoever opens the account opens them too."""
    held: dict[int, set[tuple[Role, int]]] = {}
    over = clock.now().date() - LATELY  # a day may still last somewhere
    for person_id, role, organization_id in db.session.execute(
        sa.select(RoleGrant.person_id, RoleGrant.role, RoleGrant.organization_id).where(
            RoleGrant.person_id.in_(person_ids), sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= over)
        )
    ):
        held.setdefault(person_id, set()).add((Role(role), organization_id))
    return held


def _invitee(row: Any, roles: frozenset[tuple[Role, int]]) -> Invitee:
    return Invitee(
        person=row.Person,
        user=row.User,
        state=_state(row.User, row.invited),
        invited_lately=row.lately,
        has_signed_in=bool(row.User and row.seen),
        email_is_taken=row.taken,
        roles=roles,
    )


def _state(user: User | None, is_invited: bool) -> AccountState:
    if user is None:
        return AccountState.INVITED if is_invited else AccountState.NONE
    if user.closed_at:
        return AccountState.CLOSED
    return AccountState.OPEN if user.has_password else AccountState.SLIP


def find_invitation(token: str) -> AccountInvitation | None:
    """The letter's key if it still opens something.

    A used, revoked or old key opens nothing, nor does one of an erased person or of a closed account (S8).
    """
    if len(token) > 100:
        return None
    return db.session.scalars(
        sa.select(AccountInvitation)
        .join(Person, Person.id == AccountInvitation.person_id)
        .outerjoin(User, User.person_id == Person.id)
        .where(
            AccountInvitation.token_hash == hash_token(token), AccountInvitation.channel == Channel.LETTER,
            _is_live(clock.now()), Person.erased_on.is_(None), User.closed_at.is_(None),
        )
        .options(joinedload(AccountInvitation.person))
    ).one_or_none()  # fmt: skip


def find_slip(person_id: int) -> AccountInvitation | None:
    """The slip of the person that is in force; printing another one ends the one before."""
    return db.session.scalars(
        sa.select(AccountInvitation)
        .where(
            AccountInvitation.person_id == person_id,
            AccountInvitation.purpose == Purpose.SLIP,
            _is_live(clock.now()),
        )
        .order_by(AccountInvitation.id.desc())
        .limit(1)
    ).one_or_none()


def slips_of_batch(batch: str, issued_by: int) -> Any:
    """Slips of one sheet with their people and logins: for who printed it, while the codes may be shown."""
    return (
        sa.select(AccountInvitation, Person, User.login)
        .join(Person, Person.id == AccountInvitation.person_id)
        .join(User, User.person_id == Person.id)
        .where(
            AccountInvitation.batch == batch, AccountInvitation.issued_by_id == issued_by,
            AccountInvitation.created_at > clock.now() - SHOWN_FOR, _is_live(clock.now()),
        )
        .order_by(Person.sort_name, Person.id)
    )  # fmt: skip


def taken_logins(logins: Sequence[str]) -> set[str]:
    """Which of these names open an account already, open or closed."""
    wanted = [login_key(login) for login in logins]
    return set(db.session.scalars(sa.select(User.login).where(User.login.in_(wanted))))


def _is_live(now: Any) -> sa.ColumnElement[bool]:
    return sa.and_(
        AccountInvitation.used_at.is_(None), AccountInvitation.revoked_at.is_(None), AccountInvitation.ends_at > now
    )
