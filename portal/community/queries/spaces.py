"""Reads of spaces: those of the reader with what is new in them, their readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import POLICY
from portal.access.roles import Role, Scope
from portal.accounts.models import RoleGrant, User
from portal.community.audience import in_circle, may_read
from portal.community.kinds import Level, SpaceKind
from portal.community.models import Space, SpaceFollow, Thread, ThreadRead
from portal.core import clock
from portal.core.db import db
from portal.people.models import Person
from portal.people.periods import in_force

STALE = timedelta(days=60)
MOST_SPACES, MOST_MENTORS = 100, 200
WITH_ITS_THINGS = (
    joinedload(Space.organization), joinedload(Space.group), selectinload(Space.readers),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SpaceRow:
    """A space on the reader's list: how many of its threads hold something new."""

    space: Space
    n_new: int


def unread(person_id: int | None) -> tuple[sa.ColumnElement[int], Any, Any]:
    """The number of posts of a `Thread` that the person has not read, and the two tables to join for it (outer).

    Whatever is older than 60 days, or than the moment at which the space was marked as read, counts as read.
    """
    read, follow = ThreadRead, SpaceFollow
    since = clock.now() - STALE
    fresh = sa.and_(
        Thread.last_post_at > since, sa.or_(follow.cleared_at.is_(None), Thread.last_post_at > follow.cleared_at)
    )
    left = Thread.n_posts - sa.func.coalesce(read.last_read, 0)
    on_read = sa.and_(read.thread_id == Thread.id, read.person_id == person_id)
    on_follow = sa.and_(follow.space_id == Thread.space_id, follow.person_id == person_id)
    return sa.case((fresh, left), else_=0), on_read, on_follow


def own_spaces(actor: Actor, *, closed: bool = False) -> list[SpaceRow]:
    """Spaces that the actor may read with what is new, those of one's organisation before wide ones; two statements."""
    ended = Space.ends_on.is_not(None) if closed else Space.ends_on.is_(None)
    n_unread, on_read, on_follow = unread(actor.person_id)
    counted = (
        sa.select(Thread.space_id, sa.func.count().label("n"))
        .outerjoin(ThreadRead, on_read)
        .outerjoin(SpaceFollow, on_follow)
        .where(n_unread > 0)
        .group_by(Thread.space_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Space, sa.func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.space_id == Space.id)
        .where(allowed(actor, Permission.COMMUNITY_READ, Space), ended)
        .options(*WITH_ITS_THINGS)
        .order_by(Space.is_wide, Space.kind, Space.title, Space.id)
        .limit(MOST_SPACES)
    ).all()
    return [SpaceRow(space=space, n_new=n) for space, n in rows]


def writable_spaces(actor: Actor, kind: SpaceKind) -> Sequence[Space]:
    """Open spaces of a kind in which the actor may write."""
    return db.session.scalars(
        select_allowed(actor, Permission.COMMUNITY_WRITE, Space)
        .where(Space.kind == kind, Space.ends_on.is_(None))
        .options(*WITH_ITS_THINGS)
        .order_by(Space.is_wide, Space.title, Space.id)
        .limit(MOST_SPACES)
    ).all()


def count_readers(space: Space, today: date) -> int:
    """How many people with an account are in the circle of the space."""
    query = (
        sa.select(sa.func.count())
        .select_from(User)
        .join(Space, Space.id == space.id)
        .where(User.closed_at.is_(None), in_circle(User.person_id, today))
    )
    return db.session.scalar(query) or 0


def readers_among(space_id: int, person_ids: Sequence[int], today: date) -> list[int]:
    """Those of the people who have an account and may read the space today."""
    if not person_ids:
        return []
    query = (
        sa.select(User.person_id)
        .join(Space, Space.id == space_id)
        .where(User.person_id.in_(person_ids), User.closed_at.is_(None), may_read(User.person_id, today))
    )
    return list(db.session.scalars(query.order_by(User.person_id)))


def mentors_of(space: Space, today: date) -> Sequence[Person]:
    """Mentors in the circle of the space, by name: who may be asked by name."""
    grant = sa.exists().where(
        RoleGrant.person_id == Person.id, RoleGrant.role == Role.MENTOR, in_force(RoleGrant, today)
    )
    has_account = sa.exists().where(User.person_id == Person.id, User.closed_at.is_(None))
    return db.session.scalars(
        sa.select(Person)
        .join(Space, Space.id == space.id)
        .where(grant, has_account, in_circle(Person.id, today), Person.erased_on.is_(None))
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_MENTORS)
    ).all()


def level_in(space: Space, person_id: int | None) -> Level:
    """What of the space becomes a notice to the person."""
    said = db.session.scalar(
        sa.select(SpaceFollow.level).where(SpaceFollow.space_id == space.id, SpaceFollow.person_id == person_id)
    )
    return Level(said) if said else Level.REPLIES


def moderators_of(space: Space, today: date) -> list[int]:
    """People who moderate the space by their role in its organisation or its group."""

    reach = POLICY[Permission.COMMUNITY_MODERATE]
    near = [role for role, scope in reach.items() if Scope.ORGANIZATION in scope]
    of_group = [role for role, scope in reach.items() if Scope.GROUP in scope]
    where = sa.or_(
        sa.and_(RoleGrant.role.in_(near), RoleGrant.organization_id == space.organization_id),
        sa.and_(RoleGrant.role.in_(of_group), RoleGrant.group_id == (space.group_id or 0)),
    )
    query = sa.select(RoleGrant.person_id).where(in_force(RoleGrant, today), where)
    return list(dict.fromkeys(db.session.scalars(query.order_by(RoleGrant.person_id))))


def administrators(today: date) -> list[int]:
    """People who look after the portal: danger to a child is told to them too."""
    query = sa.select(RoleGrant.person_id).where(RoleGrant.role == Role.ADMINISTRATOR, in_force(RoleGrant, today))
    return list(dict.fromkeys(db.session.scalars(query.order_by(RoleGrant.person_id))))
