"""What this room tells the rooms above; they listen in `subscribers.py`, in the same transaction."""

from blinker import signal

document_signed = signal("document_signed")
"""A document was registered: `send(actor, document=Document)`; `queries.subjects_of` says what it is about."""

document_repealed = signal("document_repealed")
"""A registered document was repealed by another: `send(actor, document=Document, by=Document)`."""
