"""Codes that several parts of a wave share."""

INVITATION, REMINDER = "invitation", "reminder"
REMINDER_DAYS = (7, 3, 1, 0)
"""Days before the last one among which a curator chooses; 0 is the last day itself."""
