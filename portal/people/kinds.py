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


class MembershipKind(StrEnum):
    """As what a person belongs to an organisation."""

    LEARNER = "learner"
    EMPLOYEE = "employee"
    SPECIALIST = "specialist"
    ALUMNUS = "alumnus"
    PARENT = "parent"
