"""What pairs tell whoever depends on them; they listen in `subscribers.py`, in the same transaction."""

from blinker import signal

mentorship_began = signal("mentorship_began")
"""A pair works from a day on: `send(actor, mentorship=Mentorship)`."""

mentorship_ended = signal("mentorship_ended")
"""A pair is over, or will not begin (state DECLINED): `send(actor, mentorship=Mentorship)`."""

member_left = signal("member_left")
"""Somebody left a pair that goes on: `send(actor, member=MentorshipMember)`."""
