"""The words of plans: types, states, who is responsible, what an achievement is."""

from enum import StrEnum


class PlanKind(StrEnum):
    """One object, five names of the field (PLAN-1, 2, 3)."""

    DEVELOPMENT = "development"
    PROGRAMME = "programme"
    WORK = "mentor_work"
    ADAPTATION = "adaptation"
    TRAJECTORY = "trajectory"


class PlanState(StrEnum):
    """DRAFT is written; then the mentee, the mentor and the curator say yes in turn; APPROVED is locked."""

    DRAFT = "draft"
    WITH_MENTEE = "with_mentee"
    WITH_MENTOR = "with_mentor"
    WITH_CURATOR = "with_curator"
    APPROVED = "approved"


AGREEING = (PlanState.WITH_MENTEE, PlanState.WITH_MENTOR, PlanState.WITH_CURATOR)


class Responsible(StrEnum):
    """Whose work an item is."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    BOTH = "both"
    CURATOR = "curator"


class AchievementKind(StrEnum):
    """What a member can show (PLAN-12)."""

    CONTEST = "contest"
    PUBLICATION = "publication"
    WORK = "work"
    PRACTICE = "shared_practice"
    EXAM = "demo_exam"
    PROJECT = "project"
    OTHER = "other"


class AchievementLevel(StrEnum):
    """Where it was recognised."""

    ORGANIZATION = "organization"
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTRY = "country"
    WORLD = "world"


BEST_MARK = 5
MOST_ITEMS = 100
