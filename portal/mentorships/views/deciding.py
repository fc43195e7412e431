"""What waits for a decision: one step of one pair, one sitting about many, the order on many."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.mentorships.actions import draft_order, record_sitting, record_step
from portal.mentorships.forms import SittingForm, StepForm
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.pairs import WITH_MEMBERS
from portal.mentorships.queries.steps import Waiting, may_record, waiting_pairs, waiting_step
from portal.mentorships.route import ORDERING
from portal.mentorships.views.blueprints import mentorships as bp
from portal.mentorships.views.opening import one_pair
from portal.people.kinds import BodyKind
from portal.people.readings import show_list
from portal.programs.labels import steps_in_words
from portal.programs.routes import RouteStep

MOST_AT_ONCE = 200


@bp.get("/waiting")
@requires(Permission.MENTORSHIP_DECIDE)
def waiting() -> Response:
    """Pairs on their route that wait for what the reader may write down, by step."""
    actor = current_actor()
    found = waiting_pairs(actor)
    show_list(actor, "mentorships.waiting", [each.person_id for one in found for each in one.pair.members])
    groups: dict[str, list[Waiting]] = {}
    for each in found:
        groups.setdefault(steps_in_words([each.step]), []).append(each)
    return page("mentorships/waiting.html", groups=groups, ordering=ORDERING, done=request.args.get("done", ""),
                may_order=actor.has(Permission.MENTORSHIP_PROPOSE))  # fmt: skip


@bp.get("/<public_id>/step")
@requires(Permission.MENTORSHIP_DECIDE)
def step(public_id: str) -> Response:
    """The step that the pair waits at."""
    pair = one_pair(public_id, Permission.MENTORSHIP_DECIDE)
    form = StepForm(formdata=None)
    form.acted_on.data = clock.today(pair.organization.time_zone)
    return _step_page(pair, _awaited_step(pair), form)


@bp.post("/<public_id>/step")
@requires(Permission.MENTORSHIP_DECIDE)
def record(public_id: str) -> Response:
    """Write down what was said."""
    pair, form = one_pair(public_id, Permission.MENTORSHIP_DECIDE, lock=True), StepForm()
    awaited = _awaited_step(pair)
    form.offer(awaited)
    if not form.validate():
        return _step_page(pair, awaited, form, status=422)
    try:
        record_step(current_actor(), pair, request.form.get("step", ""), form.said)
    except Refusal as refusal:
        db.session.rollback()
        form.outcome.errors = [refusal.message]
        pair = one_pair(public_id, Permission.MENTORSHIP_DECIDE)
        return _step_page(pair, _awaited_step(pair), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="recorded"))


@bp.get("/sitting")
@requires(Permission.MENTORSHIP_DECIDE)
def confirm_sitting() -> Response:
    """Which pairs the body decides about, before the decision is written down."""
    form = SittingForm(formdata=None)
    form.acted_on.data = clock.today(current_actor().time_zone)
    return _sitting_page(_chosen(request.args.getlist("pair")), request.args.get("body", ""), form)


@bp.post("/sitting")
@requires(Permission.MENTORSHIP_DECIDE)
def hold_sitting() -> Response:
    """One decision with its date and protocol for all of them, or for none."""
    pairs, body, form = _chosen(request.form.getlist("pair"), lock=True), request.form.get("body", ""), SittingForm()
    if not form.validate():
        return _sitting_page(pairs, body, form, status=422)
    try:
        record_sitting(current_actor(), pairs, body, form.said_by(body))
    except Refusal as refusal:
        db.session.rollback()
        form.outcome.errors = [refusal.message]
        return _sitting_page(_chosen(request.form.getlist("pair")), body, form, status=422)
    db.session.commit()
    return see_other(url_for(".waiting", done="sitting"))


@bp.get("/order")
@requires(Permission.MENTORSHIP_PROPOSE)
def confirm_order() -> Response:
    """Which pairs stand in the order, before it is drafted."""
    pairs = _chosen(request.args.getlist("pair"), Permission.MENTORSHIP_PROPOSE)
    return page("mentorships/order.html", pairs=pairs)


@bp.post("/order")
@requires(Permission.MENTORSHIP_PROPOSE)
def order() -> Response:
    """Draft the order from the data."""
    made = draft_order(current_actor(), _chosen(request.form.getlist("pair"), Permission.MENTORSHIP_PROPOSE, lock=True))
    target = url_for("documents.show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


def _chosen(
    ids: Sequence[str], permission: Permission = Permission.MENTORSHIP_DECIDE, *, lock: bool = False
) -> Sequence[Mentorship]:
    """The pairs with these ids on which the reader has the permission. One that is hidden hides all (404)."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Refusal(_("Выберите хотя бы одну пару."))
    if len(wanted) > MOST_AT_ONCE:
        raise Refusal(_("За один раз решают не больше чем о %(n)s парах.", n=MOST_AT_ONCE))
    query = select_allowed(current_actor(), permission, Mentorship).where(Mentorship.public_id.in_(wanted))
    if lock:
        query = query.with_for_update(of=Mentorship)
    found = db.session.scalars(query.options(*WITH_MEMBERS).order_by(Mentorship.id)).all()
    if len(found) != len(wanted):
        raise NotSeen
    show_list(current_actor(), "mentorships.chosen", [each.person_id for pair in found for each in pair.members])
    return found


def _awaited_step(pair: Mentorship) -> RouteStep:
    found = waiting_step(pair)
    if found is None:
        raise Refusal(_("Эта пара сейчас ничего не ждёт."))
    if not may_record(current_actor(), pair, found):
        raise NotAllowed
    return found


def _step_page(pair: Mentorship, awaited: RouteStep, form: StepForm, status: int = 200) -> Response:
    form.offer(awaited)
    return page(
        "mentorships/step.html", fragment="step_form", status=status, pair=pair, step=awaited, form=form,
        in_order=awaited.action in ORDERING,
    )  # fmt: skip


def _sitting_page(pairs: Sequence[Mentorship], body: str, form: SittingForm, status: int = 200) -> Response:
    if body not in set(BodyKind):
        raise Refusal(_("Выберите, какой орган решает."))
    for pair in pairs:
        awaited = waiting_step(pair)
        if awaited is not None and not may_record(current_actor(), pair, awaited):
            raise NotAllowed
    return page(
        "mentorships/sitting.html", fragment="sitting_form", status=status, pairs=pairs, body=body, form=form
    )  # fmt: skip
