"""What own means for long work."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core.jobs import Job


@scopes(Job, read=Permission.JOB_READ)
def job_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what the person asked for; nobody sees another's work."""
    return {Scope.OWN: Job.person_id == actor.person_id}
