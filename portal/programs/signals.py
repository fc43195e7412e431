"""What this room tells the rooms above and its own road maps; they listen in `subscribers.py`, same transaction."""

from blinker import signal

fact_recorded = signal("fact_recorded")
"""Something happened that is news: `send(actor, fact=ProgramFact)`. Steps of the road map close by it."""
