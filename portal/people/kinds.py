"""The words that people's tables use: kinds of organisations, groups, memberships."""

from enum import StrEnum


class OrganizationKind(StrEnum):
    """What an organisation is. MUNICIPALITY stands above the others of its town."""

    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"
    SCHOOL = "school"
    COLLEGE = "college"
    ADDITIONAL = "additional"
    UNIVERSITY = "university"
    FURTHER_TRAINING = "further_training"
    ENTERPRISE = "enterprise"
    NGO = "ngo"


class Contour(StrEnum):
    """Inside the municipal model, or a partner around it (Братск, «Внутренний и внешний контур»)."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class GroupKind(StrEnum):
    """How learners are put together. STUDY is a group of a college, CIRCLE one of additional education."""

    CLASS = "class"
    STUDY = "study"
    CIRCLE = "circle"


class BodyKind(StrEnum):
    """Bodies that the source documents name (ORG-4; requirements C2 №10, №12)."""

    PEDAGOGICAL_COUNCIL = "pedagogical_council"
    WORKING_GROUP = "working_group"
    STUDENT_COUNCIL = "student_council"
    SUBJECT_COMMISSION = "subject_commission"
    CONTEST_COMMISSION = "contest_commission"
    MENTORS_ASSOCIATION = "mentors_association"
    OTHER = "other"


class BodyPart(StrEnum):
    """As what a person sits in a body."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"


class MembershipKind(StrEnum):
    """As what a person belongs to an organisation."""

    LEARNER = "learner"
    EMPLOYEE = "employee"
    SPECIALIST = "specialist"
    ALUMNUS = "alumnus"
    PARENT = "parent"


class QualificationKind(StrEnum):
    """What a person has been certified in. OVZ is the course that «педагог – студент с ОВЗ» asks of a mentor."""

    CATEGORY = "category"
    COURSE = "course"
    RETRAINING = "retraining"
    DEGREE = "degree"
    EDUCATION = "education"
    CERTIFICATE = "certificate"
    OVZ = "ovz"
    MENTORING = "mentoring"


class FactKind(StrEnum):
    """A dated fact of a career: indicators of attestation, turnover, employment count them (ORG-9)."""

    HIRED = "hired"
    ATTESTED = "attested"
    PROMOTED = "promoted"
    LEFT = "left"
    ENROLLED = "enrolled"
    GRADUATED = "graduated"
    ADMITTED = "admitted"
    EMPLOYED = "employed"
    RESERVED = "reserved"
