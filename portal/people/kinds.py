"""The words that people's tables use: kinds of organisations, groups, memberships, purposes and evidence."""

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


class MembershipKind(StrEnum):
    """As what a person belongs to an organisation."""

    LEARNER = "learner"
    EMPLOYEE = "employee"
    SPECIALIST = "specialist"
    ALUMNUS = "alumnus"
    PARENT = "parent"


class Purpose(StrEnum):
    """For what a datum is processed; each purpose has a consent text of its own (152-ФЗ ст. 9 ч. 1)."""

    PARTICIPATION = "participation"
    REPRESENTATIVE = "representative"
    OPERATOR = "operator"
    PARTNER = "partner"
    PUBLICATION = "publication"


class Evidence(StrEnum):
    """What proves a consent."""

    SCAN = "scan"
    PAPER = "paper"
    PORTAL = "portal"
