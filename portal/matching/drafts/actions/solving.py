"""What the worker does with a draft that was asked for: gather, solve, check, keep."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.matching.drafts.answers import Answer, work_out
from portal.matching.drafts.kinds import RunState
from portal.matching.drafts.models import MatchingRun
from portal.matching.drafts.pools import dump_pool
from portal.matching.drafts.queries import choices_of, gather
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.drafts.words import refusal_words
from portal.matching.solving.kinds import Objective
from portal.matching.solving.pool import CannotSolve, Pool
from portal.matching.solving.stored import dump
from portal.programs.models import Cycle, Program


def solve_run(run_id: int, told: Callable[[int, int], None] = lambda done, total: None) -> Answer | None:
    """Make the draft; None where it cannot be made or was made before. Nothing is held while the solver works.

    What was found is in the session and not committed: the job closes in the same transaction.
    """
    run = _load(run_id)
    if run.state != RunState.QUEUED:
        return None
    settings, objective = MatchingSettings.from_data(run.settings), Objective(run.objective)
    relaxed = choices_of(run)[1]
    pool = gather(run.cycle, settings, clock.today(run.organization.time_zone), format_=run.format, relaxed=relaxed)
    choices, _relaxed = choices_of(run, pool)
    db.session.rollback()
    answer, fault = None, _fault(pool)
    if not fault:
        try:
            answer = work_out(pool, objective, choices, told)
        except CannotSolve as problem:
            fault = refusal_words(problem)
    run = _load(run_id, lock=True)
    if run.state != RunState.QUEUED:
        return None
    if answer is None:
        run.state, run.fault = RunState.FAILED, fault
    else:
        run.state, run.pool, run.answer = RunState.DRAFT, dump_pool(pool), dump(answer)
        run.input_hash = answer.draft.input_hash
    run.version += 1
    db.session.flush()
    return answer


def _fault(pool: Pool) -> str:
    if not pool.mentees:
        return _("В базе этого года нет никого, кто ждёт наставника.")
    if not pool.mentors:
        return _("В базе этого года нет наставников, которые сейчас берут наставляемых.")
    return ""


def _load(run_id: int, *, lock: bool = False) -> MatchingRun:
    query = sa.select(MatchingRun).where(MatchingRun.id == run_id).options(
        joinedload(MatchingRun.organization), joinedload(MatchingRun.format),
        joinedload(MatchingRun.cycle).joinedload(Cycle.program).joinedload(Program.organization),
    )  # fmt: skip
    if lock:
        query = query.with_for_update(of=MatchingRun)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
