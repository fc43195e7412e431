"""The words of the base of mentors. Codes of areas, ages, channels and times are those of the questionnaires."""

from enum import StrEnum


class MentorCategory(StrEnum):
    """Who the mentor is (MENT-4)."""

    PUPIL = "pupil"
    STUDENT = "student"
    ALUMNUS = "alumnus"
    TEACHER = "teacher"
    ADMINISTRATION = "administration"
    EMPLOYER = "employer"
    NGO = "ngo"


class MentorState(StrEnum):
    """CANDIDATE waits for a decision, ACTIVE may take mentees, RESERVE may be called; the other two are over."""

    CANDIDATE = "candidate"
    ACTIVE = "active"
    RESERVE = "reserve"
    LEFT = "gone"
    DECLINED = "declined"


OPEN = (MentorState.CANDIDATE, MentorState.ACTIVE, MentorState.RESERVE)
PAUSED = "paused"
"""Not a state: an active mentor who takes nobody for a while. A choice of the filter."""


class TraitKind(StrEnum):
    """What a profile says by choosing from a list.

    Codes of FORMAT are those of the reference, TIME is «day.part of the day», TRAINING what the mentor wants to learn.
    """

    FORMAT = "format"
    TYPE = "type"
    AREA = "area"
    AGE = "age"
    CHANNEL = "channel"
    LANGUAGE = "language"
    TIME = "time"
    TRAINING = "training"


class MentorType(StrEnum):
    """As what a mentor helps (S1, «педагог – педагог»; MENT-5)."""

    CONSULTANT = "consultant"
    SUBJECT = "subject"
    TUTOR = "tutor"
