"""What this room tells and asks the rooms above; they listen in `subscribers.py`, in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from blinker import signal

from portal.matching.groups.models import GroupRequest
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A pair of a published draft: a mentor, the request or that of a whole group, whole points of 100."""

    profile: MentorProfile
    points: int
    requests: tuple[MentoringRequest, ...] = ()
    group_request: GroupRequest | None = None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What pairs hold already: `places` by id of the profile of the mentor, ids of the requests that have a mentor.

    `groups`: (group id, format id) of whole groups that stand in an open pair of the year.
    """

    places: Mapping[int, int] = field(default_factory=dict)
    requests: frozenset[int] = frozenset()
    groups: frozenset[tuple[int, int]] = frozenset()


draft_published = signal("draft_published")
"""A curator published a draft: `send(actor, proposals=tuple[Proposal, ...])`, once for each draft.

Nobody has heard of the pairs before. A receiver that raises Refusal keeps the draft unpublished.
"""

leaving_considered = signal("leaving_considered")
"""A mentee whose pair works is about to leave the base: `send(actor, request=MentoringRequest)`.

A receiver returns a sentence about what would end, or None.
"""

base_left = signal("base_left")
"""A mentee leaves the base with a pair: `send(actor, request=MentoringRequest, reason=str)`.

What rests on the request ends. A receiver that raises Refusal keeps the mentee in the base.
"""

places_taken = signal("places_taken")
"""A draft is about to be made or published: `send(cycle, on=date)`. A receiver returns `Taken` of that day.

Whoever stands in a pair that is proposed, forming or working is taken; what several receivers say adds up.
"""
