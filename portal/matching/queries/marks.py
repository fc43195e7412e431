"""Reads of sensitive marks. Ask only after the gate let the reader through to them."""

import sqlalchemy as sa

from portal.core.db import db
from portal.matching.kinds import MarkKind
from portal.matching.models import MentoringRequest, SensitiveMark


def marks_of(asked: MentoringRequest) -> set[MarkKind]:
    """Marks of the request."""
    kinds = db.session.scalars(sa.select(SensitiveMark.kind).where(SensitiveMark.request_id == asked.id))
    return {MarkKind(kind) for kind in kinds}
