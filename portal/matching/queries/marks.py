"""Reads of sensitive marks. Ask only after the gate let the reader through to them."""

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import clock
from portal.core.db import db
from portal.matching.kinds import MarkKind
from portal.matching.models import MentoringRequest, SensitiveMark


def may_be_marked(asked: MentoringRequest) -> bool:
    """Whether the written consent stands on which marks rest."""
    today = clock.today(asked.organization.time_zone)
    return basis_for(asked.person_id, asked.organization_id, Purpose.SENSITIVE, today) is not None


def marks_of(asked: MentoringRequest) -> set[MarkKind]:
    """Marks of the request."""
    kinds = db.session.scalars(sa.select(SensitiveMark.kind).where(SensitiveMark.request_id == asked.id))
    return {MarkKind(kind) for kind in kinds}
