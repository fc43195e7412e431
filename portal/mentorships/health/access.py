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
from portal.mentorships.health.kinds import WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.models import Mentorship, MentorshipMember

TOLD = (WarningRule.CALL, WarningRule.LOW_MARKS)
"""Rules that repeat what one person said: whoever stands or stood in the pair is none of their readers."""


@scopes(PairWarning, read=Permission.HEALTH_KEEP)
def warning_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is whose registry the pair stands in. What a person told is heard where processing is restricted.

    What was told in a pair is not for those who stand or stood in it, whatever else they are.
    """
    open_pairs = sa.select(Mentorship.id).where(clause_of(mentorship_scopes(actor, role)[Scope.ORGANIZATION]))
    heard = sa.or_(PairWarning.rule == WarningRule.CALL, PairWarning.mentorship_id.in_(open_pairs))
    untold = sa.or_(PairWarning.rule.not_in(TOLD), PairWarning.mentorship_id.not_in(_stood_in(actor)))
    return {Scope.ORGANIZATION: sa.and_(PairWarning.mentorship_id.in_(_kept_by(actor, role)), heard, untold)}


@scopes(CuratorCall, read=Permission.CALL_READ)
def call_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own call; ORGANIZATION the registry's curators, and its psychologist where the sender said so.

    Nobody reads there about a pair in which they stand or stood. The director reads where no curator is left.
    """
    kept = _kept_by(actor, role)
    if role is Role.DIRECTOR:
        kept = kept.where(~_has_curator_outside(actor))
    here = sa.and_(CuratorCall.mentorship_id.in_(kept), CuratorCall.mentorship_id.not_in(_stood_in(actor)))
    if role is Role.PSYCHOLOGIST:
        here = sa.and_(here, CuratorCall.to_psychologist)
    return {Scope.OWN: CuratorCall.sent_by_id == actor.person_id, Scope.ORGANIZATION: here}


def _kept_by(actor: Actor, role: Role) -> sa.Select[int]:
    return sa.select(Mentorship.id).where(Mentorship.organization_id.in_(actor.organization_ids(role)))


def _stood_in(actor: Actor) -> sa.Select[int]:
    return sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == actor.person_id)


def _has_curator_outside(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a curator of the registry today is somebody who never stood in the pair."""
    members = (
        sa.select(MentorshipMember.person_id).where(MentorshipMember.mentorship_id == Mentorship.id)
        .correlate(Mentorship)
    )  # fmt: skip
    curators = holders_of([Role.CURATOR], Mentorship.organization_id, clock.today(actor.time_zone))
    return curators.where(RoleGrant.person_id.not_in(members)).correlate(Mentorship).exists()
