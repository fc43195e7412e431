"""The jury at work: what is left to weigh, the form of one entry, a declared conflict."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import BaseForm
from portal.core.web.pages import page, see_other
from portal.practices.contests import actions
from portal.practices.contests.forms import points_form, points_in
from portal.practices.contests.models import ContestEntry
from portal.practices.contests.queries import entries_to_judge, review_of
from portal.practices.contests.views.blueprints import contests as bp
from portal.practices.contests.views.opening import one_contest, one_entry, own_seat


@bp.get("/<public_id>/judging")
@requires(Permission.CONTEST_SIT)
def judging(public_id: str) -> Response:
    """Entries for this juror, what is not weighed yet first."""
    contest = one_contest(public_id, Permission.CONTEST_SIT)
    is_begun = contest.state not in ("draft", "open")
    found = entries_to_judge(own_seat(contest)) if is_begun else []
    left = sum(review is None for _entry, review in found)
    return page(
        "contests/judging.html", contest=contest, found=found, left=left, is_begun=is_begun,
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/entries/<public_id>/review")
@requires(Permission.CONTEST_ENTRY_JUDGE)
def review(public_id: str) -> Response:
    """The entry with a form: one criterion a block, what its points mean beside it."""
    entry = one_entry(public_id, Permission.CONTEST_ENTRY_JUDGE)
    given = review_of(own_seat(entry.contest), entry)
    said = {} if given is None else given.points
    data = {
        f"points_{n}": str(said[each.public_id])
        for n, each in enumerate(entry.contest.criteria) if each.public_id in said
    }  # fmt: skip
    data["comment"] = given.comment if given else ""
    return _review_page(entry, points_form(entry.contest.criteria)(formdata=None, data=data))


@bp.post("/entries/<public_id>/review")
@requires(Permission.CONTEST_ENTRY_JUDGE)
def weigh(public_id: str) -> Response:
    """Give points; the same again changes nothing, other figures replace one's own."""
    entry = one_entry(public_id, Permission.CONTEST_ENTRY_JUDGE, lock=True)
    form = points_form(entry.contest.criteria)()
    if not form.validate():
        return _review_page(entry, form, status=422)
    try:
        actions.give_points(
            current_actor(), own_seat(entry.contest), entry, points=points_in(form, entry.contest.criteria),
            comment=form["comment"].data or "",
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form["comment"].errors = [refusal.message]
        return _review_page(one_entry(public_id, Permission.CONTEST_ENTRY_JUDGE), form, status=422)
    target = url_for(".judging", public_id=entry.contest.public_id, done="weighed")
    db.session.commit()
    return see_other(target)


@bp.get("/entries/<public_id>/conflict")
@requires(Permission.CONTEST_ENTRY_JUDGE)
def conflict(public_id: str) -> Response:
    """What a declared conflict means, before it is declared."""
    return page("contests/conflict.html", entry=one_entry(public_id, Permission.CONTEST_ENTRY_JUDGE))


@bp.post("/entries/<public_id>/conflict")
@requires(Permission.CONTEST_ENTRY_JUDGE)
def declare(public_id: str) -> Response:
    """The entry goes out of the juror's sight."""
    entry = one_entry(public_id, Permission.CONTEST_ENTRY_JUDGE, lock=True)
    target = url_for(".judging", public_id=entry.contest.public_id, done="declared")
    actions.declare_conflict(current_actor(), own_seat(entry.contest), entry)
    db.session.commit()
    return see_other(target)


def _review_page(entry: ContestEntry, form: BaseForm, status: int = 200) -> Response:
    fields = [form[f"points_{n}"] for n in range(len(entry.contest.criteria))]
    return page("contests/review.html", fragment="review_form", status=status, entry=entry, contest=entry.contest,
                form=form, fields=fields)  # fmt: skip
