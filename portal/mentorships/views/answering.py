"""Yes or no: of oneself, for one's child, or as it stands on paper."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.mentorships.actions import say_no, say_yes
from portal.mentorships.forms import AnswerForm, PaperForm
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries.answering import answerable_by
from portal.mentorships.queries.steps import awaited
from portal.mentorships.views.blueprints import mentorships, own_mentorships
from portal.mentorships.views.opening import one_pair


@own_mentorships.get("/<public_id>/answer")
@requires(Permission.MENTORSHIP_ANSWER)
def answer(public_id: str) -> Response:
    """The question, with what is proposed."""
    pair = one_pair(public_id, Permission.MENTORSHIP_ANSWER)
    form = AnswerForm(formdata=None)
    form.answer.data = request.args.get("answer", "")
    return _own_page(pair, form)


@own_mentorships.post("/<public_id>/answer")
@requires(Permission.MENTORSHIP_ANSWER)
def save_answer(public_id: str) -> Response:
    """The answer."""
    pair, form = one_pair(public_id, Permission.MENTORSHIP_ANSWER, lock=True), AnswerForm()
    members = answerable_by(current_actor(), pair)
    form.offer(members)
    member = next((each for each in members if each.public_id == form.member.data), None)
    if not form.validate() or member is None:
        return _own_page(pair, form, status=422)
    _write(form, member)
    db.session.commit()
    return see_other(url_for("mentorships.show", public_id=public_id, done="answered"))


@mentorships.get("/<public_id>/paper")
@requires(Permission.MENTORSHIP_PROPOSE)
def paper(public_id: str) -> Response:
    """Whose answer has come on paper."""
    pair, form = one_pair(public_id, Permission.MENTORSHIP_PROPOSE), PaperForm(formdata=None)
    form.answered_on.data = clock.today(pair.organization.time_zone)
    return _paper_page(pair, form)


@mentorships.post("/<public_id>/paper")
@requires(Permission.MENTORSHIP_PROPOSE)
def save_paper(public_id: str) -> Response:
    """Write the answer down; `agreed_by` tells that it was on paper."""
    pair, form = one_pair(public_id, Permission.MENTORSHIP_PROPOSE, lock=True), PaperForm()
    members = awaited(pair)
    form.offer(members)
    member = next((each for each in members if each.public_id == form.member.data), None)
    if not form.validate() or member is None:
        return _paper_page(pair, form, status=422)
    try:
        _write(form, member)
    except Refusal as refusal:
        db.session.rollback()
        form.member.errors = [refusal.message]
        return _paper_page(one_pair(public_id, Permission.MENTORSHIP_PROPOSE), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="answered"))


def _write(form: AnswerForm, member: MentorshipMember) -> None:
    on = form.answered_on.data if isinstance(form, PaperForm) else None
    if form.is_yes:
        say_yes(current_actor(), member, on=on)
    else:
        say_no(current_actor(), member, reason=form.reason.data or "", on=on)


def _own_page(pair: Mentorship, form: AnswerForm, status: int = 200) -> Response:
    members: Sequence[MentorshipMember] = answerable_by(current_actor(), pair)
    if not members:
        raise Refusal(_("Ваш ответ уже записан или его не ждут."))
    form.offer(members)
    return page(
        "own_mentorships/answer.html", fragment="answer_form", status=status, pair=pair, form=form, members=members
    )


def _paper_page(pair: Mentorship, form: PaperForm, status: int = 200) -> Response:
    members = awaited(pair)
    if not members:
        raise Refusal(_("Все ответы уже записаны."))
    form.offer(members)
    return page("mentorships/paper.html", fragment="paper_form", status=status, pair=pair, form=form)
