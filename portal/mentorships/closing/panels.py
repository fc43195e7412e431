"""What summing up adds to other pages: to the card of a pair its reports and sheet, to its end what is missing."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.mentorships.closing.access import reads_sheet
from portal.mentorships.closing.dates import next_due
from portal.mentorships.closing.queries import member_of, reports_of, sheet_of, summing_of
from portal.mentorships.kinds import BEFORE, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship


@panel("mentorships.show", order=40)
def sums_of_pair(pair: Mentorship) -> Panel | None:
    """Reports that the reader may read, the way to the closing sheet, and to one's own report."""
    actor = current_actor()
    may = permissions_on(actor, pair)
    if pair.state in (*BEFORE, MentorshipState.DECLINED) or Permission.CLOSING_READ not in may:
        return None
    if not reads_sheet(actor, pair):
        return None
    reports, today = reports_of(actor, pair), clock.today(pair.organization.time_zone)
    member = member_of(pair, actor.person_id)
    is_mentor = member is not None and member.side == MemberSide.MENTOR
    own = [each for each in reports if each.person_id == actor.person_id]
    writes = any(each.is_written for each in own) or next_due(pair, today, [each.due_on for each in own]) is not None
    return Panel(
        name="closing", title=_("Отчёты и итоги"), template="closing/panel.html", more_label=_("Итоги пары"),
        more_url=url_for("closing.show", public_id=pair.public_id),
        context={"pair": pair, "reports": reports, "sheet": sheet_of(pair), "today": today,
                 "reports_here": Permission.REPORT_WRITE in may and is_mentor and writes},
    )  # fmt: skip


@panel("mentorships.ending", order=10)
def missing_at_the_end(pair: Mentorship) -> Panel | None:
    """What is not there yet, in words, where somebody is about to end the pair; nothing of it stands in the way."""
    if pair.state in BEFORE:
        return None
    found = summing_of(pair, clock.today(pair.organization.time_zone))
    if not found.missing:
        return None
    return Panel(
        name="missing", title=_("Чего пока нет"), template="closing/missing.html", context={"summing": found},
        more_label=_("Итоги пары"), more_url=url_for("closing.show", public_id=pair.public_id),
    )  # fmt: skip
