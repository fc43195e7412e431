"""The directory, the page of an expert, questions and answers."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.events.experts.actions import KEEPERS, answer_request, ask_expert
from portal.events.experts.forms import AnswerForm, AskForm
from portal.events.experts.models import Expert
from portal.events.experts.queries import events_of, find_experts, is_shown, request_of, requests_to
from portal.events.experts.views.blueprints import experts as bp
from portal.people.readings import show_list

PURPOSE = "expert-question"


def one_expert(public_id: str, permission: Permission, *, lock: bool = False) -> Expert:
    """The expert on whom the reader has the permission."""
    return get_or_404(current_actor(), Expert, public_id, permission, joinedload(Expert.organization),
                      joinedload(Expert.person), lock=lock)  # fmt: skip


@bp.get("")
@requires(Permission.EVENT_JOIN)
def index() -> Response:
    """Experts of one's organisation and of the municipality."""
    actor = current_actor()
    found = paginate(find_experts(actor), scalars=False)
    show_list(actor, "experts.index", {expert.person_id for expert, _shown in found.rows if expert.person_id})
    return page("experts/index.html", fragment="expert_list", found=found,
                may_edit=any(role in KEEPERS for role in actor.roles))  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.EVENT_JOIN)
def show(public_id: str) -> Response:
    """Topics, materials, events; one's own questions, for the expert and those who keep the entry all of them."""
    return _page(one_expert(public_id, Permission.EVENT_READ), AskForm(formdata=None))


@bp.post("/<public_id>/questions")
@requires(Permission.EVENT_JOIN)
@at_most("30 per hour")
def ask(public_id: str) -> Response:
    """Ask, once however often the button is pressed."""
    actor, expert, form = current_actor(), one_expert(public_id, Permission.EVENT_READ, lock=True), AskForm()
    if not form.validate():
        return _page(expert, form, status=422)
    told = submissions.hash_body([expert.id, form.text.data])
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}", told) is None:
        ask_expert(actor, expert, form.text.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="asked"))


@bp.post("/<public_id>/questions/<request_id>")
@requires(Permission.EVENT_JOIN)
def answer(public_id: str, request_id: str) -> Response:
    """Answer: the expert, or whoever keeps the entry."""
    actor, expert, form = current_actor(), one_expert(public_id, Permission.EVENT_READ, lock=True), AnswerForm()
    if not _answers(expert):
        raise NotAllowed
    asked = request_of(expert, request_id)
    if asked is None:
        raise NotSeen
    if not form.validate():
        return _page(expert, AskForm(formdata=None), refused=(asked.public_id, form), status=422)
    answer_request(actor, expert, asked, form.answer.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="answered"))


def _answers(expert: Expert) -> bool:
    actor = current_actor()
    return expert.person_id == actor.person_id or Permission.EVENT_EDIT in permissions_on(actor, expert)


def _page(expert: Expert, form: AskForm, refused: tuple[str, AnswerForm] | None = None, status: int = 200) -> Response:
    actor, answers = current_actor(), _answers(expert)
    asked = requests_to(expert, by=None if answers else actor.person_id)
    people = {each.person_id for each in asked} | ({expert.person_id} if expert.person_id else set())
    show_list(actor, "experts.show", people, organization_id=expert.organization_id)
    return page(
        "experts/show.html", status=status, expert=expert, form=form, asked=asked, answers=answers, refused=refused,
        may=permissions_on(actor, expert), P=Permission, events=events_of(actor, expert),
        is_shown=is_shown(actor, expert), is_self=expert.person_id == actor.person_id,
        done=request.args.get("done", ""),
    )  # fmt: skip
