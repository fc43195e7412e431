"""Contests: the list, the announcement with its results, a new one, corrections, the next step."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.queries import organizations_with_settings
from portal.practices.contests import actions
from portal.practices.contests.forms import AnnouncementForm
from portal.practices.contests.kinds import ContestState, Deed
from portal.practices.contests.models import Contest
from portal.practices.contests.queries import (
    contests_for,
    entries_of,
    jury_of,
    own_entries,
    published_names,
    signed_standings,
)
from portal.practices.contests.views.blueprints import contests as bp
from portal.practices.contests.views.opening import one_contest

PURPOSE = "contest"
DEEDS = {Deed.ANNOUNCE: actions.announce, Deed.JUDGE: actions.begin_judging, Deed.COUNT: actions.count_points,
         Deed.PUBLISH: actions.publish_results}  # fmt: skip
NEXT = {ContestState.DRAFT: Deed.ANNOUNCE, ContestState.OPEN: Deed.JUDGE, ContestState.JUDGING: Deed.COUNT,
        ContestState.SIGNED: Deed.PUBLISH}  # fmt: skip


@bp.get("")
@requires(Permission.CONTEST_READ)
def index() -> Response:
    """Contests that the reader may open."""
    actor = current_actor()
    return page(
        "contests/index.html", found=paginate(contests_for(actor)), may_edit=actor.has(Permission.CONTEST_EDIT),
        today=clock.today(actor.time_zone),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.CONTEST_EDIT)
def new() -> Response:
    """A contest begins with its announcement."""
    return _form_page(AnnouncementForm(formdata=None), None)


@bp.post("/new")
@requires(Permission.CONTEST_EDIT)
def create() -> Response:
    """Begin it, once however often the button is pressed."""
    actor, form = current_actor(), AnnouncementForm()
    homes = organizations_with_settings(actor, Permission.CONTEST_EDIT)
    home = next((each for each in homes if each.public_id == form.organization.data), None)
    if home is None:
        form.organization.errors = [_("Выберите организацию из списка")]
    if not form.validate() or home is None:
        return _form_page(form, None, status=422)
    used = submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}")
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = actions.draft_contest(actor, home, form.announcement)
    except Refusal as refusal:
        return _refused(form, None, refusal)
    submissions.set_outcome(form.submission_key.data or "", made.public_id)
    target = url_for(".setup", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.CONTEST_READ)
def show(public_id: str) -> Response:
    """The announcement, one's own entries, and the results once they are published."""
    actor, contest = current_actor(), one_contest(public_id, Permission.CONTEST_READ)
    today = clock.today(contest.organization.time_zone)
    is_published = contest.state == ContestState.PUBLISHED
    entries = entries_of(contest) if is_published else []
    return page(
        "contests/show.html", contest=contest, may=permissions_on(actor, contest), P=Permission, today=today,
        takes=contest.takes_entries(today), own=own_entries(actor, contest), step=NEXT.get(contest.state),
        results=signed_standings(contest) if is_published else {}, names=published_names(contest, entries, today),
        jury=jury_of(contest) if actor.has(Permission.CONTEST_EDIT) else [], done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.CONTEST_EDIT)
def edit(public_id: str) -> Response:
    """The announcement as a form."""
    contest = one_contest(public_id, Permission.CONTEST_EDIT)
    return _form_page(AnnouncementForm(formdata=None, obj=contest), contest)


@bp.post("/<public_id>/edit")
@requires(Permission.CONTEST_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    contest, form = one_contest(public_id, Permission.CONTEST_EDIT, lock=True), AnnouncementForm()
    form.organization.data = contest.organization.public_id
    if not form.validate():
        return _form_page(form, contest, status=422)
    check_version(
        contest.version, request.form.get("version"), stands=_texts(contest),
        typed={label: str(form[name].data or "") for name, label in _LABELS.items()},
    )  # fmt: skip
    try:
        actions.change_contest(current_actor(), contest, form.announcement)
    except Refusal as refusal:
        return _refused(form, public_id, refusal)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/steps/<deed>")
@requires(Permission.CONTEST_EDIT)
def confirm(public_id: str, deed: str) -> Response:
    """What the next step means, before it is taken."""
    contest = one_contest(public_id, Permission.CONTEST_EDIT)
    return page("contests/confirm.html", contest=contest, deed=_deed(deed))


@bp.post("/<public_id>/steps/<deed>")
@requires(Permission.CONTEST_EDIT)
def move(public_id: str, deed: str) -> Response:
    """Take the next step."""
    contest = one_contest(public_id, Permission.CONTEST_EDIT, lock=True)
    DEEDS[_deed(deed)](current_actor(), contest)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=deed))


def _deed(said: str) -> Deed:
    if said not in {each.value for each in DEEDS}:
        raise NotSeen
    return Deed(said)


_LABELS = {"title": _("Название"), "terms": _("Условия")}


def _texts(contest: Contest) -> dict[str, str]:
    return {label: getattr(contest, name) for name, label in _LABELS.items()}


def _refused(form: AnnouncementForm, public_id: str | None, refusal: Refusal) -> Response:
    db.session.rollback()
    form.apply_until.errors = [refusal.message]
    contest = one_contest(public_id, Permission.CONTEST_EDIT) if public_id else None
    return _form_page(form, contest, status=422)


def _form_page(form: AnnouncementForm, contest: Contest | None, status: int = 200) -> Response:
    homes: Any = [] if contest else organizations_with_settings(current_actor(), Permission.CONTEST_EDIT)
    form.organization.choices = [(each.public_id, each.short_name) for each in homes]
    if homes and not form.organization.data:
        form.organization.data = homes[0].public_id
    return page(
        "contests/form.html", fragment="announcement_form", status=status, form=form, contest=contest, homes=homes
    )
