"""The words of changes."""

from enum import StrEnum


class ChangeKind(StrEnum):
    """What was done to a pair that works, beside its states."""

    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENDED = "extended"
    MENTOR_CHANGED = "mentor_changed"
    MENTEE_ADDED = "mentee_added"
    MENTEE_LEFT = "mentee_left"
    ENDED = "ended"
