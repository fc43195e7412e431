"""What own and organisation mean for health: warnings of the registry's pairs, calls of the sender and to whom."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.health.kinds import WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.models import Mentorship


@scopes(PairWarning, read=Permission.HEALTH_KEEP)
def warning_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is whose registry the pair stands in. What a person told is heard where processing is restricted."""
    open_pairs = sa.select(Mentorship.id).where(clause_of(mentorship_scopes(actor, role)[Scope.ORGANIZATION]))
    heard = sa.or_(PairWarning.rule == WarningRule.CALL, PairWarning.mentorship_id.in_(open_pairs))
    return {Scope.ORGANIZATION: sa.and_(PairWarning.mentorship_id.in_(_kept_by(actor, role)), heard)}


@scopes(CuratorCall, read=Permission.CALL_READ)
def call_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own call; ORGANIZATION the registry's curators, and its psychologist where the sender said so."""
    here: sa.ColumnElement[bool] = CuratorCall.mentorship_id.in_(_kept_by(actor, role))
    if role is not Role.CURATOR:
        here = sa.and_(here, CuratorCall.to_psychologist)
    return {Scope.OWN: CuratorCall.sent_by_id == actor.person_id, Scope.ORGANIZATION: here}


def _kept_by(actor: Actor, role: Role) -> sa.Select[int]:
    return sa.select(Mentorship.id).where(Mentorship.organization_id.in_(actor.organization_ids(role)))
