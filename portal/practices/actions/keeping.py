"""Keeping the bank honest: practices are confirmed, taken down, and lose a step when their data grow old."""

from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.search import index
from portal.core.text import clean_line
from portal.practices.actions.faceting import drop_facets, refresh_facets
from portal.practices.actions.reviews import ALIVE, KIND
from portal.practices.kinds import VersionState
from portal.practices.models import Practice

FRESH = timedelta(days=1096)  # three years


def archive_practice(actor: Actor, practice: Practice, *, reason: str) -> None:
    """Take the practice down: its page stays with the reason, uses by others stay, the bank shows it no more.

    A working version ends rejected. Raises Refusal without a reason and the second time.
    """
    if practice.archived_on is not None:
        raise Refusal(_("Практика уже снята."))
    words = clean_line(reason)
    if not words:
        raise Refusal(_("Напишите, почему практика снята."))
    working = practice.working
    if working is not None:
        working.state, working.stage, working.due_on, working.reason = VersionState.REJECTED, "", None, words
    practice.archived_on, practice.archive_reason = clock.today(practice.organization.time_zone), words
    practice.review_on = None
    practice.version += 1
    drop_facets(practice)
    index.remove(KIND, practice.id)
    audit.record(actor, AuditEvent.PRACTICE_ARCHIVED, practice)


def confirm_practice(actor: Actor, practice: Practice) -> None:
    """«Да, всё верно»: it is asked again in eighteen months."""
    if practice.archived_on is not None or practice.current_number is None:
        raise Refusal(_("Подтверждают опубликованную практику."))
    practice.review_on = clock.today(practice.organization.time_zone) + ALIVE
    practice.version += 1
    audit.record(actor, AuditEvent.PRACTICE_CONFIRMED, practice)


def lower_old_evidence() -> int:
    """Take one step from practices whose data are older than three years; returns how many. Once for the same data."""
    today = clock.today("UTC")
    found = db.session.scalars(
        sa.select(Practice).where(
            Practice.archived_on.is_(None), Practice.evidence > 1, Practice.lowered_on.is_(None),
            Practice.evidence_on < today - FRESH,
        )
    ).all()  # fmt: skip
    for practice in found:
        version = practice.published
        if practice.evidence is None or version is None:
            continue
        practice.evidence, practice.lowered_on = practice.evidence - 1, today
        refresh_facets(practice, version)
        audit.record(Actor.system("practices"), AuditEvent.PRACTICE_LOWERED, practice)
    return len(found)
