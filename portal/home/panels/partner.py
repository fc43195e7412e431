"""A partner's desk: which organisations one works with and as whom."""

import sqlalchemy as sa

from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.queries import Reader
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.people.kinds import Contour
from portal.people.models import Membership, Organization
from portal.people.periods import in_force


@panel("home.index", order=8)
def organizations(reader: Reader) -> Panel | None:
    """One's own enterprise and those whose programmes one takes part in."""
    actor = current_actor()
    if Role.PARTNER_CURATOR not in actor.roles:
        return None
    rows = db.session.execute(
        sa.select(Organization.name, Organization.contour, Membership.post, Membership.starts_on)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.person_id == actor.person_id, in_force(Membership, clock.today(reader.time_zone)))
        .order_by(Organization.contour.desc(), Organization.sort_name)
    ).all()
    context = {"places": rows, "internal": Contour.INTERNAL}
    return Panel(name="places", title=_("Где вы участвуете"), template="home/panels/places.html", context=context)
