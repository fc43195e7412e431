"""Tables of people: who is who and who belongs where, from a day to a day."""

from portal.people.models.bodies import BodyMember, CollegialBody
from portal.people.models.organizations import Group, GroupTransfer, Organization
from portal.people.models.persons import Membership, Person, Representation

__all__ = [
    "BodyMember",
    "CollegialBody",
    "Group",
    "GroupTransfer",
    "Membership",
    "Organization",
    "Person",
    "Representation",
]
