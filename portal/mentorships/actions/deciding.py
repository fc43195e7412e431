"""What was said at the steps of the route: opinions, decisions, agreements, the order, the entry of the registry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.documents.models import Document
from portal.mentorships.actions.states import begin, end, refuse_day
from portal.mentorships.kinds import Ending, Outcome
from portal.mentorships.models import Mentorship, MentorshipDecision
from portal.mentorships.queries.steps import may_record, steps_of, waiting_step
from portal.mentorships.route import ORDERING, TRIAL, grounds_pair
from portal.programs.kinds import StepAction
from portal.programs.queries import settings_of
from portal.programs.routes import RouteStep


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said: yes or no, on which day, by which of the bodies or roles of the step (a code), in which words.

    `words` name the protocol of a body, or say what an opinion was.
    """

    outcome: Outcome
    acted_on: date
    body: str = ""
    words: str = ""


def record_step(actor: Actor, pair: Mentorship, code: str, said: Said) -> None:
    """Write down what was said at the step that the pair waits at; `code` names it, so that nobody answers another.

    An opinion blocks nothing. A no of whoever decides means that the pair does not begin; of a trial meeting, that the
    two do not suit. The step on which the pair rests makes it work from that day. Raises Refusal where the pair waits
    at another step, for a day that lies ahead, for an order of one's own organisation (it is signed, not written
    down), and without words where a body decided; NotAllowed for who may not record it. Call with the pair locked.
    """
    step = _expected(pair, code)
    if not may_record(actor, pair, step):
        raise NotAllowed
    _refuse_said(pair, step, said)
    _write(actor, pair, step, said)
    if said.outcome == Outcome.NO and not step.is_advisory:
        end(actor, pair, Ending.INCOMPATIBLE if step.code == TRIAL.code else Ending.REFUSED)
    elif said.outcome == Outcome.YES and grounds_pair(step, settings_of(pair.cycle)):
        begin(actor, pair, said.acted_on)


def record_sitting(actor: Actor, pairs: Sequence[Mentorship], body: str, said: Said) -> None:
    """One sitting of a body decides about many pairs at once: all of them, or none where one is refused."""
    for pair in pairs:
        step = waiting_step(pair)
        if step is None or body not in step.bodies:
            raise Refusal(_("Одна из пар уже не ждёт решения этого органа. Откройте страницу заново."))
        record_step(actor, pair, step.code, said)


def pass_own_proposal(actor: Actor, pair: Mentorship) -> None:
    """Who proposes in a role that the route names for the proposal has passed that step."""
    first = next(iter(steps_of(pair)), None)
    if first is None or first.action != StepAction.PROPOSAL:
        return
    roles = [grant.role for grant in actor.grants if grant.organization_id == pair.organization_id]
    body = next((role for role in roles if role in first.roles), None)
    if body is not None:
        _write(actor, pair, first, Said(outcome=Outcome.YES, acted_on=pair.proposed_on, body=body))


def pass_draft(actor: Actor, pair: Mentorship, document: Document, on: date) -> None:
    """The draft of the order is made: the step that asks for it is passed. Any other step stays."""
    step = waiting_step(pair)
    if step is not None and step.action == StepAction.DRAFT_ORDER:
        _write(actor, pair, step, Said(outcome=Outcome.YES, acted_on=on, body=_first(step)), document)


def pass_order(actor: Actor, pair: Mentorship, document: Document, on: date) -> bool:
    """The order was signed on the day: the pair works, if this is what it waited for. Whether it was."""
    pass_draft(actor, pair, document, on)
    step = waiting_step(pair)
    if step is None or step.action != StepAction.ORDER:
        return False
    _write(actor, pair, step, Said(outcome=Outcome.YES, acted_on=on, body=_first(step)), document)
    if grounds_pair(step, settings_of(pair.cycle)):
        begin(actor, pair, on)
    return True


def _expected(pair: Mentorship, code: str) -> RouteStep:
    step = waiting_step(pair)
    if step is None or step.code != code:
        raise Refusal(_("Пара ждёт уже другого шага. Откройте страницу заново."))
    return step


def _refuse_said(pair: Mentorship, step: RouteStep, said: Said) -> None:
    refuse_day(pair, said.acted_on)
    if said.acted_on < pair.cycle.starts_on:
        raise Refusal(_("Этот день раньше, чем начался год программы."))
    if step.action in ORDERING and Role.PARTNER_CURATOR not in step.roles:
        raise Refusal(_("Приказ не записывают вручную: составьте его и подпишите, пара начнёт работать сама."))
    if said.body not in (*step.bodies, *step.roles):
        raise Refusal(_("Выберите, кто это сказал."))
    if (said.body in step.bodies or step.action == StepAction.ORDER) and not said.words.strip():
        raise Refusal(_("Напишите, какой это протокол или документ: номер и дата."))
    if said.outcome == Outcome.NO and not said.words.strip():
        raise Refusal(_("Напишите, почему нет."))


def _write(actor: Actor, pair: Mentorship, step: RouteStep, said: Said, document: Document | None = None) -> None:
    own = any(grant.role == said.body for grant in actor.grants)
    made = MentorshipDecision(
        mentorship_id=pair.id, step=step.code, action=step.action, outcome=said.outcome, body=said.body,
        words=clean_text(said.words), acted_on=said.acted_on, recorded_by_id=actor.person_id,
        decided_by_id=actor.person_id if own else None, document_id=document.id if document else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # two wrote down the same step
        raise Refusal(_("Этот шаг уже записан. Откройте страницу заново.")) from None
    pair.version += 1
    db.session.flush()
    audit.record(
        actor, AuditEvent.MENTORSHIP_STEP_PASSED, pair,
        changes={"step": step.code, "action": step.action, "outcome": said.outcome},
    )  # fmt: skip


def _first(step: RouteStep) -> str:
    return next(iter((*step.roles, *step.bodies)), "")
