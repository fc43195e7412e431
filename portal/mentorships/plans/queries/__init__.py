"""Reads of plans: one with everything on its page, lists, proposals, what waits."""

from portal.mentorships.plans.queries.plans import (
    LOADED,
    PlanFilter,
    achievements_of,
    asked_plans,
    find_plans,
    format_of,
    may_read_plans,
    overdue_items,
    people_on,
    plans_before,
    plans_of,
    waiting_plans,
    who_is_asked,
)
from portal.mentorships.plans.queries.proposals import (
    items_of_earlier,
    proposals_for,
    steps_of,
    template_items,
    writable_plans,
)

__all__ = [
    "LOADED",
    "PlanFilter",
    "achievements_of",
    "asked_plans",
    "find_plans",
    "format_of",
    "items_of_earlier",
    "may_read_plans",
    "overdue_items",
    "people_on",
    "plans_before",
    "plans_of",
    "proposals_for",
    "steps_of",
    "template_items",
    "waiting_plans",
    "who_is_asked",
    "writable_plans",
]
