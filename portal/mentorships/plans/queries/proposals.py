"""Where items of a plan may come from: the template, answers about needs, an earlier plan, steps of a practice."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.mentorships.plans.catalogue import deficits, sections_of, template_of
from portal.mentorships.plans.facts import ItemFacts, Proposal
from portal.mentorships.plans.kinds import PlanState, Responsible
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries.plans import LOADED, earlier_plans, format_of
from portal.practices.models import PracticeStep, PracticeVersion
from surveys.models import (
    Answer,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)

NEEDS = "needs_teacher"
LOW = 2  # of five: where help is asked for
MOST_DEFICITS = 6


def template_items(kind: str, format_code: str | None, starts_on: date, ends_on: date) -> list[ItemFacts]:
    """Ready items of this type and format with terms inside the plan."""
    known = template_of(kind, format_code)
    if known is None:
        return []
    return [
        ItemFacts(
            section=each.section, activity=each.activity, title=each.title, responsible=Responsible(each.who),
            due_on=min(starts_on + timedelta(days=each.after), ends_on), expected=each.expected,
        )
        for each in known.items
    ]  # fmt: skip


def items_of_earlier(plan: Plan) -> list[ItemFacts]:
    """Items of a plan as those of a new one: the same work, no terms, no results."""
    return [
        ItemFacts(section=each.section, activity=each.activity, title=each.title, expected=each.expected,
                  responsible=Responsible(each.responsible), practice_step_id=each.practice_step_id)
        for each in plan.items
    ]  # fmt: skip


def proposals_for(actor: Actor, plan: Plan) -> list[Proposal]:
    """What may be taken into the plan, by source; items with a title that stands in it already are left out.

    Answers are proposed to nobody but the person who gave them: who else reads them was said before they were given.
    """
    taken = {each.title for each in plan.items}
    found = []
    if actor.person_id is not None and actor.person_id == plan.person_id:
        for code in low_answers(plan):
            each = deficits()[code]
            facts = ItemFacts(section=each.section, activity=each.activity, title=each.title)
            found.append(Proposal(key=f"answer-{code}", source=_("Из вашей анкеты потребностей"), facts=facts))
    ready = template_items(plan.kind, format_of(plan), plan.starts_on, plan.ends_on)
    for n, said in enumerate(ready):
        found.append(Proposal(key=f"template-{n}", source=_("Из заготовки"), facts=said))
    for earlier in earlier_plans([plan.person_id] if plan.person_id else [], plan):
        for item in earlier.items:
            if item.done_on is None:
                said = ItemFacts(section=item.section, activity=item.activity, title=item.title, expected=item.expected,
                                 responsible=Responsible(item.responsible))  # fmt: skip
                source = _("Не закончено в прежнем плане")
                found.append(Proposal(key=f"earlier-{item.public_id}", source=source, facts=said))
    known = sections_of(plan.kind, format_of(plan))
    return [
        Proposal(key=each.key, source=each.source, facts=each.facts.within(known))
        for each in found if each.facts.title not in taken
    ]  # fmt: skip


def low_answers(plan: Plan) -> list[str]:
    """Codes of questions of the needs questionnaire that its person answered lowest, the lowest first."""
    latest = (
        sa.select(Response.id)
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            SurveyInvitation.person_id == plan.person_id,
            SurveyAssignment.organization_id == plan.organization_id,
            Questionnaire.code == NEEDS,
            Response.state == ResponseState.SUBMITTED,
        )
        .order_by(Response.submitted_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = db.session.execute(sa.select(Answer.item_code, Answer.value).where(Answer.response_id == latest)).all()
    return lowest({row.item_code: row.value for row in rows})


def lowest(answers: dict[str, object]) -> list[str]:
    """The same from answers at hand, by code of the question."""
    levels = {code: _level(answers.get(code)) for code in deficits()}
    low = sorted((level, code) for code, level in levels.items() if level is not None and level <= LOW)
    return [code for _level, code in low][:MOST_DEFICITS]


def steps_of(version: PracticeVersion) -> Sequence[PracticeStep]:
    """Steps of a version in their order."""
    return db.session.scalars(
        sa.select(PracticeStep).where(PracticeStep.version_id == version.id).order_by(PracticeStep.position)
    ).all()


def writable_plans(actor: Actor) -> Sequence[Plan]:
    """Drafts into which the actor may take steps, the latest first."""
    found = db.session.scalars(
        select_allowed(actor, Permission.PLAN_EDIT, Plan)
        .where(Plan.state == PlanState.DRAFT)
        .options(*LOADED)
        .order_by(Plan.id.desc())
        .limit(50)
    ).all()
    return [each for each in found if not each.is_closed()]


def _level(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None
