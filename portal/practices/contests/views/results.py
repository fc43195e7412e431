"""Results before they are published: the count, the signature of the chair, the protocol on paper."""

import io

from flask import send_file, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.practices.contests import actions
from portal.practices.contests.kinds import OVER
from portal.practices.contests.models import Contest
from portal.practices.contests.paper import heading_of, protocol_paper, rows_of
from portal.practices.contests.queries import chair_of, jury_of, reviews_missing, standings
from portal.practices.contests.views.blueprints import contests as bp
from portal.practices.contests.views.opening import one_contest


@bp.get("/<public_id>/results")
@requires(Permission.CONTEST_PROTOCOL)
def results(public_id: str) -> Response:
    """How far the jury is; once counted, places and points. While judging goes on nobody's points are shown."""
    contest = one_contest(public_id, Permission.CONTEST_PROTOCOL)
    is_over, chair = contest.state in OVER, chair_of(contest)
    return page(
        "contests/results.html", contest=contest, is_over=is_over, seats=jury_of(contest),
        found=standings(contest) if is_over else {}, missing=0 if is_over else reviews_missing(contest),
        may_sign=contest.state == "counted" and chair is not None and chair.person_id == current_actor().person_id,
    )  # fmt: skip


@bp.post("/<public_id>/signature")
@requires(Permission.CONTEST_SIT)
def sign(public_id: str) -> Response:
    """The chair signs."""
    actions.sign_protocol(current_actor(), one_contest(public_id, Permission.CONTEST_SIT, lock=True))
    db.session.commit()
    return see_other(url_for(".results", public_id=public_id))


@bp.get("/<public_id>/protocol")
@requires(Permission.CONTEST_PROTOCOL)
def protocol(public_id: str) -> Response:
    """The signed protocol on a page for the printer."""
    contest = _signed(public_id)
    return page(
        "contests/protocol.html", contest=contest, rows=rows_of(contest), heading=heading_of(contest),
        chair=_chair(contest),
    )  # fmt: skip


@bp.get("/<public_id>/protocol.docx")
@requires(Permission.CONTEST_PROTOCOL)
@at_most("120 per hour")
def protocol_docx(public_id: str) -> Response:
    """The signed protocol as a file."""
    contest = _signed(public_id)
    paper = protocol_paper(contest, _chair(contest))
    made = send_file(io.BytesIO(paper), mimetype=DOCX, as_attachment=True, download_name=_("Протокол конкурса.docx"))
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _signed(public_id: str) -> Contest:
    contest = one_contest(public_id, Permission.CONTEST_PROTOCOL)
    if contest.signed_on is None:
        raise NotSeen
    return contest


def _chair(contest: Contest) -> str:
    chair = chair_of(contest)
    return chair.person.full_name if chair else ""
