"""Papers of awards: one as DOCX and to print, many at once by the worker."""

import io

from flask import send_file, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import audit, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.jobs import request_job
from portal.core.web.pages import page, see_other
from portal.people import disclosures
from portal.recognition.certificates import has_paper, paper_of, words_of
from portal.recognition.jobs import PAPERS
from portal.recognition.models import Nomination
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.opening import chosen_nominations, note_reading, one_nomination


@bp.get("/<public_id>/print")
@requires(Permission.AWARD_READ)
def printed(public_id: str) -> Response:
    """The paper on a page for the printer."""
    nomination = _with_paper(public_id)
    note_reading([nomination], "awards.printed")
    return page("recognition/paper.html", nomination=nomination, said=words_of(nomination))


@bp.get("/<public_id>.docx")
@requires(Permission.AWARD_READ)
@at_most("120 per hour")
def docx(public_id: str) -> Response:
    """The paper as a file."""
    nomination = _with_paper(public_id)
    made = send_file(io.BytesIO(paper_of(nomination)), mimetype=DOCX, as_attachment=True,
                     download_name=f"{words_of(nomination)['heading']}.docx")  # fmt: skip
    made.headers["Cache-Control"] = "private, no-store"
    note_reading([nomination], "awards.docx")
    return made


@bp.get("/papers")
@requires(Permission.AWARD_KEEP)
def plan_papers() -> Response:
    """Which papers are made; those that were ticked and have none are left out."""
    chosen = [each for each in chosen_nominations() if has_paper(each)]
    note_reading(chosen, "awards.plan_papers")
    return page("recognition/papers.html", chosen=chosen)


@bp.post("/papers")
@requires(Permission.AWARD_KEEP)
@at_most("30 per hour")
def many() -> Response:
    """Papers of all that were ticked, made by the worker."""
    actor, chosen = current_actor(), [each for each in chosen_nominations() if has_paper(each)]
    if not chosen:
        raise Refusal(_("Отметьте вручённые поощрения, для которых печатается бумага."))
    keys = [each.public_id for each in chosen]
    people = {each.person_id for each in chosen if each.person_id}
    disclosures.disclose(actor, "recognition.papers", people, submissions.hash_body(sorted(keys)),
                         organization_id=chosen[0].organization_id)  # fmt: skip
    wanted = request_job(actor, PAPERS, {"awards": keys}, title=_("Грамоты и благодарности"),
                         organization_id=chosen[0].organization_id)  # fmt: skip
    audit.record(actor, AuditEvent.REGISTER_EXPORTED, None, organization_id=chosen[0].organization_id,
                 changes={"kind": PAPERS, "rows": len(keys)})  # fmt: skip
    target = url_for("jobs.show", public_id=wanted.public_id)
    db.session.commit()
    return see_other(target)


def _with_paper(public_id: str) -> Nomination:
    found = one_nomination(public_id, Permission.AWARD_READ)
    if not has_paper(found):
        raise NotSeen
    return found
