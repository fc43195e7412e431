"""Changes of pairs; each writes its entry in the audit trail."""

from portal.mentorships.actions.states import begin, end, leave, turn

__all__ = ["begin", "end", "leave", "turn"]
