"""Loads what registers itself when imported: tables, scopes, panels, steps of the desk, listeners, work by the clock.

A room joins by its name here; its modules of these names are found. Migrations, checks and the application need all.
"""

from importlib import import_module, util

import portal.core.audit
import portal.core.files
import portal.core.jobs
import portal.core.letter_choices
import portal.core.mail
import portal.core.notices
import portal.core.saved_views
import portal.core.search.index
import portal.core.submissions  # noqa: F401 — tables of the basement

ROOMS = (
    "portal.imports", "portal.people", "portal.consents", "portal.documents", "portal.accounts", "surveys",
    "portal.programs", "portal.programs.roadmaps", "portal.matching", "portal.matching.mentors",
    "portal.matching.conflicts", "portal.matching.groups", "portal.matching.drafts", "portal.matching.corrections",
    "portal.practices", "portal.practices.contests", "portal.library", "portal.events", "portal.events.courses",
    "portal.events.finals", "portal.events.experts", "portal.mentorships",
    "portal.mentorships.registry", "portal.mentorships.changing", "portal.mentorships.meetings",
    "portal.mentorships.plans", "portal.mentorships.closing", "portal.mentorships.health",
    "portal.mentorships.monitoring", "portal.mentorships.curating", "portal.mentorships.unmatched", "portal.community",
    "portal.recognition",
    "portal.home", "portal.admin", "portal.privacy",
)  # fmt: skip
PARTS = (
    "models", "access", "reference", "importing", "search", "subscribers", "bulk", "columns", "panels", "desk",
    "subject", "chores", "jobs",
)  # fmt: skip
LOADED = tuple(
    import_module(f"{room}.{part}") for room in ROOMS for part in PARTS if util.find_spec(f"{room}.{part}") is not None
)
