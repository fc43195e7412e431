"""What this room tells the rooms above; they listen in `subscribers.py`, in the same transaction."""

from blinker import signal

membership_ended = signal("membership_ended")
"""A place in an organisation has an end: `send(actor, membership=Membership)`."""

representation_ended = signal("representation_ended")
"""A representative no longer represents: `send(actor, representation=Representation)`."""

membership_restored = signal("membership_restored")
"""An end was taken back and the place goes on: `send(actor, membership=Membership)`."""

contact_changing = signal("contact_changing")
"""Somebody is about to change the e-mail on a card: `send(actor, person=Person)` before the change.

Letters with keys go to that address, so the room of accounts refuses where the account is above the actor.
"""

career_fact_added = signal("career_fact_added")
"""A dated fact of a career was recorded: `send(actor, fact=CareerFact)`."""
