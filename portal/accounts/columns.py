"""The column «Вход» of the curator's table: who has an account."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.accounts.models import User
from portal.consents.columns import Cell, column
from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Organization, Person


@column("account", _("Вход"), order=40, filter_label=_("Без входа на портал"))
def accounts(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
    """Whether the person may sign in; an account that was closed is none."""
    ids = [person.id for person in people]
    found = set(db.session.scalars(sa.select(User.person_id).where(User.person_id.in_(ids), User.closed_at.is_(None))))
    there, missing = Cell(label=_("Есть"), tone="good", is_done=True), Cell(label=_("Нет"))
    return {key: there if key in found else missing for key in ids}
