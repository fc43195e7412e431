"""One thread by pages, a new one, an answer."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.community.actions import note_answer, refuse_to_write, start_thread
from portal.community.actions import reply as say
from portal.community.forms import LevelForm, OutcomeForm, ReplyForm, ThreadForm
from portal.community.kinds import SpaceKind, ThreadKind
from portal.community.markup import quoted
from portal.community.models import Post, Question, Space, Thread
from portal.community.queries.questions import question_of
from portal.community.queries.spaces import count_readers
from portal.community.queries.threads import (
    POSTS_PER_PAGE,
    Standing,
    around,
    count_acknowledged,
    draft_of_space,
    page_of,
    posts_of,
    standing_in,
)
from portal.community.queries.voices import UNNAMED, Voice, voices_of
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import circle_words, claimed, one_post, one_space, one_thread
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.core.web.tables import Page, asked_page, paginate


@bp.get("/threads/<public_id>")
@requires(Permission.COMMUNITY_READ)
def thread(public_id: str) -> Response:
    """The thread by pages of twenty; `post` leads to one of its posts, `quote` and `reply` begin an answer to one."""
    found = one_thread(public_id)
    number = request.args.get("post", "")
    if number.isascii() and number.isdigit() and len(number) < 7 and 1 <= int(number) <= found.n_posts:
        return see_other(url_for(".thread", public_id=public_id, page=page_of(int(number)), _anchor=f"post-{number}"))
    form, answered = ReplyForm(formdata=None), _answered()
    standing = standing_in(found, current_actor().person_id)
    form.body.data = standing.draft
    if answered is not None and "quote" in request.args and answered.is_shown:
        form.body.data = standing.draft + quoted(answered.body)
    return thread_page(found, form, answered, standing)


@bp.get("/<public_id>/threads/new")
@requires(Permission.COMMUNITY_WRITE)
def new_thread(public_id: str) -> Response:
    """Begin a thread; what was begun before stands in the form."""
    space = one_space(public_id, Permission.COMMUNITY_WRITE)
    if space.kind == SpaceKind.QUESTIONS:
        return see_other(url_for("questions.new", space=public_id))
    form, draft = ThreadForm(formdata=None), draft_of_space(space, current_actor().person_id)
    if draft is not None:
        form.title.data, form.body.data = draft.title, draft.body
    return _new_page(space, form)


@bp.post("/<public_id>/threads")
@requires(Permission.COMMUNITY_WRITE)
@at_most("30 per hour")
def create_thread(public_id: str) -> Response:
    """Begin it, once however often the button is pressed."""
    space, form = one_space(public_id, Permission.COMMUNITY_WRITE), ThreadForm()
    if not form.validate():
        return _new_page(space, form, status=422)
    used = claimed(form, f"thread-{public_id}")
    if used is not None:
        return see_other(url_for(".thread", public_id=used.outcome))
    try:
        made = start_thread(
            current_actor(), space, title=form.title.data or "", body=form.body.data or "", uploads=form.uploads
        )
    except Refusal as refusal:
        db.session.rollback()
        form.body.errors = [refusal.message]
        return _new_page(one_space(public_id, Permission.COMMUNITY_WRITE), form, status=422)
    submissions.set_outcome(form.submission_key.data or "", made.public_id)
    target = url_for(".thread", public_id=made.public_id, done="started")
    db.session.commit()
    return see_other(target)


@bp.post("/threads/<public_id>/posts")
@requires(Permission.COMMUNITY_WRITE)
@at_most("20 per minute")
def reply(public_id: str) -> Response:
    """Answer, once however often the button is pressed; `to` names the post that is answered."""
    found, form = one_thread(public_id, Permission.COMMUNITY_WRITE, lock=True), ReplyForm()
    answered = _answered(request.form.get("to", ""))
    if answered is not None and answered.thread_id != found.id:
        answered = None
    if not form.validate():
        return thread_page(found, form, answered, status=422)
    used = claimed(form, f"reply-{public_id}")
    if used is not None:
        return see_other(url_for(".thread", public_id=public_id, post=used.outcome))
    try:
        made = say(current_actor(), found, body=form.body.data or "", to=answered, uploads=form.uploads)
        note_answer(found, made)
    except Refusal as refusal:
        db.session.rollback()
        form.body.errors = [refusal.message]
        return thread_page(one_thread(public_id, Permission.COMMUNITY_WRITE), form, None, status=422)
    submissions.set_outcome(form.submission_key.data or "", str(made.number))
    target = url_for(".thread", public_id=public_id, page=page_of(made.number), done="said",
                     _anchor=f"post-{made.number}")  # fmt: skip
    db.session.commit()
    return see_other(target)


def thread_page(
    found: Thread, form: ReplyForm, answered: Post | None, standing: Standing | None = None, status: int = 200
) -> Response:
    """The page of a thread with the form of an answer; a fixed number of statements for any number of posts."""
    actor = current_actor()
    today, standing = clock.today(actor.time_zone), standing or standing_in(found, actor.person_id)
    may = permissions_on(actor, found)
    posts = _posts_page(found)
    asked = question_of(found) if found.kind == ThreadKind.QUESTION else None
    beside = around(posts.rows, actor.person_id)
    rows = {post.author_id for post in (*posts.rows, *beside.answered.values())}
    heard = voices_of(rows | _people_of(asked), today)
    hides = found.hides_author and not _knows_author(found, asked, may)
    level = LevelForm(formdata=None)
    level.level.data = standing.level
    first = posts.rows[0] if posts.rows and posts.rows[0].number == 1 else _first_of(found)
    return page(
        "community/thread.html", fragment="reply_form", status=status, thread=found, posts=posts, beside=beside,
        may=may, P=Permission, form=form, answered=answered, standing=standing, asked=asked, level=level, today=today,
        voice=lambda author_id: _heard(heard, author_id, found, hides=hides), me=actor.person_id,
        title=found.title if first.is_shown else "", circle=circle_words(found.space), refusal=refuse_to_write(actor),
        n_readers=count_readers(found.space, today),
        n_acknowledged=count_acknowledged(found) if found.kind == ThreadKind.ANNOUNCEMENT else 0,
        outcome=OutcomeForm(formdata=None, obj=asked) if asked else None, done=request.args.get("done", ""),
        page_of=page_of,
    )  # fmt: skip


def _posts_page(found: Thread) -> Page:
    if "page" in request.args or request.method == "GET":
        return paginate(posts_of(found), per_page=POSTS_PER_PAGE)
    last = page_of(found.n_posts)
    rows = db.session.scalars(
        posts_of(found).offset((last - 1) * POSTS_PER_PAGE).limit(POSTS_PER_PAGE)
    ).all()  # fmt: skip
    return Page(rows, last, found.n_posts, POSTS_PER_PAGE)


def _first_of(found: Thread) -> Post:
    first: Post = db.session.scalars(posts_of(found).where(Post.number == 1)).one()
    return first


def _people_of(asked: Question | None) -> set[int]:
    return {one for one in (asked.addressee_id, asked.taken_by_id) if one} if asked else set()


def _knows_author(found: Thread, asked: Question | None, may: Any) -> bool:
    """Whoever moderates, the addressee of a question and the author know whose it is."""
    me = current_actor().person_id
    is_asked = asked is not None and asked.addressee_id == me
    return Permission.COMMUNITY_MODERATE in may or is_asked or found.author_id == me


def _heard(heard: dict[int, Voice], author_id: int, found: Thread, *, hides: bool) -> Voice:
    return UNNAMED if hides and author_id == found.author_id else heard[author_id]


def _answered(public_id: str | None = None) -> Post | None:
    """The post that an answer is about, from the address or the form."""
    wanted = public_id if public_id is not None else request.args.get("quote") or request.args.get("reply") or ""
    return one_post(wanted) if wanted else None


def _new_page(space: Space, form: ThreadForm, status: int = 200) -> Response:
    actor = current_actor()
    return page(
        "community/new_thread.html", fragment="thread_form", status=status, space=space, form=form,
        circle=circle_words(space), n_readers=count_readers(space, clock.today(actor.time_zone)),
        refusal=refuse_to_write(actor), is_announcement=space.kind == SpaceKind.ANNOUNCEMENTS, asked_page=asked_page(),
    )  # fmt: skip
