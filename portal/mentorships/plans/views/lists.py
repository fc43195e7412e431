"""Plans as lists: those that one may read, those of a pair; a new one begins here."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.mentorships.kinds import MemberSide
from portal.mentorships.labels import side_label
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.actions import start_plan
from portal.mentorships.plans.catalogue import kinds_for
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.forms import EVERYBODY, READY, StartForm
from portal.mentorships.plans.kinds import PlanKind
from portal.mentorships.plans.labels import KINDS, STATES
from portal.mentorships.plans.queries import (
    PlanFilter,
    achievements_of,
    find_plans,
    items_of_earlier,
    plans_before,
    plans_of,
    template_items,
)
from portal.mentorships.plans.views.blueprints import pair_plans, plans
from portal.mentorships.plans.views.opening import may_in, pair_with_plans
from portal.mentorships.plans.words import earlier_words
from portal.people.readings import show_list

PURPOSE = "plan"


@plans.get("")
@requires(Permission.PLAN_READ)
def index() -> Response:
    """Plans of one's pairs, of one's child, of one's organisation."""
    actor, wanted = current_actor(), PlanFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_plans(actor, wanted, today))
    people = {each.person_id for each in found.rows if each.person_id}
    show_list(actor, "plans.index", people)
    return page(
        "plans/index.html", fragment="plan_list", found=found, wanted=wanted, today=today, states=STATES, kinds=KINDS
    )


@pair_plans.get("/<public_id>/plans")
@requires(Permission.PLAN_READ)
def index_of_pair(public_id: str) -> Response:
    """Plans and achievements of one pair."""
    actor, pair = current_actor(), pair_with_plans(public_id, Permission.PLAN_READ)
    show_list(actor, "pair_plans.index_of_pair", [each.person_id for each in pair.members],
              organization_id=pair.organization_id)  # fmt: skip
    return page(
        "plans/pair.html", pair=pair, found=plans_of(pair), achievements=achievements_of(pair),
        may=may_in(pair), P=Permission, today=clock.today(pair.organization.time_zone),
        done=request.args.get("done", ""),
    )  # fmt: skip


@pair_plans.get("/<public_id>/plans/new")
@requires(Permission.PLAN_EDIT)
def new(public_id: str) -> Response:
    """Which plan, whose, and from what it begins."""
    pair, form = pair_with_plans(public_id, Permission.PLAN_EDIT), StartForm(formdata=None)
    today = clock.today(pair.organization.time_zone)
    form.goal.data, form.starts_on.data = pair.goal, max(today, pair.starts_on or today)
    form.ends_on.data = pair.planned_until or pair.cycle.ends_on
    mentees = pair.standing(MemberSide.MENTEE)
    form.person.data = mentees[0].person.public_id if len(mentees) == 1 else EVERYBODY
    return _start_page(pair, form)


@pair_plans.post("/<public_id>/plans")
@requires(Permission.PLAN_EDIT)
def create(public_id: str) -> Response:
    """Begin it, once however often the button is pressed."""
    pair, form = pair_with_plans(public_id, Permission.PLAN_EDIT, lock=True), StartForm()
    _offer(pair, form)
    if not form.validate():
        return _start_page(pair, form, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"{PURPOSE}-{public_id}")
    if used is not None:
        return see_other(url_for("plans.show", public_id=used.outcome))
    people = {each.person.public_id: each.person for each in pair.members}
    try:
        made = start_plan(
            current_actor(), pair, people.get(form.person.data), kind=PlanKind(form.kind.data),
            items=_filling(pair, form), **form.facts,
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.kind.errors = [refusal.message]
        return _start_page(pair_with_plans(public_id, Permission.PLAN_EDIT), form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for("plans.show", public_id=made.public_id, done="started")
    db.session.commit()
    return see_other(target)


def _filling(pair: Mentorship, form: StartForm) -> list[ItemFacts]:
    """With which items it begins."""
    if form.filling.data == READY:
        return template_items(form.kind.data, pair.format.code, form.starts_on.data, form.ends_on.data)  # type: ignore[arg-type]
    before = next((each for each in plans_before(current_actor(), pair) if each.public_id == form.filling.data), None)
    return items_of_earlier(before) if before is not None else []


def _offer(pair: Mentorship, form: StartForm) -> None:
    people = [
        (each.person, side_label(side).lower())
        for side in (MemberSide.MENTEE, MemberSide.MENTOR)
        for each in pair.standing(side)
    ]
    is_group = pair.group_id is not None or len(pair.standing(MemberSide.MENTEE)) > 1
    earlier = [(each.public_id, earlier_words(each)) for each in plans_before(current_actor(), pair)]
    form.offer(kinds_for(pair.format.code), people, joint=is_group, earlier=earlier)


def _start_page(pair: Mentorship, form: StartForm, status: int = 200) -> Response:
    _offer(pair, form)
    return page("plans/new.html", fragment="start_form", status=status, pair=pair, form=form)
