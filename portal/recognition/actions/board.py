"""The board of honour: an award goes up, its words and picture are put right, it comes down."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.file_kinds import IMAGES
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.recognition.kinds import NominationState
from portal.recognition.models import HonorEntry, Nomination


def put_up(actor: Actor, nomination: Nomination, *, achievement: str) -> HonorEntry:
    """Put an award on the board. Guests see of it only what a consent to publication allows that day.

    Raises Refusal for a partner, an award that was not given, and one that is there already. Call with it locked.
    """
    if nomination.state != NominationState.AWARDED or nomination.person_id is None:
        raise Refusal(_("На доску почёта попадает награда, которая вручена человеку."))
    if db.session.scalar(sa.select(HonorEntry.id).where(HonorEntry.nomination_id == nomination.id)) is not None:
        raise Refusal(_("Эта награда уже на доске почёта."))
    made = HonorEntry(
        organization_id=nomination.organization_id, nomination_id=nomination.id, person_id=nomination.person_id,
        achievement=clean_text(achievement), shown_on=clock.today(nomination.organization.time_zone),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.HONOR_ENTRY_SAVED, made)
    return made


def change_entry(
    actor: Actor, entry: HonorEntry, *, achievement: str, position: int, upload: files.Upload | None,
    drops_photo: bool = False,
) -> None:  # fmt: skip
    """Put words, order and picture right. Raises Refusal for a file that is no picture. Call with the row locked."""
    entry.achievement, entry.position = clean_text(achievement), position
    before = entry.photo
    if upload is not None:
        stored = files.store(*upload)
        if stored.media_type not in IMAGES:
            raise Refusal(_("Фотография – это JPG, PNG или WEBP."))
        entry.photo_id, entry.photo = stored.id, stored
    elif drops_photo:
        entry.photo_id = entry.photo = None
    entry.version += 1
    db.session.flush()
    if before is not None and entry.photo_id != before.id:
        files.erase(before)
    audit.record(actor, AuditEvent.HONOR_ENTRY_SAVED, entry)


def put_entry(actor: Actor, entry: HonorEntry, *, is_hidden: bool) -> None:
    """Take it down, or put it up again."""
    if (entry.hidden_on is not None) == is_hidden:
        return
    entry.hidden_on = clock.today(entry.organization.time_zone) if is_hidden else None
    entry.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.HONOR_ENTRY_PUT, entry, changes={"hidden": is_hidden})
