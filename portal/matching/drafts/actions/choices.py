"""What a person sets by hand in a draft: each choice makes a new draft, the former one stays to compare with."""

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.matching.drafts.actions.runs import ask_for_draft
from portal.matching.drafts.kinds import ChoiceKind, RuleCode, RunState
from portal.matching.drafts.models import MatchingChoice, MatchingRun
from portal.matching.groups.models import GroupRequest
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.solving.kinds import Objective

HOLDING = (ChoiceKind.LOCK, ChoiceKind.PICK)


def choose(
    actor: Actor, run: MatchingRun, kind: ChoiceKind, asked: MentoringRequest | GroupRequest, *,
    profile: MentorProfile | None = None, rule: str = "", reason: str = "",
) -> MatchingRun:  # fmt: skip
    """The draft with one choice more; it takes the place of what was set about the same pair or the same mentee.

    Raises Refusal where the draft is no more, for people of another year, and for a pick without a reason.
    """
    _refuse_over(run)
    is_here = asked.cycle_id == run.cycle_id and (profile is None) == (kind == ChoiceKind.RELAX)
    if not is_here or (profile is not None and profile.organization_id != run.organization_id):
        raise Refusal(_("Этих людей нет в черновике."))
    if kind == ChoiceKind.RELAX and rule not in set(RuleCode) - {RuleCode.FORMAT}:
        raise Refusal(_("Такого правила нет."))
    if kind == ChoiceKind.PICK and not reason.strip():
        raise Refusal(_("Напишите, почему пара выбрана вручную."))
    made = MatchingChoice(
        request=asked if isinstance(asked, MentoringRequest) else None,
        group_request=asked if isinstance(asked, GroupRequest) else None,
        profile_id=profile.id if profile else None, chosen_by_id=actor.person_id, kind=kind,
        rule=rule if kind == ChoiceKind.RELAX else "", reason=clean_line(reason),
    )  # fmt: skip
    kept = [_copy(each) for each in run.choices if not _gives_way(each, made)]
    return _again(actor, run, [*kept, made], AuditEvent.MATCHING_CHOICE_SET, kind)


def take_back(actor: Actor, run: MatchingRun, choice: MatchingChoice) -> MatchingRun:
    """The draft without one choice."""
    _refuse_over(run)
    kept = [_copy(each) for each in run.choices if each.id != choice.id]
    return _again(actor, run, kept, AuditEvent.MATCHING_CHOICE_TAKEN_BACK, choice.kind)


def _again(actor: Actor, run: MatchingRun, choices: list[MatchingChoice], event: AuditEvent, kind: str) -> MatchingRun:
    made = ask_for_draft(
        actor, run.cycle, objective=Objective(run.objective), format_=run.format, base=run, choices=choices
    )
    audit.record(actor, event, made, changes={"kind": kind})
    return made


def _gives_way(old: MatchingChoice, new: MatchingChoice) -> bool:
    if old.asked is not new.asked:
        return False
    if ChoiceKind.RELAX in (old.kind, new.kind):
        return old.kind == new.kind and old.rule == new.rule
    return old.profile_id == new.profile_id or (old.kind in HOLDING and new.kind in HOLDING)


def _copy(choice: MatchingChoice) -> MatchingChoice:
    return MatchingChoice(
        request_id=choice.request_id, group_request_id=choice.group_request_id, profile_id=choice.profile_id,
        chosen_by_id=choice.chosen_by_id, kind=choice.kind, rule=choice.rule, reason=choice.reason,
    )  # fmt: skip


def _refuse_over(run: MatchingRun) -> None:
    if run.state not in (RunState.DRAFT, RunState.FAILED):
        raise Refusal(_("Этот черновик уже не меняется. Подберите новый."))
