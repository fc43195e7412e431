"""What the room tells those above it, in the same transaction.

`response_submitted`: `invitation` (an AskedInvitation: id, person_id, subject, assignment with its occasion) and
`response_id`, which is None where answers must not be joined with the person: in the anonymous and linked modes.
"""

from blinker import Signal

response_submitted = Signal("A response of an invitation has been submitted.")
