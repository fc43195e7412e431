"""The words of drafts: what became of one, what is set by hand, which criteria and rules a year may have."""

from enum import StrEnum


class RunState(StrEnum):
    """QUEUED waits for the solver, FAILED could not be made, DRAFT may be published; the other two are over."""

    QUEUED = "queued"
    FAILED = "failed"
    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class ChoiceKind(StrEnum):
    """LOCK keeps a pair of a draft, PICK sets one by hand, BAN keeps one out, RELAX sets a rule aside for a mentee."""

    LOCK = "lock"
    PICK = "pick"
    BAN = "ban"
    RELAX = "relax"


class CriterionCode(StrEnum):
    """What gives points: codes of answers on both sides."""

    AREA = "area"
    TIME = "time"
    AGE = "age"
    MENTOR_KIND = "mentor_kind"
    CHANNEL = "channel"
    LANGUAGE = "language"


class RuleCode(StrEnum):
    """What forbids a pair: the format always, the others as the year says."""

    FORMAT = "works_in_format"
    AREA = "common_area"
    TIME = "common_time"
    AGE = "suits_age"
    LANGUAGE = "common_language"
    GROUP = "other_group"
    INSIDE = "same_home"
    OUTSIDE = "other_home"


class HomeRule(StrEnum):
    """Where the mentor may come from: anywhere, the mentee's own organisation, another one."""

    ANY = "any"
    INSIDE = "inside"
    OUTSIDE = "outside"
