"""The words of road maps: kinds of periods, ways of closing, states, facts that close steps, kinds of resources."""

from datetime import timedelta
from enum import StrEnum

REMINDED_BEFORE = timedelta(days=7)


class Period(StrEnum):
    """When a step is done (ROAD-6). A set of MONTHS repeats every year; the last three wait for something else."""

    DEADLINE = "deadline"
    RANGE = "range"
    MONTHS = "months"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    ONGOING = "ongoing"
    AFTER_YEAR = "after_year"
    ON_EVENT = "on_event"
    ON_REQUEST = "on_request"
    BY_PLAN = "by_plan"


WITHOUT_DAY = (Period.ON_EVENT, Period.ON_REQUEST, Period.BY_PLAN)


class Way(StrEnum):
    """How an occurrence of a step was closed."""

    FACT = "fact"
    HAND = "hand"


class StepState(StrEnum):
    """Where a step, or one occurrence of it, stands on a day."""

    OVERDUE = "overdue"
    NOW = "now"
    AHEAD = "ahead"
    WAITS = "waits"
    DONE = "done"
    SKIPPED = "skipped"


class Deed(StrEnum):
    """What the history of a step tells."""

    DONE = "done"
    FACT = "fact"
    UNDONE = "undone"
    SKIPPED = "skipped"
    RESTORED = "restored"
    CHANGED = "changed"


class FactKind(StrEnum):
    """Facts that the portal holds and by which a step may close; rooms tell them by `record_fact`."""

    PROGRAM_ORDER = "order_introduction"
    CURATORS_ORDER = "order_curators"
    MENTORS_ORDER = "order_mentor_base"
    MENTEES_ORDER = "order_mentee_base"
    PAIRS_ORDER = "order_pairs"
    PROGRAM_CHANGED = "order_program_changes"
    BASES_CORRECTED = "bases_corrected"
    AGREEMENT_SIGNED = "agreement_signed"
    DUAL_AGREEMENT = "agreement_dual"
    PRACTICE_AGREEMENT = "agreement_practice"
    TARGETED_AGREEMENT = "agreement_targeted"
    REGULATION = "paper_regulation"
    ROADMAP = "paper_roadmap"
    PROGRAM_PAPER = "paper_program"
    PAIR_BEGAN = "pair_began"
    SPECIALIST_HIRED = "specialist_hired"
    NEEDS_CLOSED = "wave_needs"
    MENTOR_WAVE_CLOSED = "wave_mentors"
    COMPATIBILITY_CLOSED = "wave_compatibility"
    FINAL_CLOSED = "wave_final"


class ResourceKind(StrEnum):
    """What a programme rests on (ROAD-7)."""

    NORMATIVE = "normative"
    STAFF = "staff"
    METHODICAL = "methodical"
    MATERIAL = "material"
