"""The queue as a page, and the note that support is needed or was given."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import asked_page, paginate
from portal.matching.actions import note_support
from portal.matching.kinds import SupportState
from portal.matching.views.opening import one_request
from portal.mentorships.unmatched import words
from portal.mentorships.unmatched.queries import LONG, QueueFilter, days_waited, find_waiting, may_be_directive
from portal.people.queries import organizations_with_settings
from portal.people.readings import show_list
from portal.programs.definitions import formats
from portal.programs.queries import settings_of

unmatched = Blueprint("unmatched", __name__, url_prefix="/requests/waiting")
for said in (words.support_label, words.days_in_words, words.tries_in_words):
    unmatched.add_app_template_filter(said, f"unmatched_{said.__name__}")


@unmatched.get("")
@requires(Permission.REQUEST_NOMINATE)
def index() -> Response:
    """Who waits for a mentor, the longest wait first."""
    actor, wanted = current_actor(), QueueFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_waiting(actor, wanted, today), scalars=False)
    show_list(actor, "unmatched.index", [row.MentoringRequest.person_id for row in found.rows])
    return page(
        "unmatched/index.html", fragment="waiting_list", found=found, wanted=wanted, long=LONG,
        formats={code: each.name for code, each in formats().items()}, supports=words.SUPPORTS,
        sees_support=actor.has(Permission.SUPPORT_KEEP), may_propose=actor.has(Permission.MENTORSHIP_PROPOSE),
        directive=may_be_directive(found.rows, today), supported=_with_support(found.rows),
        states=SupportState, done=request.args.get("done", ""),
        days={row.MentoringRequest.id: days_waited(row.MentoringRequest, today) for row in found.rows},
        organizations=[] if is_fragment() else organizations_with_settings(actor, Permission.REQUEST_NOMINATE),
    )  # fmt: skip


@unmatched.post("/<public_id>/support")
@requires(Permission.SUPPORT_KEEP)
def support(public_id: str) -> Response:
    """Write down that support is needed or was given; nothing of what it was about."""
    asked, state = one_request(public_id, Permission.SUPPORT_KEEP, lock=True), request.form.get("state", "")
    if state not in set(SupportState):
        raise Refusal(_("Отметьте: поддержка нужна или оказана."))
    note_support(current_actor(), asked, SupportState(state))
    kept: dict[str, Any] = {**QueueFilter.from_args(request.args).as_args, "page": asked_page()}
    target = url_for(".index", done=state, **kept)
    db.session.commit()
    return see_other(target)


def _with_support(rows: Sequence[Any]) -> set[int]:
    """Ids of the requests in whose year those who wait are supported."""
    asked = [row.MentoringRequest for row in rows]
    return {each.id for each in asked if settings_of(each.cycle).support_unmatched}
