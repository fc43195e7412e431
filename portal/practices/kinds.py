"""The words of the bank: states, stages of the review, sections of the card, steps of evidence, outcomes of a use."""

from enum import IntEnum, StrEnum


class VersionState(StrEnum):
    """A version is written, read by reviewers, sent back, and ends published or rejected."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    PUBLISHED = "published"
    REJECTED = "rejected"


WRITABLE = (VersionState.DRAFT, VersionState.RETURNED)
WORKING = (*WRITABLE, VersionState.IN_REVIEW)


class PracticeState(StrEnum):
    """What a reader is told of a practice; UPDATING is published with a new version under way."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REJECTED = "rejected"
    PUBLISHED = "published"
    UPDATING = "updating"
    ARCHIVED = "archived"


class Stage(StrEnum):
    """Who reads a submitted version: first its organisation, then the municipality (community_and_practices B6)."""

    ORGANIZATION = "organization"
    MUNICIPALITY = "municipality"


class Section(StrEnum):
    """The sections of the editor, in the order of the task list."""

    ESSENCE = "essence"
    AUDIENCE = "audience"
    CONDITIONS = "conditions"
    STEPS = "steps"
    RESULTS = "results"
    RIGHTS = "rights"


class Evidence(IntEnum):
    """The ladder «Доказанность» (community_and_practices B4); each step includes those below."""

    DESCRIBED = 1
    GROUNDED = 2
    BEFORE_AFTER = 3
    REPEATED = 4
    COMPARED = 5


class Decision(StrEnum):
    """What a reviewer decides about a submitted version."""

    PASS = "pass"  # noqa: S105 — a word of the review, not a password
    PUBLISH = "publish"
    RETURN = "return"
    REJECT = "reject"


class Outcome(StrEnum):
    """What came of a use after sixty days; «no» is worth as much as «yes»."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT_HELPED = "not_helped"
    NOT_TRIED = "not_tried"


class Level(StrEnum):
    """Where a practice was presented (PRAC-5)."""

    ORGANIZATION = "organization"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTRY = "country"


class Facet(StrEnum):
    """What the bank is narrowed by; the name is that of the field in the address."""

    FORMAT = "format"
    MODULE = "module"
    PARTICIPANT = "participant"
    NEED = "need"
    PLACE = "place"
    KIND = "kind"
    HOURS = "hours"
    EVIDENCE = "evidence"
    ORGANIZATION = "organization"
