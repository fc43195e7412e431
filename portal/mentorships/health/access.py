"""What own and organisation mean for health: warnings of the registry's pairs, calls of the sender and to whom."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.accounts.models import RoleGrant
from portal.accounts.queries import holders_of
from portal.core import clock
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.concerned import pairs_concerning, people_concerned
from portal.mentorships.health.kinds import WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.models import Mentorship

TOLD = (WarningRule.CALL, WarningRule.LOW_MARKS)
"""Rules that repeat what one person said: whom the pair concerns is none of their readers."""


@scopes(PairWarning, read=Permission.HEALTH_KEEP)
def warning_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is whose registry the pair stands in. What a person told is heard where processing is restricted.

    What was told in a pair is not for those whom it concerns, whatever else they are. Where no other curator is left it
    goes to the director, who is shown no other warning.
    """
    open_pairs = sa.select(Mentorship.id).where(clause_of(mentorship_scopes(actor, role)[Scope.ORGANIZATION]))
    heard = sa.or_(PairWarning.rule == WarningRule.CALL, PairWarning.mentorship_id.in_(open_pairs))
    untold = sa.or_(PairWarning.rule.not_in(TOLD), PairWarning.mentorship_id.not_in(pairs_concerning(actor.person_id)))
    here = sa.and_(PairWarning.mentorship_id.in_(_kept_by(actor, role)), heard, untold)
    if role is Role.DIRECTOR:
        here = sa.and_(here, PairWarning.rule.in_(TOLD))
    return {Scope.ORGANIZATION: here}


@scopes(CuratorCall, read=Permission.CALL_READ)
def call_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own call; ORGANIZATION the registry's curators, and its psychologist where the sender said so.

    Nobody reads there about a pair that concerns them. The director reads where no curator is left.
    """
    concerning = pairs_concerning(actor.person_id)
    here = sa.and_(CuratorCall.mentorship_id.in_(_kept_by(actor, role)), CuratorCall.mentorship_id.not_in(concerning))
    if role is Role.PSYCHOLOGIST:
        here = sa.and_(here, CuratorCall.to_psychologist)
    return {Scope.OWN: CuratorCall.sent_by_id == actor.person_id, Scope.ORGANIZATION: here}


def _kept_by(actor: Actor, role: Role) -> sa.Select[int]:
    """Pairs of the registries of the role; for the director those for which no curator is left."""
    kept = sa.select(Mentorship.id).where(Mentorship.organization_id.in_(actor.organization_ids(role)))
    return kept.where(~_has_curator_outside(actor)) if role is Role.DIRECTOR else kept


def _has_curator_outside(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a curator of the registry today is somebody whom the pair does not concern."""
    curators = holders_of([Role.CURATOR], Mentorship.organization_id, clock.today(actor.time_zone))
    return curators.where(RoleGrant.person_id.not_in(people_concerned())).correlate(Mentorship).exists()
