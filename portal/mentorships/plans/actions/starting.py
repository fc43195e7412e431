"""Plans begin: of a pair, or of somebody who was hired and has no pair yet."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.actions.items import put_items
from portal.mentorships.plans.actions.rules import refuse_locked
from portal.mentorships.plans.catalogue import sections_of
from portal.mentorships.plans.facts import ItemFacts
from portal.mentorships.plans.kinds import PlanKind
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries import template_items
from portal.people.models import Organization, Person
from portal.programs.actions.changes import change

ADAPTATION_LASTS = timedelta(days=180)


def start_plan(
    actor: Actor, pair: Mentorship, person: Person | None, *, kind: PlanKind, goal: str, starts_on: date, ends_on: date,
    items: Sequence[ItemFacts] = (),
) -> Plan:  # fmt: skip
    """A plan of a pair in draft with these items; `person` is whose it is, None for that of a whole group.

    A work plan is its mentor's, any other its mentee's. Raises Refusal where the pair is over, for somebody of the
    other side, and where such a plan stands already.
    """
    if not pair.is_open:
        raise Refusal(_("Пара завершена: нового плана у неё не будет."))
    side = MemberSide.MENTOR if kind == PlanKind.WORK else MemberSide.MENTEE
    standing = {each.person_id for each in pair.standing(side)}
    if person is None and (kind == PlanKind.WORK or (len(standing) < 2 and pair.group_id is None)):
        raise Refusal(_("Выберите, чей это план."))
    if person is not None and person.id not in standing:
        raise Refusal(_("Выберите, чей это план: наставника или наставляемого этой пары."))
    made = Plan(
        organization_id=pair.organization_id, mentorship_id=pair.id, person_id=person.id if person else None,
        started_by_id=actor.person_id, kind=kind, goal=clean_text(goal), starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    return _add(actor, made, items, pair.format.code)


def start_adaptation(actor: Actor, person: Person, organization: Organization, *, starts_on: date) -> Plan:
    """The plan of the first months of somebody who was hired (PLAN-3), with the ready items.

    Raises Refusal without the consent to take part, and where it stands already.
    """
    if basis_for(person.id, organization.id, Purpose.PARTICIPATION, clock.today(organization.time_zone)) is None:
        raise Refusal(_("Нет согласия на участие и мониторинг: план записать нельзя. Сначала получите его."))
    ends_on = starts_on + ADAPTATION_LASTS
    made = Plan(
        organization_id=organization.id, person_id=person.id, started_by_id=actor.person_id, kind=PlanKind.ADAPTATION,
        goal=_("Освоиться на новом месте и уверенно вести первые занятия"), starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    _add(actor, made, template_items(PlanKind.ADAPTATION, None, starts_on, ends_on), None)
    if person.id != actor.person_id:
        notify([person.id], "plan", _("Для вас начат план адаптации"), f"/plans/{made.public_id}")
    return made


def change_plan(actor: Actor, plan: Plan, *, goal: str, starts_on: date, ends_on: date) -> None:
    """Put goal and days right while the plan is written."""
    refuse_locked(plan)
    _refuse_backwards(starts_on, ends_on)
    changed = change(plan, {"goal": clean_text(goal), "starts_on": starts_on, "ends_on": ends_on})
    audit.record(actor, AuditEvent.PLAN_CHANGED, plan, changes={"fields": changed})


def _add(actor: Actor, made: Plan, items: Sequence[ItemFacts], format_code: str | None) -> Plan:
    _refuse_backwards(made.starts_on, made.ends_on)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Такой план уже есть. Откройте его: там можно начать новую версию.")) from None
    known = sections_of(made.kind, format_code)
    put_items(made, [each.within(known) for each in items])
    audit.record(actor, AuditEvent.PLAN_STARTED, made, changes={"kind": made.kind})
    return made


def _refuse_backwards(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refusal(_("План кончается раньше, чем начинается. Проверьте даты."))


def has_adaptation(person_id: int, organization_id: int) -> bool:
    """Whether the person has a plan of adaptation here, with a pair or without."""
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Plan.person_id == person_id, Plan.organization_id == organization_id,
                    Plan.kind == PlanKind.ADAPTATION,
                )
            )
        )
    )  # fmt: skip
