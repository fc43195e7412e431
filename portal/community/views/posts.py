"""One post: put right, taken back, its history, «Полезно», a complaint, its files."""

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.community.actions import edit_post, flag_post, mark_useful, remove_post
from portal.community.forms import BareForm, EditForm, FlagForm
from portal.community.kinds import FlagReason
from portal.community.models import Post, PostFile
from portal.community.queries.moderation import revisions_of
from portal.community.queries.threads import page_of
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import one_post
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.files import send
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other


@bp.get("/posts/<public_id>/edit")
@requires(Permission.POST_EDIT)
def edit(public_id: str) -> Response:
    """One's own text as a form."""
    post = _editable(one_post(public_id, Permission.POST_EDIT))
    form = EditForm(formdata=None, obj=post)
    form.title.data = post.thread.title
    return _edit_page(post, form)


@bp.post("/posts/<public_id>/edit")
@requires(Permission.POST_EDIT)
def update(public_id: str) -> Response:
    """Save it; the former text stays in the history."""
    post, form = one_post(public_id, Permission.POST_EDIT, lock=True), EditForm()
    if not form.validate():
        return _edit_page(post, form, status=422)
    words = form.body.label.text
    check_version(post.version, request.form.get("version"), stands={words: post.body},
                  typed={words: form.body.data or ""})  # fmt: skip
    edit_post(current_actor(), post, body=form.body.data or "", title=form.title.data or "")
    back = _back(post, "edited")
    db.session.commit()
    return see_other(back)


@bp.get("/posts/<public_id>/history")
@requires(Permission.COMMUNITY_READ)
def history(public_id: str) -> Response:
    """What the post said before: open to who reads the thread, while the post is shown."""
    post = one_post(public_id)
    if not post.is_shown:
        raise NotSeen
    return page("community/history.html", post=post, revisions=revisions_of(post))


@bp.get("/posts/<public_id>/removal")
@requires(Permission.POST_EDIT)
def confirm_removal(public_id: str) -> Response:
    """What taking it back means, before it is done."""
    return page("community/removal.html", post=one_post(public_id, Permission.POST_EDIT), form=BareForm(formdata=None))


@bp.post("/posts/<public_id>/removal")
@requires(Permission.POST_EDIT)
def remove(public_id: str) -> Response:
    """Take one's words back."""
    post = one_post(public_id, Permission.POST_EDIT, lock=True)
    remove_post(current_actor(), post)
    back = _back(post, "removed")
    db.session.commit()
    return see_other(back)


@bp.post("/posts/<public_id>/useful")
@requires(Permission.COMMUNITY_WRITE)
@at_most("60 per minute")
def useful(public_id: str) -> Response:
    """«Полезно»; with `off` not any more."""
    post = one_post(public_id)
    mark_useful(current_actor(), post, is_useful="off" not in request.form)
    back = _back(post, None)
    db.session.commit()
    return see_other(back)


@bp.get("/posts/<public_id>/flag")
@requires(Permission.COMMUNITY_WRITE)
def flag(public_id: str) -> Response:
    """What is wrong with the post."""
    return _flag_page(one_post(public_id), FlagForm(formdata=None))


@bp.post("/posts/<public_id>/flag")
@requires(Permission.COMMUNITY_WRITE)
@at_most("20 per hour")
def complain(public_id: str) -> Response:
    """Tell the moderators."""
    post, form = one_post(public_id, lock=True), FlagForm()
    if not form.validate():
        return _flag_page(post, form, status=422)
    reason = FlagReason(form.reason.data)
    flag_post(current_actor(), post, reason=reason, note=form.note.data or "")
    back = _back(post, "danger" if reason == FlagReason.DANGER else "flagged")
    db.session.commit()
    return see_other(back)


@bp.get("/posts/<public_id>/files/<file_id>")
@requires(Permission.COMMUNITY_READ)
def file(public_id: str, file_id: str) -> Response:
    """A file of a post that is shown, or of any post for who moderates."""
    post = one_post(public_id)
    found = db.session.scalars(
        sa.select(PostFile).where(PostFile.post_id == post.id, PostFile.public_id == file_id)
    ).one_or_none()  # fmt: skip
    is_seen = post.is_shown or Permission.COMMUNITY_MODERATE in permissions_on(current_actor(), post)
    if found is None or found.file is None or not is_seen:
        raise NotSeen
    return send(found.file)


def _editable(post: Post) -> Post:
    if post.removed_at is not None or (post.hidden_at is not None and not post.waits_for_author):
        raise NotSeen
    return post


def _back(post: Post, done: str | None) -> str:
    return url_for(".thread", public_id=post.thread.public_id, page=page_of(post.number), done=done,
                   _anchor=f"post-{post.number}")  # fmt: skip


def _edit_page(post: Post, form: EditForm, status: int = 200) -> Response:
    return page("community/edit.html", fragment="post_form", status=status, post=post, form=form)


def _flag_page(post: Post, form: FlagForm, status: int = 200) -> Response:
    if not post.is_shown:
        raise Refusal(_("Этого сообщения уже не видно."))
    return page("community/flag.html", fragment="flag_form", status=status, post=post, form=form)
