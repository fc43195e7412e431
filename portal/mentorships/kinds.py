"""The words of pairs: states, sides, how a pair works, what was decided and why one ended."""

from enum import StrEnum


class MentorshipState(StrEnum):
    """PROPOSED waits for the yes of its members, FORMING goes its route, DECLINED never began, CLOSED is over."""

    PROPOSED = "proposed"
    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"
    DECLINED = "declined"


BEFORE = (MentorshipState.PROPOSED, MentorshipState.FORMING)
WORKING = (MentorshipState.ACTIVE, MentorshipState.PAUSED)
OPEN = (*BEFORE, *WORKING)


class MemberSide(StrEnum):
    """On which side of the pair somebody stands."""

    MENTOR = "mentor"
    MENTEE = "mentee"


class Way(StrEnum):
    """How a pair works (PAIR-3); several at once. A group is a pair with more than one mentee."""

    PARTNER = "partner"
    VIRTUAL = "virtual"
    REVERSE = "reverse"
    SHORT = "short"
    SITUATIONAL = "situational"


class Outcome(StrEnum):
    """What came of a step of the route."""

    YES = "yes"
    NO = "no"


class Ending(StrEnum):
    """Why a pair ended, or why it did not begin."""

    COMPLETED = "completed"
    MENTOR_CHANGED = "mentor_changed"
    INCOMPATIBLE = "incompatible"
    MENTOR_ASKED = "mentor_asked"
    MENTEE_ASKED = "mentee_asked"
    LEFT = "left_organization"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    REFUSED = "refused"
    OTHER = "other"
