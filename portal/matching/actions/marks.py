"""Sensitive marks of a request: set as a whole, dropped when the request is over."""

from collections.abc import Collection

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries.basis import has_basis
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.kinds import MarkKind
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.matching.queries import marks_of, may_be_marked


def set_marks(actor: Actor, asked: MentoringRequest, wanted: Collection[MarkKind]) -> None:
    """These and no other marks. The trail says that they changed, not which. Call with the request locked.

    Raises Refusal when the search is over, and without the written consent (152-ФЗ ст. 10 ч. 2 п. 1).
    """
    if not asked.is_open:
        raise Refusal(_("Запрос уже закрыт, отметок у него больше нет."))
    if wanted and not may_be_marked(asked):
        raise Refusal(_("Нет письменного согласия на чувствительные отметки. Сначала получите его."))
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


def drop_unfounded_marks(person_id: int | None = None, organization_id: int | None = None) -> int:
    """Erase marks whose consent was withdrawn or has run out, of one person or of everybody; returns how many."""
    of_one = [SensitiveMark.person_id == person_id, SensitiveMark.organization_id == organization_id]
    founded = has_basis(SensitiveMark.person_id, SensitiveMark.organization_id, Purpose.SENSITIVE, clock.now().date())
    return run(sa.delete(SensitiveMark).where(~founded, *(of_one if person_id is not None else [])))
