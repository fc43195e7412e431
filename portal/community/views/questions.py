"""Questions to a mentor: the list, asking with similar ones beside, taken, solved, closed, whether it helped, acts."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.community import actions
from portal.community.forms import ClosureForm, OutcomeForm, QuestionForm
from portal.community.kinds import Outcome, SpaceKind
from portal.community.models import Question, Space, Thread
from portal.community.queries.questions import SHOWN, acts, find_questions, question_of, similar_to
from portal.community.queries.spaces import count_readers, mentors_of, writable_spaces
from portal.community.queries.threads import draft_of_space
from portal.community.queries.voices import voices_of
from portal.community.views.blueprints import questions as bp
from portal.community.views.opening import circle_words, claimed, one_post, one_space, one_thread
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Person

SCHOOL_YEAR_BEGINS = 9


@bp.get("")
@requires(Permission.COMMUNITY_READ)
def index() -> Response:
    """Questions of all spaces of the reader."""
    actor, shown = current_actor(), request.args.get("show", "")
    shown = shown if shown in SHOWN else ""
    found = paginate(find_questions(actor, shown), scalars=False)
    today = clock.today(actor.time_zone)
    return page(
        "questions/index.html", fragment="question_list", found=found, shown=shown, today=today,
        voices=voices_of([row.Thread.author_id for row in found.rows], today),
        may_ask=bool(writable_spaces(actor, SpaceKind.QUESTIONS)), may_count=actor.has(Permission.COMMUNITY_MODERATE),
        me=actor.person_id,
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.COMMUNITY_WRITE)
def new() -> Response:
    """Ask: first where, if there are several places, then what."""
    spaces = writable_spaces(current_actor(), SpaceKind.QUESTIONS)
    wanted = request.args.get("space", "")
    space = one_space(wanted, Permission.COMMUNITY_WRITE) if wanted else spaces[0] if len(spaces) == 1 else None
    if space is None:
        return page("questions/choose.html", spaces=spaces, circle_words=circle_words)
    form, draft = QuestionForm(formdata=None), draft_of_space(space, current_actor().person_id)
    if draft is not None:
        form.title.data, form.body.data = draft.title, draft.body
    return _new_page(space, form)


@bp.get("/similar")
@requires(Permission.COMMUNITY_READ)
@at_most("120 per minute")
def similar() -> Response:
    """«Похожее уже обсуждали»: under the title while it is typed."""
    title = request.args.get("title", "")
    return page("questions/similar.html", fragment="similar_questions", similar=similar_to(current_actor(), title))


@bp.post("/<space_id>")
@requires(Permission.COMMUNITY_WRITE)
@at_most("20 per hour")
def create(space_id: str) -> Response:
    """Ask, once however often the button is pressed; `intent=similar` only shows what was asked before."""
    space, form = one_space(space_id, Permission.COMMUNITY_WRITE), QuestionForm()
    if request.form.get("intent") == "similar":
        return _new_page(space, form)
    addressee = _addressee(space, form)
    if not form.validate():
        return _new_page(space, form, status=422)
    used = claimed(form, f"question-{space_id}")
    if used is not None:
        return see_other(url_for("community.thread", public_id=used.outcome))
    try:
        made = actions.ask(
            current_actor(), space, title=form.title.data or "", body=form.body.data or "", tried=form.tried.data or "",
            wanted=form.wanted.data or "", addressee=addressee, hides_author=bool(form.hides_author.data),
            uploads=form.uploads,
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.body.errors = [refusal.message]
        return _new_page(one_space(space_id, Permission.COMMUNITY_WRITE), form, status=422)
    submissions.set_outcome(form.submission_key.data or "", made.public_id)
    target = url_for("community.thread", public_id=made.public_id, done="asked")
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/taking")
@requires(Permission.COMMUNITY_WRITE)
def take(public_id: str) -> Response:
    """I take it on."""
    _thread, asked = _asked(public_id, Permission.COMMUNITY_WRITE)
    actions.take(current_actor(), asked)
    db.session.commit()
    return see_other(url_for("community.thread", public_id=public_id, done="taken"))


@bp.post("/<public_id>/solution")
@requires(Permission.COMMUNITY_READ)
def accept(public_id: str) -> Response:
    """«Это решило вопрос»: said by the author or by who moderates."""
    thread, asked = _asked(public_id, Permission.COMMUNITY_READ)
    _refuse_stranger(thread)
    actions.accept(current_actor(), asked, one_post(request.form.get("answer", "")))
    db.session.commit()
    return see_other(url_for("community.thread", public_id=public_id, done="solved"))


@bp.get("/<public_id>/closure")
@requires(Permission.COMMUNITY_READ)
def confirm_closure(public_id: str) -> Response:
    """Why no answer is waited for."""
    thread, _question = _asked(public_id, Permission.COMMUNITY_READ, lock=False)
    _refuse_stranger(thread)
    return page("questions/closure.html", thread=thread, form=ClosureForm(formdata=None))


@bp.post("/<public_id>/closure")
@requires(Permission.COMMUNITY_READ)
def close(public_id: str) -> Response:
    """Close it without an answer."""
    thread, asked = _asked(public_id, Permission.COMMUNITY_READ)
    _refuse_stranger(thread)
    form = ClosureForm()
    if not form.validate():
        return page("questions/closure.html", fragment="closure_form", status=422, thread=thread, form=form)
    actions.close_question(current_actor(), asked, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for("community.thread", public_id=public_id, done="closed"))


@bp.post("/<public_id>/outcome")
@requires(Permission.COMMUNITY_READ)
def follow_up(public_id: str) -> Response:
    """Did it help: the author says so."""
    thread, asked = _asked(public_id, Permission.COMMUNITY_READ)
    if thread.author_id != current_actor().person_id:
        raise NotAllowed
    form = OutcomeForm()
    if not form.validate():
        raise Refusal(_("Выберите: да, частично или нет."))
    actions.follow_up(current_actor(), asked, Outcome(form.outcome.data))
    db.session.commit()
    return see_other(url_for("community.thread", public_id=public_id, done="followed_up"))


@bp.get("/statistics")
@requires(Permission.COMMUNITY_MODERATE)
def statistics() -> Response:
    """Acts of situational mentoring of the school year by who answered."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    year = today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1
    first = today.replace(year=year, month=SCHOOL_YEAR_BEGINS, day=1)
    found = paginate(acts(actor, first, today), scalars=False, per_page=50)
    return page("questions/statistics.html", found=found, first=first, today=today)


def _asked(public_id: str, permission: Permission, *, lock: bool = True) -> tuple[Thread, Question]:
    thread = one_thread(public_id, permission, lock=lock)
    asked = question_of(thread)
    if asked is None:
        raise NotSeen
    return thread, asked


def _refuse_stranger(thread: Thread) -> None:
    """Only the author and those who moderate decide about a question."""
    actor = current_actor()
    if thread.author_id != actor.person_id and Permission.COMMUNITY_MODERATE not in permissions_on(actor, thread):
        raise NotAllowed


def _mentors(space: Space) -> Sequence[Person]:
    return mentors_of(space, clock.today(space.organization.time_zone))


def _addressee(space: Space, form: QuestionForm) -> Person | None:
    """The mentor who was chosen; a stranger is an error of the field."""
    if not form.addressee.data:
        return None
    found = next((one for one in _mentors(space) if one.public_id == form.addressee.data), None)
    if found is None:
        form.addressee.validators = (_refuse_choice,)
    return found


def _refuse_choice(form: QuestionForm, field: Any) -> None:
    raise ValidationError(_("Выберите наставника из списка"))


def _new_page(space: Space, form: QuestionForm, status: int = 200) -> Response:
    actor = current_actor()
    form.addressee.choices = [
        SelectChoice("", _("Любой наставник пространства")),
        *(SelectChoice(one.public_id, one.name) for one in _mentors(space)),
    ]
    title = form.title.data or ""
    return page(
        "questions/new.html", fragment="question_form", status=status, space=space, form=form,
        circle=circle_words(space), n_readers=count_readers(space, clock.today(actor.time_zone)),
        refusal=actions.refuse_to_write(actor), similar=similar_to(actor, title) if title else [],
    )  # fmt: skip
