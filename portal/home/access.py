"""What own means for long work, for saved views and for notices."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core.jobs import Job
from portal.core.notices import Notice
from portal.core.saved_views import SavedView


@scopes(Job, read=Permission.JOB_READ)
def job_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what the person asked for; nobody sees another's work."""
    return {Scope.OWN: Job.person_id == actor.person_id}


@scopes(SavedView, read=Permission.DESK_READ)
def view_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what the person saved; nobody sees another's choice."""
    return {Scope.OWN: SavedView.person_id == actor.person_id}


@scopes(Notice, read=Permission.DESK_READ)
def notice_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what was said to the person; nobody sees another's notices."""
    return {Scope.OWN: Notice.person_id == actor.person_id}
