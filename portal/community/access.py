"""What circle, own, group, organisation and municipality mean for spaces and for what is said in them."""

from collections.abc import Callable

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Clause, Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.community.audience import in_circle
from portal.community.kinds import Writers
from portal.community.models import CommunityMember, Post, Space, Thread
from portal.core import clock
from portal.people.queries import organizations_under


@scopes(Space, read=Permission.COMMUNITY_READ)
def space_scopes(actor: Actor, role: Role) -> Scopes:
    """CIRCLE is where the role is among the readers, OWN where it may write too; the rest by the organisation."""
    ids, today = actor.organization_ids(role), clock.today(actor.time_zone)
    return {
        Scope.CIRCLE: lambda: in_circle(actor.person_id, today, role),
        Scope.OWN: lambda: sa.and_(in_circle(actor.person_id, today, role), Space.writers == Writers.CIRCLE),
        Scope.GROUP: Space.group_id.in_(actor.group_ids(role)),
        Scope.ORGANIZATION: Space.organization_id.in_(ids),
        Scope.MUNICIPALITY: sa.or_(
            Space.organization_id.in_(ids), Space.organization_id.in_(organizations_under(ids))
        ),
    }  # fmt: skip


@scopes(Thread, read=Permission.COMMUNITY_READ)
def thread_scopes(actor: Actor, role: Role) -> Scopes:
    """A thread is for those for whom its space is."""
    return {scope: _of_space(said) for scope, said in space_scopes(actor, role).items()}


@scopes(Post, read=Permission.COMMUNITY_READ)
def post_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what one wrote oneself where one still reads; the rest as of its space."""
    said = {scope: _in_spaces(clause_of(meaning)) for scope, meaning in space_scopes(actor, role).items()}
    return {**said, Scope.OWN: sa.and_(Post.author_id == actor.person_id, said[Scope.CIRCLE])}


@scopes(CommunityMember, read=Permission.COMMUNITY_READ)
def member_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is oneself; others are met where they write."""
    return {Scope.OWN: CommunityMember.person_id == actor.person_id}


def _of_space(said: Clause | Callable[[], Clause]) -> Callable[[], Clause]:
    return lambda: Thread.space_id.in_(sa.select(Space.id).where(clause_of(said)))


def _in_spaces(clause: Clause) -> Clause:
    return Post.thread_id.in_(sa.select(Thread.id).join(Space, Space.id == Thread.space_id).where(clause))
