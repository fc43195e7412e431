"""Sittings in a computer class: found by the code of a card, over when the next person sits down."""

import sqlalchemy as sa

from portal.core.db import db
from surveys.models import SurveyInvitation

SEAT = "seat"
"""Where the session of the browser keeps whose turn it is: the public id of an invitation, or an empty text."""


def find_seat(code_hash: str) -> SurveyInvitation | None:
    """The invitation to which the code of a card belongs, unless it was withdrawn."""
    return db.session.scalars(
        sa.select(SurveyInvitation).where(
            SurveyInvitation.code_hash == code_hash, SurveyInvitation.withdrawn_at.is_(None)
        )
    ).one_or_none()


def end_sitting(public_id: str) -> None:
    """End the addresses that were opened by the code; links from letters and cards go on."""
    seat = sa.update(SurveyInvitation).where(SurveyInvitation.public_id == public_id)
    values = {"class_revision": SurveyInvitation.class_revision + 1, "updated_at": SurveyInvitation.updated_at}
    db.session.execute(seat.values(**values), execution_options={"synchronize_session": False})
