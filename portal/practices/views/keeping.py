"""«Практика ещё живая?»: confirm it, renew it or take it down."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.practices.actions import archive_practice, confirm_practice
from portal.practices.forms import ArchiveForm
from portal.practices.models import Practice
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice


@bp.get("/<public_id>/keeping")
@requires(Permission.PRACTICE_ARCHIVE)
def keeping(public_id: str) -> Response:
    """Three answers: all is true, renew, take down."""
    return _keeping_page(one_practice(public_id, Permission.PRACTICE_ARCHIVE), ArchiveForm(formdata=None))


@bp.post("/<public_id>/confirmation")
@requires(Permission.PRACTICE_ARCHIVE)
def confirm(public_id: str) -> Response:
    """«Да, всё верно»."""
    practice = one_practice(public_id, Permission.PRACTICE_ARCHIVE, lock=True)
    confirm_practice(current_actor(), practice)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="confirmed"))


@bp.post("/<public_id>/archive")
@requires(Permission.PRACTICE_ARCHIVE)
def archive(public_id: str) -> Response:
    """Take it down, with the reason on its page."""
    practice, form = one_practice(public_id, Permission.PRACTICE_ARCHIVE, lock=True), ArchiveForm()
    if not form.validate():
        return _keeping_page(practice, form, status=422)
    archive_practice(current_actor(), practice, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="archived"))


def _keeping_page(practice: Practice, form: ArchiveForm, status: int = 200) -> Response:
    version = practice.published or practice.working or practice.versions[-1]
    return page(
        "practices/keeping.html", fragment="keeping_form", status=status, practice=practice, form=form, version=version
    )
