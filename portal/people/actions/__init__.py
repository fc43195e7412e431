"""Changes in the registers of people; each writes its entry in the audit trail."""

from portal.people.actions.groups import add_group
from portal.people.actions.organizations import add_organization
from portal.people.actions.persons import add_membership, add_person, add_representation

__all__ = ["add_group", "add_membership", "add_organization", "add_person", "add_representation"]
