"""What the registers put on the desk: a new organisation begins with its people."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.people.kinds import OrganizationKind
from portal.people.models import Membership, Organization
from portal.people.periods import in_force


@finder("people.first")
def first_people(actor: Actor, reader: Any) -> Found:
    """An organisation of the reader's in which nobody but the reader stands yet."""
    near = [role for role in actor.roles if Scope.ORGANIZATION in scope_of(Permission.IMPORT, role)]
    ids = {one for role in near for one in actor.organization_ids(role)}
    if not ids:
        return None
    somebody = sa.exists().where(
        Membership.organization_id == Organization.id,
        Membership.person_id != actor.person_id,
        in_force(Membership, clock.today(actor.time_zone)),
    )
    empty = (
        sa.select(Organization)
        .where(Organization.id.in_(ids), Organization.kind != OrganizationKind.MUNICIPALITY, ~somebody)
        .order_by(Organization.sort_name)
    )
    return Waiting(query=empty, tell=_empty)


def _empty(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Загрузите людей"),
            text=_(
                "%(place)s: в реестре пока только вы. Таблица Excel подойдёт та, что уже есть.", place=each.short_name
            ),
            button=_("Загрузить из таблицы"),
            url=url_for("imports.new", kind="people", organization=each.public_id),
        )
        for (each,) in rows
    ]
