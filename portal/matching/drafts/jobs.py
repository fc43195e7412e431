"""The long work of drafts: the solver runs in the worker, with the rights its owner has by then."""

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.i18n import _, ngettext
from portal.core.jobs import Run, job
from portal.matching.drafts.actions import MATCH, solve_run
from portal.matching.drafts.models import MatchingRun


@job(MATCH)
def match_pool(run: Run) -> None:
    """Make one draft; whoever takes it up after a kill begins again, a draft that is made is left as it is."""
    try:
        wanted = get_or_404(run.actor, MatchingRun, run.args["run"], Permission.MATCHING_RUN)
    except (NotSeen, NotAllowed) as fault:  # trying again would not help
        raise Refusal(_("Этот черновик вам больше не открыт.")) from fault
    run_id = wanted.id
    db.session.rollback()
    answer = solve_run(run_id, run.progress)
    n = len(answer.draft.pairs) if answer else 0
    run.finish(ngettext("Подобрана %(num)s пара.", "Подобрано %(num)s пар.", n) if n else _("Готово."))
