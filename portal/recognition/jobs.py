"""Long work of recognition: papers of many awards at once."""

import io
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import store
from portal.core.i18n import _, ngettext
from portal.core.job_files import opened_by
from portal.core.jobs import Run, job
from portal.recognition.certificates import has_paper, package_of
from portal.recognition.models import Nomination
from portal.recognition.queries import LOADED

PAPERS = "award_papers"


@opened_by(PAPERS)
def chosen_awards(actor: Actor, args: dict[str, Any]) -> Sequence[Nomination]:
    """The awards whose papers are made, as long as the actor keeps every one of them."""
    keys = list(args["awards"])
    found = db.session.scalars(
        sa.select(Nomination).where(Nomination.public_id.in_(keys), allowed(actor, Permission.AWARD_KEEP, Nomination))
        .options(*LOADED).order_by(Nomination.year, Nomination.serial)
    ).all()  # fmt: skip
    if len(found) != len(set(keys)):
        raise Refusal(_("Эти поощрения вам больше не открыты."))
    return found


@job(PAPERS)
def make_papers(run: Run) -> None:
    """A ZIP of papers, with the rights of this moment."""
    found = [each for each in chosen_awards(run.actor, run.args) if has_paper(each)]
    file = store(io.BytesIO(package_of(found)), _("Грамоты и благодарности.zip"), made_here=True)
    said = ngettext("Готов %(num)s документ. Он хранится 7 дней.", "Готово %(num)s документов. Они хранятся 7 дней.",
                    len(found))  # fmt: skip
    run.finish(said, file)
