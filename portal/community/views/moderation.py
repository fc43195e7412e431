"""The queue of complaints, a decision, the log of a space, a thread pinned or closed."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.community.actions import judge_post, set_thread
from portal.community.forms import ThreadSettingsForm, VerdictForm
from portal.community.kinds import FlagReason, Verdict
from portal.community.models import Post, Thread
from portal.community.queries.moderation import find_flagged, flags_of, log_of
from portal.community.queries.voices import voices_of
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import one_post, one_space, one_thread
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate


@bp.get("/moderation")
@requires(Permission.COMMUNITY_MODERATE)
def queue() -> Response:
    """Everything that waits for a decision, danger first."""
    actor = current_actor()
    found = paginate(find_flagged(actor), scalars=False)
    today = clock.today(actor.time_zone)
    return page(
        "community/queue.html", found=found, today=today, zone=actor.time_zone,
        voices=voices_of([row.Post.author_id for row in found.rows], today), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/posts/<public_id>/decision")
@requires(Permission.COMMUNITY_MODERATE)
def decision(public_id: str) -> Response:
    """The post, what is said against it and what may be decided."""
    return _decision_page(one_post(public_id, Permission.COMMUNITY_MODERATE), VerdictForm(formdata=None))


@bp.post("/posts/<public_id>/decision")
@requires(Permission.COMMUNITY_MODERATE)
def decide(public_id: str) -> Response:
    """Leave, hide, send back, warn."""
    post, form = one_post(public_id, Permission.COMMUNITY_MODERATE, lock=True), VerdictForm()
    if not form.validate():
        return _decision_page(post, form, status=422)
    reason = FlagReason(form.reason.data) if form.reason.data else None
    judge_post(current_actor(), post, verdict=Verdict(form.verdict.data), reason=reason, remark=form.remark.data or "")
    db.session.commit()
    return see_other(url_for(".queue", done=form.verdict.data))


@bp.get("/<public_id>/moderation")
@requires(Permission.COMMUNITY_READ)
def log(public_id: str) -> Response:
    """What moderators decided in the space, without the texts: open to all of its readers."""
    space = one_space(public_id)
    actor = current_actor()
    return page("community/log.html", space=space, found=paginate(log_of(space)), zone=actor.time_zone)


@bp.get("/threads/<public_id>/settings")
@requires(Permission.COMMUNITY_MODERATE)
def thread_settings(public_id: str) -> Response:
    """Pinned until when, open or closed."""
    found = one_thread(public_id, Permission.COMMUNITY_MODERATE)
    form = ThreadSettingsForm(formdata=None, obj=found)
    form.is_locked.data = found.locked_at is not None
    return _settings_page(found, form)


@bp.post("/threads/<public_id>/settings")
@requires(Permission.COMMUNITY_MODERATE)
def set_up_thread(public_id: str) -> Response:
    """Pin it, close it, or open it again."""
    found, form = one_thread(public_id, Permission.COMMUNITY_MODERATE, lock=True), ThreadSettingsForm()
    if not form.validate():
        return _settings_page(found, form, status=422)
    words = form.pinned_until.label.text
    check_version(found.version, request.form.get("version"), stands={words: str(found.pinned_until or "")},
                  typed={words: str(form.pinned_until.data or "")})  # fmt: skip
    try:
        set_thread(current_actor(), found, pinned_until=form.pinned_until.data, is_locked=bool(form.is_locked.data))
    except Refusal as refusal:
        form.pinned_until.errors = [refusal.message]
        return _settings_page(found, form, status=422)
    db.session.commit()
    return see_other(url_for(".thread", public_id=public_id, done="set"))


def _decision_page(post: Post, form: VerdictForm, status: int = 200) -> Response:
    actor = current_actor()
    today = clock.today(actor.time_zone)
    return page(
        "community/decision.html", fragment="decision_form", status=status, post=post, form=form,
        flags=flags_of(post), voice=voices_of([post.author_id], today)[post.author_id], zone=actor.time_zone,
    )  # fmt: skip


def _settings_page(found: Thread, form: ThreadSettingsForm, status: int = 200) -> Response:
    return page("community/thread_settings.html", fragment="settings_form", status=status, thread=found, form=form)
