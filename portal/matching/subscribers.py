"""What this room does when rooms below speak: a request rests on the consent to take part and ends with it."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.signals import consent_withdrawn, withdrawal_considered
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.matching.actions import drop_unfounded_marks, withdraw_all
from portal.matching.kinds import OPEN
from portal.matching.models import MentoringRequest


@withdrawal_considered.connect
def tell_what_closes(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> str | None:
    """How many requests would close."""
    if purpose != Purpose.PARTICIPATION:
        return None
    open_ones = sa.select(sa.func.count()).select_from(MentoringRequest).where(
        MentoringRequest.person_id == person_id, MentoringRequest.organization_id == organization_id,
        MentoringRequest.state.in_(OPEN),
    )  # fmt: skip
    n = db.session.scalar(open_ones) or 0
    if not n:
        return None
    return ngettext("Закроется %(num)s запрос на наставника.", "Закроется %(num)s запросов на наставника.", n)


@consent_withdrawn.connect
def close_requests(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, **_more: Any) -> str | None:
    """Open requests end at once, their marks are erased; the rest waits for destruction within the thirty days.

    Without the consent to marks the requests stay and the marks go.
    """
    if purpose == Purpose.SENSITIVE:
        gone = drop_unfounded_marks(person_id, organization_id)
        return _("Чувствительные отметки стёрты.") if gone else None
    if purpose != Purpose.PARTICIPATION:
        return None
    n = len(withdraw_all(actor, person_id, organization_id, reason=_("Согласие на участие отозвано")))
    if not n:
        return None
    return ngettext("Закрыт %(num)s запрос на наставника.", "Закрыто %(num)s запросов на наставника.", n)
