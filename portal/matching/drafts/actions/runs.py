"""A draft is asked for, published or discarded."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.jobs import request_job
from portal.matching.drafts.kinds import RunState
from portal.matching.drafts.models import MatchingChoice, MatchingRun
from portal.matching.drafts.queries import answer_of, is_stale, settings_for
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.groups.models import GroupRequest
from portal.matching.groups.queries import WITH_ITS_THINGS
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.signals import Proposal, draft_published
from portal.matching.solving.drafts import Pair
from portal.matching.solving.kinds import Objective
from portal.programs.models import Cycle, MentoringFormat

MATCH = "match_pool"
POINT = 1_000
SYSTEM = Actor.system("matching")


def ask_for_draft(
    actor: Actor, cycle: Cycle, *, objective: Objective, format_: MentoringFormat | None = None,
    base: MatchingRun | None = None, choices: Sequence[MatchingChoice] = (),
) -> MatchingRun:  # fmt: skip
    """A new draft for the whole pool of the year, or of one format; the worker makes it.

    `base` is the draft from which it is made by hand: it hands on its settings; `choices` are rows for the new draft.
    """
    if cycle.closed_on is not None:
        raise Refusal(_("Этот год программы завершён."))
    db.session.execute(sa.select(Cycle.id).where(Cycle.id == cycle.id).with_for_update())  # one number at a time
    settings = MatchingSettings.from_data(base.settings) if base else settings_for(cycle)
    last = db.session.scalar(sa.select(sa.func.max(MatchingRun.number)).where(MatchingRun.cycle_id == cycle.id)) or 0
    made = MatchingRun(
        organization_id=cycle.program.organization_id, cycle_id=cycle.id, format_id=format_.id if format_ else None,
        base_id=base.id if base else None, made_by_id=actor.person_id, number=last + 1, objective=objective,
        settings=settings.as_data(), choices=list(choices),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    job = request_job(
        actor, MATCH, {"run": made.public_id}, title=_("Подбор пар: черновик № %(n)s", n=made.number),
        organization_id=made.organization_id,
    )  # fmt: skip
    made.job_id = job.id
    audit.record(actor, AuditEvent.MATCHING_ASKED, made, changes={"objective": objective, "number": made.number})
    return made


def publish(actor: Actor, run: MatchingRun) -> int:
    """Propose the pairs of the draft; returns how many. A second time it does nothing. Call with the run locked.

    Raises Refusal for what is no draft, where anything that the draft rests on has changed, and where a listener does.
    """
    if run.state == RunState.PUBLISHED:
        return run.published_with or 0
    answer = answer_of(run) if run.state == RunState.DRAFT else None
    if answer is None:
        raise Refusal(_("Опубликовать можно только готовый черновик."))
    if not answer.draft.pairs:
        raise Refusal(_("В этом черновике нет ни одной пары."))
    if is_stale(run):
        raise Refusal(_("С тех пор изменились база, ответы или места наставников. Подберите заново и сравните."))
    proposals = _proposals(answer.draft.pairs)
    run.state, run.published_with = RunState.PUBLISHED, len(proposals)
    run.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MATCHING_PUBLISHED, run, changes={"pairs": len(proposals), "number": run.number})
    draft_published.send(actor, proposals=proposals)
    return len(proposals)


def discard(actor: Actor, run: MatchingRun) -> None:
    """The draft is of no use: what it was made from goes, that it was made stays. Call with the run locked."""
    if run.state == RunState.PUBLISHED:
        raise Refusal(_("Этот черновик опубликован: пары уже предложены."))
    if run.state == RunState.DISCARDED:
        return
    run.state, run.pool, run.answer = RunState.DISCARDED, "", ""
    run.choices.clear()
    run.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MATCHING_DISCARDED, run, changes={"number": run.number})


def discard_old(age: timedelta) -> int:
    """Drafts that nobody published for so long keep nobody's answers any more; returns how many there were."""
    limit = clock.now() - age
    found = db.session.scalars(
        sa.select(MatchingRun).where(
            MatchingRun.state.in_([RunState.QUEUED, RunState.FAILED, RunState.DRAFT]), MatchingRun.created_at < limit
        )
    ).all()
    for run in found:
        discard(SYSTEM, run)
    return len(found)


def _proposals(pairs: Sequence[Pair]) -> tuple[Proposal, ...]:
    keys = [each.mentee for each in pairs]
    asked = sa.select(MentoringRequest).where(MentoringRequest.public_id.in_(keys))
    profiles = sa.select(MentorProfile).where(MentorProfile.public_id.in_({each.mentor for each in pairs}))
    requests = {each.public_id: each for each in db.session.scalars(asked.options(
        joinedload(MentoringRequest.person), joinedload(MentoringRequest.organization),
        joinedload(MentoringRequest.format), joinedload(MentoringRequest.cycle)))}  # fmt: skip
    of_groups = sa.select(GroupRequest).where(GroupRequest.public_id.in_(keys)).options(*WITH_ITS_THINGS)
    groups = {each.public_id: each for each in db.session.scalars(of_groups)}
    mentors = {each.public_id: each for each in db.session.scalars(profiles.options(joinedload(MentorProfile.person)))}
    return tuple(
        Proposal(
            profile=mentors[each.mentor], points=each.score // POINT, group_request=groups.get(each.mentee),
            requests=() if each.mentee in groups else (requests[each.mentee],),
        )
        for each in pairs
    )  # fmt: skip
