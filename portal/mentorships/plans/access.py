"""What own, represented, group and organisation mean for plans: as for the pair; without one, as for the person."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.models import Achievement, Plan
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.people.queries import organizations_under, represents_child


@scopes(Plan, read=Permission.PLAN_READ)
def plan_scopes(actor: Actor, role: Role) -> Scopes:
    """A plan is read with its pair. One without a pair: by its person, the curator of the group, the organisation."""
    today, ids = clock.today(actor.time_zone), actor.organization_ids(role)
    of_pair = mentorship_scopes(actor, role)

    def through(scope: Scope) -> sa.ColumnElement[bool]:
        pairs = sa.select(Mentorship.id).where(clause_of(of_pair[scope]))
        return Plan.mentorship_id.in_(pairs)

    is_processed = sa.exists().where(
        Person.id == Plan.person_id, Person.restricted_on.is_(None), Person.erased_on.is_(None)
    ).correlate(Plan)  # fmt: skip
    learns = sa.exists().where(
        Membership.person_id == Plan.person_id, Membership.group_id.in_(actor.group_ids(role)),
        in_force(Membership, today),
    ).correlate(Plan)  # fmt: skip
    alone, here = Plan.mentorship_id.is_(None), Plan.organization_id
    return {
        Scope.OWN: sa.or_(through(Scope.OWN), sa.and_(alone, Plan.person_id == actor.person_id)),
        Scope.REPRESENTED: lambda: sa.or_(
            through(Scope.REPRESENTED), sa.and_(alone, represents_child(actor.person_id, Plan.person_id, today))
        ),
        Scope.GROUP: sa.or_(through(Scope.GROUP), sa.and_(alone, learns, is_processed)),
        Scope.ORGANIZATION: sa.or_(through(Scope.ORGANIZATION), sa.and_(alone, here.in_(ids), is_processed)),
        Scope.MUNICIPALITY: sa.or_(
            through(Scope.MUNICIPALITY), sa.and_(alone, here.in_(organizations_under(ids)), is_processed)
        ),
    }


@scopes(Achievement, read=Permission.PLAN_READ)
def achievement_scopes(actor: Actor, role: Role) -> Scopes:
    """What members show is read with their pair."""

    def through(meaning: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        return Achievement.mentorship_id.in_(sa.select(Mentorship.id).where(meaning))

    return {
        scope: (lambda meaning=meaning: through(clause_of(meaning)))  # type: ignore[misc]
        for scope, meaning in mentorship_scopes(actor, role).items()
    }
