"""The desk: the next action of the reader, then what else waits, then the blocks of the role."""

from typing import Any

from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.accounts.web import current_reader
from portal.core.web.desk import FINDERS
from portal.core.web.panels import panels_made
from portal.core.web.waiting import told

# The first that finds something becomes the heading of the page (design D3). Whatever is not for the reader is silent.
ORDER = (
    "admin.faults",
    "people.first",
    "health.today",
    "consents.texts",
    "consents.own",
    "accounts.curators",
    "consents.collecting",
    "privacy.second",
    "surveys.own",
    "events.tomorrow",
    "documents.unread",
    "community.flags",
    "mentorships.own",
    "meetings.record",
    "meetings.answer",
    "meetings.soon",
    "matching.own",
    "plans.own",
    "closing.reports",
    "curating.reports",
    "mentors.own",
    "privacy.requests",
    "documents.unsigned",
    "mentorships.deciding",
    "health.waiting",
    "meetings.attention",
    "matching.preliminary",
    "mentors.candidates",
    "unmatched.support",
    "unmatched.long",
    "corrections.due",
    "plans.approval",
    "closing.accepting",
    "recognition.deciding",
    "recognition.ordering",
    "recognition.titles",
    "curating.accepting",
    "plans.overdue",
    "closing.words",
    "mentorships.ending",
    "library.unread",
    "practices.returned",
    "contests.asked",
    "contests.signing",
    "contests.judging",
    "surveys.lagging",
    "events.marking",
    "practices.review",
    "contests.leading",
    "practices.outcome",
    "practices.aging",
    "library.aging",
    "community.questions",
    "events.join",
    "community.announcements",
    "roadmaps.due",
    "programs.agreements",
    "community.outcomes",
    "privacy.retention",
    "admin.care",
)


def desk() -> dict[str, Any]:
    """The context of the page: everything that waits for the reader, the most pressing first, and the blocks."""
    actor, reader = current_actor(), current_reader()
    steps, panels = told([FINDERS[name](actor, reader) for name in ORDER], panels_made("home.index", reader))
    return {
        "steps": steps,
        "panels": [one for one in panels if not one.is_aside],
        "aside": [one for one in panels if one.is_aside],
        "may_assign": actor.has(Permission.SURVEY_ASSIGN),
    }
