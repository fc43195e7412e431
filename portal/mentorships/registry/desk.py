"""What the registry puts on the desk: pairs whose planned time is nearly over."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.kinds import WORKING
from portal.mentorships.models import Mentorship
from portal.people.models import Organization

SOON = timedelta(days=14)


@finder("mentorships.ending")
def pairs_that_end_soon(actor: Actor, reader: Any) -> Found:
    """Pairs of the reader's organisations whose planned last day lies within two weeks or has passed, counted."""
    if not actor.has(Permission.MENTORSHIP_CHANGE):
        return None
    last = clock.today(actor.time_zone) + SOON
    query = (
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
    return Waiting(query=query, tell=partial(_ending, last))


def _ending(last: date, rows: Sequence[Any]) -> list[Step]:
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
