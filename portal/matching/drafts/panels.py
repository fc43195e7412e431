"""What drafts add to the card of a request: the mentors who would suit best."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.matching.drafts.candidates import candidates_for
from portal.matching.drafts.queries import gather, people_of, settings_for
from portal.matching.models import MentoringRequest

MOST = 5


@panel("requests.show", order=60)
def who_would_suit(asked: MentoringRequest) -> Panel | None:
    """The best mentors for an open request by the weights and rules of its year, as if nobody else waited."""
    actor = current_actor()
    may = permissions_on(actor, asked)
    if not asked.is_open or Permission.MATCHING_READ not in may or asked.person_id == actor.person_id:
        return None
    today = clock.today(asked.organization.time_zone)
    pool = gather(asked.cycle, settings_for(asked.cycle), today, only=asked)
    found = candidates_for(pool, asked.public_id, most=MOST)
    people = people_of(actor, (), [each.mentor for each in found])
    return Panel(
        name="who_would_suit", title=_("Кто подошёл бы"), template="drafts/suiting.html",
        more_label=_("Подобрать всем сразу"), more_url=url_for("drafts.index", cycle=asked.cycle.public_id),
        context={"found": [each for each in found if each.mentor in people.profiles], "people": people},
    )  # fmt: skip
