"""Changes in the registers of people; each writes its entry in the audit trail."""

from portal.people.actions.careers import (
    add_career_fact,
    add_qualification,
    change_career_fact,
    change_qualification,
    remove_record,
    return_record,
)
from portal.people.actions.groups import add_group
from portal.people.actions.organizations import add_organization
from portal.people.actions.persons import add_person, change_person
from portal.people.actions.places import add_membership, end_membership
from portal.people.actions.representatives import add_representation, end_representation

__all__ = [
    "add_career_fact",
    "add_group",
    "add_membership",
    "add_organization",
    "add_person",
    "add_qualification",
    "add_representation",
    "change_career_fact",
    "change_person",
    "change_qualification",
    "end_membership",
    "end_representation",
    "remove_record",
    "return_record",
]
