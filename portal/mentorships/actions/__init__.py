"""Changes of pairs; each writes its entry in the audit trail."""

from portal.mentorships.actions.answers import say_no, say_yes
from portal.mentorships.actions.deciding import Said, record_sitting, record_step
from portal.mentorships.actions.forming import PairFacts, join, propose_mentorship
from portal.mentorships.actions.groups import follow_group, follow_groups
from portal.mentorships.actions.ordering import draft_order
from portal.mentorships.actions.states import begin, end, leave, turn

__all__ = [
    "PairFacts",
    "Said",
    "begin",
    "draft_order",
    "end",
    "follow_group",
    "follow_groups",
    "join",
    "leave",
    "propose_mentorship",
    "record_sitting",
    "record_step",
    "say_no",
    "say_yes",
    "turn",
]
