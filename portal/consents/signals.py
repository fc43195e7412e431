"""What this room tells the rooms above; they listen in `subscribers.py`, in the same transaction."""

from blinker import signal

consent_given = signal("consent_given")
"""A signature counts from now on: `send(actor, consent=Consent)`."""

consent_withdrawn = signal("consent_withdrawn")
"""A consent was withdrawn or refused; every signature of that purpose has ended.

`send(actor, person_id=int, organization_id=int, purpose=Purpose, on=date, destroy_by=date)`: processing stops now,
what rests on the consent is destroyed by `destroy_by` (152-ФЗ ст. 21 ч. 5). A receiver may return a sentence that
says what it did; the page shows it.
"""

withdrawal_considered = signal("withdrawal_considered")
"""Somebody is about to withdraw: `send(actor, person_id=int, organization_id=int, purpose=Purpose)`.

A receiver returns a sentence that says what it will do, or None. Nothing is changed.
"""
