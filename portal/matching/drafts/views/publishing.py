"""Publishing and discarding a draft, each after a page that says what follows."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.drafts.actions import discard as put_away
from portal.matching.drafts.actions import publish as propose
from portal.matching.drafts.kinds import RunState
from portal.matching.drafts.queries import answer_of, is_stale
from portal.matching.drafts.views.blueprints import drafts as bp
from portal.matching.drafts.views.opening import one_run


@bp.get("/runs/<public_id>/publication")
@requires(Permission.MATCHING_RUN)
def confirm_publication(public_id: str) -> Response:
    """To whom the pairs will be proposed, before anybody hears of them."""
    return _publication_page(public_id)


@bp.post("/runs/<public_id>/publication")
@requires(Permission.MATCHING_RUN)
def publish(public_id: str) -> Response:
    """Propose the pairs; a second click finds them proposed."""
    run = one_run(public_id, Permission.MATCHING_RUN, lock=True)
    try:
        propose(current_actor(), run)
    except Refusal as refusal:
        db.session.rollback()
        return _publication_page(public_id, problem=refusal.message, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="published"))


@bp.get("/runs/<public_id>/discarding")
@requires(Permission.MATCHING_RUN)
def confirm_discarding(public_id: str) -> Response:
    """What is gone with a draft."""
    return page("drafts/discarding.html", run=one_run(public_id, Permission.MATCHING_RUN))


@bp.post("/runs/<public_id>/discarding")
@requires(Permission.MATCHING_RUN)
def discard(public_id: str) -> Response:
    """The draft goes; that there was one stays in the list."""
    run = one_run(public_id, Permission.MATCHING_RUN, lock=True)
    put_away(current_actor(), run)
    target = url_for(".index", cycle=run.cycle.public_id, done="discarded")
    db.session.commit()
    return see_other(target)


def _publication_page(public_id: str, *, problem: str = "", status: int = 200) -> Response:
    run = one_run(public_id, Permission.MATCHING_RUN)
    answer = answer_of(run)
    stale = run.state == RunState.DRAFT and answer is not None and is_stale(run)
    return page("drafts/publication.html", fragment="publication", status=status, run=run, answer=answer, stale=stale,
                problem=problem, states=RunState)  # fmt: skip
