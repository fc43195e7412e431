"""Changes in the registers of people; each writes its entry in the audit trail."""

from portal.people.actions.bodies import add_body, add_body_member, close_body, edit_body, end_body_member, reopen_body
from portal.people.actions.careers import (
    add_career_fact,
    add_qualification,
    change_career_fact,
    change_qualification,
    remove_record,
    return_record,
)
from portal.people.actions.groups import add_group, close_group, edit_group, move_to_group, reopen_group
from portal.people.actions.organizations import (
    Contacts,
    add_organization,
    close_organization,
    edit_organization,
    reopen_organization,
    set_organization_words,
)
from portal.people.actions.persons import add_person, change_person
from portal.people.actions.places import add_membership, end_membership, return_membership
from portal.people.actions.representatives import add_representation, end_representation
from portal.people.actions.transfers import Choice, transfer_groups, transfer_problems
from portal.people.actions.undoing import lines_of, undo_transfer

__all__ = [
    "Choice",
    "Contacts",
    "add_body",
    "add_body_member",
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
    "close_body",
    "close_group",
    "close_organization",
    "edit_body",
    "edit_group",
    "edit_organization",
    "end_body_member",
    "end_membership",
    "end_representation",
    "lines_of",
    "move_to_group",
    "remove_record",
    "reopen_body",
    "reopen_group",
    "reopen_organization",
    "return_membership",
    "return_record",
    "set_organization_words",
    "transfer_groups",
    "transfer_problems",
    "undo_transfer",
]
