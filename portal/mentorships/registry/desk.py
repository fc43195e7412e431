"""What the registry puts on the desk: pairs whose planned time is nearly over."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Step, finder
from portal.mentorships.kinds import WORKING
from portal.mentorships.models import Mentorship
from portal.people.models import Organization

SOON = timedelta(days=14)


@finder("mentorships.ending")
def pairs_that_end_soon(actor: Actor, reader: Any) -> list[Step]:
    """Pairs of the reader's organisations whose planned last day lies within two weeks or has passed, counted."""
    if not actor.has(Permission.MENTORSHIP_CHANGE):
        return []
    last = clock.today(actor.time_zone) + SOON
    rows = db.session.execute(
        sa.select(Organization.short_name, Organization.public_id, sa.func.count())
        .join(Mentorship, Mentorship.organization_id == Organization.id)
        .where(
            allowed(actor, Permission.MENTORSHIP_CHANGE, Mentorship),
            Mentorship.state.in_(WORKING),
            Mentorship.planned_until <= last,
        )
        .group_by(Organization.id, Organization.short_name, Organization.public_id, Organization.sort_name)
        .order_by(Organization.sort_name)
    )
    return [
        Step(
            title=_("Пары, срок которых кончается в ближайшие 14 дней"),
            text=_("%(place)s: %(n)s. Продлите срок или подведите итоги.", place=place,
                   n=ngettext("%(num)s пара", "%(num)s пар", n)),
            button=_("Открыть эти пары"),
            url=url_for("mentorships.index", organization=public_id, until=last.isoformat(), sort="until"),
        )
        for place, public_id, n in rows
    ]  # fmt: skip
