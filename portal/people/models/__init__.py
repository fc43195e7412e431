"""Tables of people: who is who and who belongs where, from a day to a day."""

from portal.people.models.audiences import AudienceRule
from portal.people.models.bodies import BodyMember, CollegialBody
from portal.people.models.careers import CareerFact, Qualification
from portal.people.models.disclosures import Disclosure, DisclosureState, DisclosureSubject
from portal.people.models.organizations import Group, GroupTransfer, Organization
from portal.people.models.persons import Membership, Person, Representation

__all__ = [
    "AudienceRule",
    "BodyMember",
    "CareerFact",
    "CollegialBody",
    "Disclosure",
    "DisclosureState",
    "DisclosureSubject",
    "Group",
    "GroupTransfer",
    "Membership",
    "Organization",
    "Person",
    "Qualification",
    "Representation",
]
