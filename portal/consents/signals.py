"""What this room tells the rooms above; they listen in `subscribers.py`, in the same transaction."""

from blinker import signal

consent_given = signal("consent_given")
"""A consent is in force from a day: `send(actor, consent=Consent)`."""

consent_withdrawn = signal("consent_withdrawn")
"""A consent was withdrawn or refused: `send(actor, person_id=int, organization_id=int, purpose=Purpose)`."""
