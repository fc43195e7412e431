"""Psychological support of those who wait for a mentor: that it is needed or was given, nothing about its content."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.kinds import SupportState
from portal.matching.models import MentoringRequest, Support
from portal.programs.queries import settings_of


def note_support(actor: Actor, asked: MentoringRequest, state: SupportState) -> None:
    """Support is needed, or was given today. Saying the same again changes nothing. Call with the request locked.

    Raises Refusal when the search is over, and where the year has no support of those who wait. The trail says that
    something was noted, not what.
    """
    if not asked.is_open:
        raise Refusal(_("Поиск наставника закончен: поддержку здесь больше не отмечают."))
    if not settings_of(asked.cycle).support_unmatched:
        raise Refusal(_("Поддержка тех, кто ждёт наставника, в программе этого года выключена."))
    today = clock.today(asked.organization.time_zone)
    noted = db.session.scalars(sa.select(Support).where(Support.request_id == asked.id)).one_or_none()
    if noted is None:
        noted = Support(request_id=asked.id, organization_id=asked.organization_id, needed_on=today)
        db.session.add(noted)
    elif noted.state == state:
        return
    noted.state, noted.recorded_by_id = state, actor.person_id
    noted.given_on = today if state == SupportState.GIVEN else None
    if state == SupportState.NEEDED:
        noted.needed_on = today
    db.session.flush()
    audit.record(actor, AuditEvent.SUPPORT_NOTED, asked)


def drop_support(asked: MentoringRequest) -> None:
    """Nobody needs the note once the search is over."""
    run(sa.delete(Support).where(Support.request_id == asked.id))
