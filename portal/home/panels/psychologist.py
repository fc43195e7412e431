"""A psychologist's desk: groups, and for how many learners there is a consent to a psychologist's help."""

from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.queries import Reader
from portal.consents.kinds import Purpose
from portal.consents.queries import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership
from portal.people.periods import in_force

SHOWN = 12


@panel("home.index", order=8)
def groups(reader: Reader) -> Panel | None:
    """Whom one may help at once, and where a paper is missing first."""
    actor = current_actor()
    if Role.PSYCHOLOGIST not in actor.roles:
        return None
    today = clock.today(reader.time_zone)
    agreed: Any = has_basis(Membership.person_id, Membership.organization_id, Purpose.PSYCHOLOGIST, today)
    rows = db.session.execute(
        sa.select(
            Group.public_id, Group.name, sa.func.count(Membership.id).label("learners"),
            sa.func.sum(sa.case((agreed, 1), else_=0)).label("agreed"),
        )
        .join(Membership, Membership.group_id == Group.id)
        .where(
            allowed(actor, Permission.GROUP_READ, Group), in_force(Group, today), in_force(Membership, today),
            Membership.kind == MembershipKind.LEARNER,
        )
        .group_by(Group.id, Group.public_id, Group.name, Group.sort_name)
        .order_by(Group.sort_name, Group.id)
        .limit(SHOWN)
    ).all()  # fmt: skip
    return Panel(
        name="groups", title=_("Группы и согласие на помощь психолога"), template="home/panels/groups.html",
        more_label=_("Все группы"), more_url=url_for("groups.index"), context={"groups": rows},
    )  # fmt: skip
