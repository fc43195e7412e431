"""The words that the programmes' tables use: sides of a format, steps of a route, kinds of agreements and papers."""

from enum import StrEnum


class Side(StrEnum):
    """Who may stand on a side of a format. ADMINISTRATION is the head and deputies, NGO a social partner."""

    PUPIL = "pupil"
    STUDENT = "student"
    TEACHER = "teacher"
    ADMINISTRATION = "administration"
    EMPLOYER = "employer"
    NGO = "ngo"


class RouteSubject(StrEnum):
    """What is approved: a pair (or group), or an entry of one of the two bases."""

    PAIR = "pair"
    MENTEES = "mentees"
    MENTORS = "mentors"


class StepAction(StrEnum):
    """What happens at a step of a route (requirements C2 №10). An opinion is written down and blocks nothing."""

    PROPOSAL = "proposal"
    OPINION = "opinion"
    DECISION = "decision"
    AGREEMENT = "agreement"
    REGISTRATION = "registration"
    DRAFT_ORDER = "draft_order"
    ORDER = "order"


class Ground(StrEnum):
    """What makes a pair active: a signed order, or an entry of the registry (requirements C2 №11)."""

    ORDER = "order"
    REGISTRY = "registry"


class RuleForce(StrEnum):
    """What a requirement does when it is not met (requirements C4 №35)."""

    OFF = "off"
    WARN = "warn"
    BLOCK = "block"


class RequirementKind(StrEnum):
    """Formal requirements that a format or a role pattern knows: SENIOR is of the mentee, others of the mentor."""

    EXPERIENCE = "experience"
    HIGHER_STAGE = "higher_stage"
    OVZ_COURSE = "ovz_course"
    SENIOR = "senior"


class AgreementKind(StrEnum):
    """Agreements with partners that the customers name (PART-2, PART-3); indicators count them by kind."""

    COOPERATION = "cooperation"
    NETWORK = "network"
    DUAL = "dual"
    PRACTICE = "practice"
    TARGETED = "targeted"
    CLASS = "class"
    OTHER = "other"


class PaperKind(StrEnum):
    """Papers of a programme that orders refer to."""

    REGULATION = "regulation"
    ROADMAP = "roadmap"
    PROGRAM = "program"
    OTHER = "other"


class DayKind(StrEnum):
    """How days of an organisation differ from the calendar of the country. HOLIDAYS are those of learners."""

    HOLIDAYS = "holidays"
    DAY_OFF = "day_off"
    WORKING = "working"
