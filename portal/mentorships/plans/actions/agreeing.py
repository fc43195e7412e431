"""The way of a plan: written, agreed by the mentee, then by the mentor, approved by the curator, begun anew."""

from typing import Any

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.mentorships.kinds import MemberSide
from portal.mentorships.plans.actions.rules import refuse_locked, refuse_over, today_of
from portal.mentorships.plans.kinds import AGREEING, PlanKind, PlanState
from portal.mentorships.plans.labels import kind_label
from portal.mentorships.plans.models import Plan, PlanItem, PlanVersion
from portal.mentorships.plans.queries.plans import people_on

ASKS = {MemberSide.MENTEE: PlanState.WITH_MENTEE, MemberSide.MENTOR: PlanState.WITH_MENTOR}


def submit(actor: Actor, plan: Plan) -> None:
    """The plan is written: whoever has not said yes is asked in turn. A member who hands it in has said it.

    Call with the plan locked. Raises Refusal for a plan without a goal or without items.
    """
    refuse_locked(plan)
    if not plan.items:
        raise Refusal(_("В плане пока нет пунктов: согласовывать нечего."))
    if not plan.goal:
        raise Refusal(_("Напишите цель плана: без неё не понять, ради чего пункты."))
    plan.remark = ""
    for side in MemberSide:
        if actor.person_id in people_on(plan, side):
            _say_yes(actor, plan, side)
    _ask_next(actor, plan)
    audit.record(actor, AuditEvent.PLAN_SUBMITTED, plan)


def agree(actor: Actor, plan: Plan) -> None:
    """Yes of the side that is asked: by one of its people, or by the curator who has it on paper.

    Call with the plan locked. Raises Refusal where nobody is asked.
    """
    refuse_over(plan)
    side = next((side for side, state in ASKS.items() if state == plan.state), None)
    if side is None:
        raise Refusal(_("Сейчас согласие участников не нужно: откройте план ещё раз."))
    _say_yes(actor, plan, side)
    _ask_next(actor, plan)
    audit.record(actor, AuditEvent.PLAN_AGREED, plan, changes={"side": side})


def approve(actor: Actor, plan: Plan) -> PlanVersion:
    """The plan holds from today; what it says is kept as a version. Call with the plan locked."""
    refuse_over(plan)
    if plan.state != PlanState.WITH_CURATOR:
        raise Refusal(_("Этот план сейчас не ждёт утверждения."))
    plan.state, plan.approved_on, plan.approved_by_id = PlanState.APPROVED, today_of(plan), actor.person_id
    plan.version += 1
    kept = PlanVersion(
        plan_id=plan.id, number=plan.number, approved_on=plan.approved_on, approved_by_id=actor.person_id,
        content=content_of(plan),
    )  # fmt: skip
    plan.versions.append(kept)
    db.session.flush()
    _tell(plan, actor, _("План утверждён"))
    audit.record(actor, AuditEvent.PLAN_APPROVED, plan, changes={"number": plan.number})
    return kept


def return_plan(actor: Actor, plan: Plan, *, words: str) -> None:
    """Back to those who write it, with what has to change. Raises Refusal for a plan that nobody is asked about."""
    refuse_over(plan)
    if plan.state not in AGREEING:
        raise Refusal(_("План сейчас не на согласовании."))
    if not words.strip():
        raise Refusal(_("Напишите, что поправить."))
    _begin_again(plan)
    plan.remark = clean_text(words)
    db.session.flush()
    _tell(plan, actor, _("План вернулся на доработку"))
    audit.record(actor, AuditEvent.PLAN_RETURNED, plan)


def begin_version(actor: Actor, plan: Plan) -> None:
    """The approved plan may be changed again, under the next number; the version that was approved is kept."""
    refuse_over(plan)
    if plan.state != PlanState.APPROVED:
        raise Refusal(_("Новую версию начинают из утверждённого плана."))
    plan.number += 1
    _begin_again(plan)
    db.session.flush()
    audit.record(actor, AuditEvent.PLAN_VERSION_BEGUN, plan, changes={"number": plan.number})


def content_of(plan: Plan) -> dict[str, Any]:
    """Head and items as JSON: days in ISO, codes as they are."""
    return {
        "kind": plan.kind, "goal": plan.goal, "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(), "items": [_item(each) for each in plan.items],
    }  # fmt: skip


def _item(item: PlanItem) -> dict[str, Any]:
    return {
        "section": item.section, "activity": item.activity, "title": item.title, "responsible": item.responsible,
        "due_on": item.due_on.isoformat() if item.due_on else None, "expected": item.expected,
    }  # fmt: skip


def _say_yes(actor: Actor, plan: Plan, side: MemberSide) -> None:
    setattr(plan, f"{side}_agreed_on", today_of(plan))
    setattr(plan, f"{side}_agreed_by_id", actor.person_id)


def _ask_next(actor: Actor, plan: Plan) -> None:
    """Who is next: the mentee, unless the plan is the mentor's; the mentor of a pair; the curator."""
    asked = [MemberSide.MENTOR] if plan.kind == PlanKind.WORK else [MemberSide.MENTEE, MemberSide.MENTOR]
    waits = next((side for side in asked if getattr(plan, f"{side}_agreed_on") is None and people_on(plan, side)), None)
    plan.state = ASKS[waits] if waits else PlanState.WITH_CURATOR
    plan.version += 1
    db.session.flush()
    if waits:
        others = people_on(plan, waits) - {actor.person_id}
        notify(sorted(others), "plan", _("План ждёт вашего согласия: %(what)s", what=kind_label(plan.kind)),
               f"/plans/{plan.public_id}")  # fmt: skip


def _begin_again(plan: Plan) -> None:
    plan.state, plan.approved_on, plan.approved_by_id = PlanState.DRAFT, None, None
    plan.mentee_agreed_on = plan.mentor_agreed_on = None
    plan.mentee_agreed_by_id = plan.mentor_agreed_by_id = None
    plan.version += 1


def _tell(plan: Plan, actor: Actor, words: str) -> None:
    people = {one for side in MemberSide for one in people_on(plan, side)} - {actor.person_id}
    notify(sorted(people), "plan", f"{words}: {kind_label(plan.kind)}", f"/plans/{plan.public_id}")
