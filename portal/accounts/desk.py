"""What appointments put on the operator's desk: organisations that nobody leads yet."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization
from portal.people.periods import in_force

LEADING = (OrganizationKind.MUNICIPALITY, OrganizationKind.DEPARTMENT)


@finder("accounts.curators")
def without_curator(actor: Actor, reader: Any) -> Found:
    """Organisations of the town that take part and have no curator: only the operator can begin there."""
    towns = actor.organization_ids(Role.OPERATOR)
    if not towns:
        return None
    today = clock.today(actor.time_zone)
    led = sa.exists().where(
        RoleGrant.organization_id == Organization.id, RoleGrant.role == Role.CURATOR, in_force(RoleGrant, today)
    )
    found = (
        sa.select(Organization.public_id, Organization.short_name)
        .where(
            Organization.municipality_id.in_(towns), Organization.contour == Contour.INTERNAL,
            Organization.kind.not_in(LEADING), ~led,
            sa.or_(Organization.ends_on.is_(None), Organization.ends_on >= today),
        )
        .order_by(Organization.sort_name)
    )  # fmt: skip
    return Waiting(query=found, tell=_unled)


def _unled(found: Sequence[Any]) -> list[Step]:
    first = found[0]
    names = ", ".join(row.short_name for row in found[:3]) + (", …" if len(found) > 3 else "")
    return [
        Step(
            title=ngettext(
                "Назначьте куратора: %(num)s организация", "Назначьте куратора: %(num)s организаций", len(found)
            ),
            text=_("%(names)s: некому вести людей, согласия и анкеты.", names=names),
            button=_("Назначить куратора"),
            url=url_for("accounts.choose_appointee", public_id=first.public_id),
        )
    ]
