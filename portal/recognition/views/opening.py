"""Awards, nominations and entries as views get them: through the gate."""

from collections.abc import Sequence
from typing import Any

from flask import request

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.people.readings import show_list
from portal.recognition.kinds import MOST_CHOSEN
from portal.recognition.models import AwardKind, HonorEntry, Nomination
from portal.recognition.queries import LOADED


def one_nomination(public_id: str, permission: Permission, *, lock: bool = False) -> Nomination:
    """The nomination on which the reader has the permission."""
    return get_or_404(current_actor(), Nomination, public_id, permission, *LOADED, lock=lock)


def one_kind(public_id: str, permission: Permission, *, lock: bool = False) -> AwardKind:
    """The award on which the reader has the permission."""
    return get_or_404(current_actor(), AwardKind, public_id, permission, lock=lock)


def one_entry(public_id: str, *, lock: bool = False) -> HonorEntry:
    """The entry of a board that the reader keeps."""
    return get_or_404(current_actor(), HonorEntry, public_id, Permission.AWARD_KEEP, lock=lock)


def chosen_nominations(*, lock: bool = False) -> Sequence[Nomination]:
    """Those that were ticked; one foreign among them hides them all (404)."""
    keys = set(request.values.getlist("award"))
    if len(keys) > MOST_CHOSEN:
        raise Refusal(_("За один раз можно выбрать не больше %(most)s.", most=MOST_CHOSEN))
    query: Any = (
        select_allowed(current_actor(), Permission.AWARD_KEEP, Nomination).where(Nomination.public_id.in_(keys))
        .options(*LOADED).order_by(Nomination.id)
    )  # fmt: skip
    if lock:
        query = query.with_for_update(of=Nomination)
    found = db.session.scalars(query).all() if keys else []
    if len(found) != len(keys):
        raise NotSeen
    return found


def note_reading(nominations: Sequence[Nomination], place: str) -> None:
    """Whose award was read goes into the trail."""
    people = [each.person_id for each in nominations if each.person_id is not None]
    organization_id = nominations[0].organization_id if nominations else None
    show_list(current_actor(), place, people, organization_id=organization_id)
