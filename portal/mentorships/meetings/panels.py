"""What meetings add to the card of a pair: the next one, the last ones, and the way to write one down."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.mentorships.meetings.queries import find_meetings, hours_of_pair, planned_meetings, rhythm_of
from portal.mentorships.meetings.queries.meetings import TAKES_MEETINGS
from portal.mentorships.models import Mentorship

SHOWN = 3


@panel("mentorships.show", order=20)
def meetings_of_pair(pair: Mentorship) -> Panel | None:
    """Meetings, for whoever may read them."""
    actor = current_actor()
    may = permissions_on(actor, pair)
    if Permission.MEETING_READ not in may:
        return None
    return Panel(
        name="meetings", title=_("Встречи"), template="meetings/panel.html", more_label=_("Все встречи"),
        more_url=url_for("meetings.index", public_id=pair.public_id),
        context={
            "pair": pair, "planned": planned_meetings(actor, pair)[:SHOWN],
            "last": db.session.scalars(find_meetings(actor, pair).limit(SHOWN)).all(),
            "hours": hours_of_pair(pair, clock.now()),
            "rhythm": rhythm_of(pair, clock.today(pair.organization.time_zone)),
            "may_record": Permission.MEETING_RECORD in may and pair.state in TAKES_MEETINGS,
        },
    )  # fmt: skip
