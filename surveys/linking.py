"""Fresh private codes: never one that already stands for somebody of the same organisation."""

import sqlalchemy as sa

from portal.core.db import db
from surveys.codes import new_code
from surveys.models import Response
from surveys.secrets import link_code, withdrawal_hash


def fresh_code(organization_id: int, assignment_id: int) -> str:
    """A code that nobody in the organisation has joined waves by, and by which nothing in this wave can be found."""
    while True:
        code = new_code()
        taken = sa.or_(
            Response.link_code == link_code(organization_id, code),
            Response.withdrawal == withdrawal_hash(assignment_id, code),
        )
        if not db.session.scalar(sa.select(sa.exists().where(taken))):
            return code
