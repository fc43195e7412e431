"""What is done to meetings."""

from portal.mentorships.meetings.actions.answering import confirm, dispute
from portal.mentorships.meetings.actions.planning import drop, move, plan
from portal.mentorships.meetings.actions.recording import Told, correct, record

__all__ = ["Told", "confirm", "correct", "dispute", "drop", "move", "plan", "record"]
