"""Sensitive marks of a request: set as a whole, dropped when the request is over."""

from collections.abc import Collection

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.kinds import MarkKind
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.matching.queries import marks_of


def set_marks(actor: Actor, asked: MentoringRequest, wanted: Collection[MarkKind]) -> None:
    """These and no other marks. The trail says that they changed, not which. Call with the request locked."""
    if not asked.is_open:
        raise Refusal(_("Запрос уже закрыт, отметок у него больше нет."))
    stood = marks_of(asked)
    if set(wanted) == stood:
        return
    run(sa.delete(SensitiveMark).where(SensitiveMark.request_id == asked.id, SensitiveMark.kind.not_in(wanted)))
    today = clock.today(asked.organization.time_zone)
    for kind in MarkKind:
        if kind in wanted and kind not in stood:
            db.session.add(
                SensitiveMark(
                    request_id=asked.id, person_id=asked.person_id, organization_id=asked.organization_id,
                    recorded_by_id=actor.person_id, kind=kind, recorded_on=today,
                )
            )  # fmt: skip
    asked.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MARKS_CHANGED, asked)


def drop_marks(asked: MentoringRequest) -> None:
    """Nobody needs them once the search is over."""
    run(sa.delete(SensitiveMark).where(SensitiveMark.request_id == asked.id))
