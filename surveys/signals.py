"""What the room tells those above it, in the same transaction.

`response_submitted`: `invitation` (SurveyInvitation) and `response_id`, which is None where answers must not be
joined with the person: in the anonymous and the linked mode.
"""

from blinker import Signal

response_submitted = Signal("A response of an invitation has been submitted.")
