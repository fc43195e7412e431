"""What accounts add to the curator's work with papers: the column «Вход», and roles as audiences of campaigns."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.roles import LABELS, Role
from portal.accounts.models import RoleGrant, User
from portal.consents.audiences import Named, audiences
from portal.consents.columns import Cell, column
from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Organization, Person
from portal.people.periods import in_force


@column("account", _("Вход"), order=40, filter_label=_("Без входа на портал"))
def accounts(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
    """Whether the person has a password; a printed slip alone is none yet, a closed account is none any more."""
    ids = [person.id for person in people]
    wanted = sa.select(User.person_id, (User.password_hash != "").label("has_password")).where(
        User.person_id.in_(ids), User.closed_at.is_(None)
    )
    found = {row.person_id: row.has_password for row in db.session.execute(wanted)}
    cells = {
        None: Cell(label=_("Нет")),
        False: Cell(label=_("Листок напечатан"), tone="wait"),
        True: Cell(label=_("Есть"), tone="good", is_done=True),
    }
    return {key: cells[found.get(key)] for key in ids}


@audiences("roles")
def by_role(organization: Organization, on: date) -> Sequence[Named]:
    """The roles that somebody has in the organisation on the day, in the order of the policy."""
    here = [RoleGrant.organization_id == organization.id, in_force(RoleGrant, on)]
    held = set(db.session.scalars(sa.select(RoleGrant.role).where(*here).distinct()))
    return [
        Named(
            code=role.value, title=_("Роль: %(role)s", role=LABELS[role]),
            people=sa.select(RoleGrant.person_id).where(*here, RoleGrant.role == role),
        )
        for role in Role
        if role.value in held
    ]  # fmt: skip
