"""The words of requests: where one came from, what became of it, which marks are sensitive."""

from enum import StrEnum


class Origin(StrEnum):
    """Who asked first (MTEE-2). Teachers and heads of departments have no page here: the curator writes for them.

    TABLE: a table of the organisation brought it and does not say who asked.
    """

    OWN = "own_wish"
    GROUP_CURATOR = "group_curator"
    DEPARTMENT_HEAD = "department_head"
    TEACHER = "teacher"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_EDUCATOR = "social_educator"
    CURATOR = "curator"
    SCHOOL_CURATOR = "school_curator"
    PARTNER_CURATOR = "partner_curator"
    TABLE = "from_table"


class RequestState(StrEnum):
    """PRELIMINARY waits for a decision, IN_BASE stands in the base of mentees; the others are over.

    MATCHED is over because a pair works.
    """

    PRELIMINARY = "preliminary"
    IN_BASE = "in_base"
    MATCHED = "matched"
    WITHDRAWN = "taken_back"
    CLOSED = "closed"


class SupportState(StrEnum):
    """What is done for somebody who waits (MTEE-7): that support is needed or was given, never what it was about."""

    NEEDED = "support_needed"
    GIVEN = "support_given"


OPEN = (RequestState.PRELIMINARY, RequestState.IN_BASE)


class MarkKind(StrEnum):
    """What only those see who must (MTEE-8). Codes of variants are those of the formats; no diagnosis, no story."""

    OVZ = "ovz"
    SPECIAL_NEEDS = "special_needs"
    RISK_GROUP = "risk_group"
    ON_RECORD = "on_record"
    LOW_ACHIEVER = "low_achiever"
    UNDISCIPLINED = "undisciplined"
    BURNOUT = "burnout"
    CONFLICT = "conflict"
