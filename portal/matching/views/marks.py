"""Sensitive marks of a request on a page of their own; who opened it is written down."""

from datetime import timedelta

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import audit, clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.sqlite import set_reading
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.matching.actions import set_marks
from portal.matching.forms import MarksForm
from portal.matching.models import MentoringRequest
from portal.matching.queries import marks_of, may_be_marked
from portal.matching.views.blueprints import requests as bp
from portal.matching.views.opening import one_request
from portal.matching.words import mark_words

VIEWED_ONCE_IN = timedelta(hours=1)


@bp.get("/<public_id>/marks")
@requires(Permission.MARKS_KEEP)
def marks(public_id: str) -> Response:
    """The marks as a form; the reading goes into the trail and is shown to the person."""
    asked = one_request(public_id, Permission.MARKS_KEEP)
    if not may_be_marked(asked):
        leads_on = Permission.CONSENT_READ in permissions_on(current_actor(), asked.person)
        return page(
            "requests/marks.html", asked=asked, form=MarksForm(formdata=None), may_mark=False, leads_on=leads_on
        )
    form = MarksForm(formdata=None, data={"marks": sorted(marks_of(asked))})
    answer = page("requests/marks.html", asked=asked, form=form, may_mark=True)
    if asked.person_id != current_actor().person_id:
        _note_reading(asked)
    return answer


@bp.post("/<public_id>/marks")
@requires(Permission.MARKS_KEEP)
def save_marks(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    asked, form = one_request(public_id, Permission.MARKS_KEEP, lock=True), MarksForm()
    if not form.validate():
        return page("requests/marks.html", fragment="marks_form", status=422, asked=asked, form=form, may_mark=True)
    check_version(asked.version, request.form.get("version"), stands=mark_words(marks_of(asked)),
                  typed=mark_words(form.wanted))  # fmt: skip
    set_marks(current_actor(), asked, form.wanted)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="marks"))


def _note_reading(asked: MentoringRequest) -> None:
    """The trail of a reading (decision 10), once a reader, person and hour, in its own short transaction."""
    actor, person_id, organization_id = current_actor(), asked.person.public_id, asked.organization_id
    seen = sa.exists().where(
        AuditEntry.event == AuditEvent.MARKS_VIEWED,
        AuditEntry.person_id == actor.person_id,
        AuditEntry.subject_id == person_id,
        AuditEntry.happened_at > clock.now() - VIEWED_ONCE_IN,
    )
    if db.session.scalar(sa.select(seen)):
        return
    db.session.rollback()
    set_reading(False)
    audit.record(actor, AuditEvent.MARKS_VIEWED, _Viewed(person_id), organization_id=organization_id)
    db.session.commit()


class _Viewed:
    """Whom an entry is about, after the transaction in which the page was read."""

    __tablename__ = "person"

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id
