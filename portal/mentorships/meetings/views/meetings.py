"""Reading: the meetings of a pair, one meeting, its file for a calendar, and who has not met for long."""

import io

from flask import request, send_file
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.mentorships.meetings.actions.answering import voices_of
from portal.mentorships.meetings.calendar_file import as_ics
from portal.mentorships.meetings.definitions import meeting_kinds
from portal.mentorships.meetings.labels import MEMBERS_AND_STAFF
from portal.mentorships.meetings.queries import (
    disputed,
    find_meetings,
    hours_of_pair,
    planned_meetings,
    rhythm_of,
    silent_pairs,
)
from portal.mentorships.meetings.queries.meetings import TAKES_MEETINGS
from portal.mentorships.meetings.views.blueprints import meetings as bp
from portal.mentorships.meetings.views.opening import one_meeting, pair_to_meet
from portal.people.readings import show_list


@bp.get("/mentorships/<public_id>/meetings")
@requires(Permission.MEETING_READ)
def index(public_id: str) -> Response:
    """What is planned, what was, how it is proven, and by when the next one is due."""
    actor, pair = current_actor(), pair_to_meet(public_id, Permission.MEETING_READ)
    people = [each.person_id for each in pair.members]
    show_list(actor, "meetings.index", people, organization_id=pair.organization_id)
    now = clock.now()
    return page(
        "meetings/index.html", pair=pair, planned=planned_meetings(actor, pair),
        found=paginate(find_meetings(actor, pair)), hours=hours_of_pair(pair, now), now=now,
        rhythm=rhythm_of(pair, clock.today(pair.organization.time_zone)), is_own=actor.person_id in people,
        may_record=Permission.MEETING_RECORD in permissions_on(actor, pair) and pair.state in TAKES_MEETINGS,
        seen_by=MEMBERS_AND_STAFF, done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/meetings/<public_id>")
@requires(Permission.MEETING_READ)
def show(public_id: str) -> Response:
    """One meeting: when, who, what came of it, and what each side says."""
    actor, meeting = current_actor(), one_meeting(public_id, Permission.MEETING_READ)
    pair = meeting.mentorship
    people = [each.person_id for each in pair.members]
    show_list(actor, "meetings.show", people, organization_id=pair.organization_id)
    own = meeting.side_of(actor.person_id)
    may_record = Permission.MEETING_RECORD in permissions_on(actor, meeting)
    return page(
        "meetings/show.html", meeting=meeting, pair=pair, own=own, kind=meeting_kinds()[meeting.kind],
        may_record=may_record, now=clock.now(), is_own=actor.person_id in people, seen_by=MEMBERS_AND_STAFF,
        speaks_for=[each for each in voices_of(actor, meeting) if each.confirmed_at is None] if may_record else [],
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/meetings/<public_id>.ics")
@requires(Permission.MEETING_READ)
def calendar_file(public_id: str) -> Response:
    """The meeting for the reader's own calendar, without anybody's name."""
    made = io.BytesIO(as_ics(one_meeting(public_id, Permission.MEETING_READ)))
    answer = send_file(made, mimetype="text/calendar", as_attachment=True, download_name=_("Встреча.ics"))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/meetings/silent")
@requires(Permission.MEETING_WATCH)
def silent() -> Response:
    """Pairs that have not met for longer than the programme allows, and meetings about which there is a dispute."""
    actor = current_actor()
    quiet, argued = silent_pairs(actor), disputed(actor)
    people = {each.person_id for pair in [*(one.pair for one in quiet), *(one.mentorship for one in argued)]
              for each in pair.members}  # fmt: skip
    show_list(actor, "meetings.silent", people)
    return page("meetings/silent.html", quiet=quiet, argued=argued)
