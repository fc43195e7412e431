"""Changes of the base of mentors; each writes its entry in the audit trail."""

from portal.matching.mentors.actions.profiles import ProfileFacts, agree, apply, fill, nominate, set_scores
from portal.matching.mentors.actions.states import approve, decline, leave, leave_all, pause, reserve, resume

__all__ = [
    "ProfileFacts",
    "agree",
    "apply",
    "approve",
    "decline",
    "fill",
    "leave",
    "leave_all",
    "nominate",
    "pause",
    "reserve",
    "resume",
    "set_scores",
]
