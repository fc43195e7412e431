"""What group and organisation mean for papers and campaigns."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.consents.models import Campaign, ConsentSheet, ScanPage, ScanStack, SheetBatch
from portal.core import clock
from portal.people.models import Membership
from portal.people.periods import in_force


@scopes(SheetBatch, read=Permission.CONSENT_RECORD)
def batch_scopes(actor: Actor, role: Role) -> Scopes:
    """GROUP is what was printed for one's group, ORGANIZATION all of the school."""
    return {
        Scope.GROUP: SheetBatch.group_id.in_(actor.group_ids(role)),
        Scope.ORGANIZATION: SheetBatch.organization_id.in_(actor.organization_ids(role)),
    }


@scopes(ConsentSheet, read=Permission.CONSENT_RECORD)
def sheet_scopes(actor: Actor, role: Role) -> Scopes:
    """GROUP is about people who are in one's group today, ORGANIZATION about all of the school."""
    today = clock.today(actor.time_zone)
    in_group = sa.exists().where(
        Membership.person_id == ConsentSheet.person_id,
        Membership.group_id.in_(actor.group_ids(role)),
        in_force(Membership, today),
    )
    ids = actor.organization_ids(role)
    return {
        Scope.GROUP: sa.and_(ConsentSheet.organization_id.in_(ids), in_group),
        Scope.ORGANIZATION: ConsentSheet.organization_id.in_(ids),
    }


@scopes(ScanStack, read=Permission.CONSENT_RECORD)
def stack_scopes(actor: Actor, role: Role) -> Scopes:
    """GROUP is what a curator of a group scanned, ORGANIZATION all of the school."""
    ids = actor.organization_ids(role)
    return {
        Scope.GROUP: sa.and_(ScanStack.organization_id.in_(ids), ScanStack.uploaded_by_id == actor.person_id),
        Scope.ORGANIZATION: ScanStack.organization_id.in_(ids),
    }


@scopes(ScanPage, read=Permission.CONSENT_RECORD)
def page_scopes(actor: Actor, role: Role) -> Scopes:
    """A page is as open as its stack."""
    return {
        scope: sa.exists().where(ScanStack.id == ScanPage.stack_id, clause)
        for scope, clause in stack_scopes(actor, role).items()
    }


@scopes(Campaign, read=Permission.CAMPAIGN_RUN)
def campaign_scopes(actor: Actor, role: Role) -> Scopes:
    """A curator of a group takes part in the campaigns of the school and records facts of the own group."""
    ids = actor.organization_ids(role)
    return {Scope.GROUP: Campaign.organization_id.in_(ids), Scope.ORGANIZATION: Campaign.organization_id.in_(ids)}
