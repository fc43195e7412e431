"""What the base of mentors does when a consent goes: a profile rests on it and ends with it."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.signals import consent_withdrawn, withdrawal_considered
from portal.core.db import db
from portal.core.i18n import _
from portal.matching.mentors.actions import leave_all
from portal.matching.mentors.kinds import OPEN
from portal.matching.mentors.models import MentorProfile


@withdrawal_considered.connect
def tell_what_ends(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> str | None:
    """That the profile would close."""
    if purpose != Purpose.PARTICIPATION:
        return None
    stands = sa.exists().where(
        MentorProfile.person_id == person_id, MentorProfile.organization_id == organization_id,
        MentorProfile.state.in_(OPEN),
    )  # fmt: skip
    return _("Закроется профиль наставника.") if db.session.scalar(sa.select(stands)) else None


@consent_withdrawn.connect
def close_profile(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, **_more: Any) -> str | None:
    """The open profile ends at once; the rest waits for destruction within the thirty days."""
    if purpose != Purpose.PARTICIPATION:
        return None
    gone = leave_all(actor, person_id, organization_id, reason=_("Согласие на участие отозвано"))
    return _("Профиль наставника закрыт.") if gone else None
