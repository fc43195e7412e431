"""What publishing means, before it is done; the deed; and how a draft or a questionnaire is put away."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from surveys.building.drafts import (
    discard_draft,
    publish_draft,
    restore_questionnaire,
    retire_questionnaire,
)
from surveys.building.impact import impact_of
from surveys.building.remarks import find_remarks
from surveys.building.views.desks import Desk, open_desk
from surveys.building.words import CHANGES, MEANINGS, TONES
from surveys.checks import find_problems
from surveys.models import Questionnaire
from surveys.storage import compiled, last_version
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/edit/publication")
@requires(Permission.QUESTIONNAIRE_EDIT)
def confirm_publication(public_id: str) -> Response:
    """What has to be put right, what is worth a thought, and what publishing will do."""
    return _publication_page(open_desk(public_id))


@bp.post("/surveys/<public_id>/edit/publication")
@requires(Permission.QUESTIONNAIRE_EDIT)
def publish(public_id: str) -> Response:
    """Publish exactly what the page showed; a draft changed meanwhile is shown again first (409)."""
    desk = open_desk(public_id, lock=True)
    if request.form.get("version") != str(desk.draft.version):
        return _publication_page(
            desk, _("Пока страница была открыта, черновик изменили. Вот что будет опубликовано теперь.")
        )
    try:
        version = publish_draft(current_actor(), desk.draft, desk.organization)
    except Refusal as refusal:
        db.session.rollback()
        return _publication_page(open_desk(public_id), refusal.message)
    target = url_for(".template", code=desk.questionnaire.code, done=f"published_{min(version.number, 2)}")
    db.session.commit()
    return see_other(target)


@bp.get("/surveys/<public_id>/edit/discard")
@requires(Permission.QUESTIONNAIRE_EDIT)
def confirm_discard(public_id: str) -> Response:
    """What is lost with the draft."""
    return page("surveys/building/discard.html", desk=open_desk(public_id))


@bp.post("/surveys/<public_id>/edit/discard")
@requires(Permission.QUESTIONNAIRE_EDIT)
def discard(public_id: str) -> Response:
    """Forget the draft that the page showed; one that somebody changed meanwhile is not thrown away (409)."""
    desk = open_desk(public_id, lock=True)
    if request.form.get("version") != str(desk.draft.version):
        raise Refusal(_("Пока страница была открыта, черновик изменили. Посмотрите, что в нём теперь."))
    discard_draft(current_actor(), desk.draft)
    db.session.commit()
    return see_other(url_for(".templates", done="discarded"))


@bp.get("/surveys/<public_id>/retirement")
@requires(Permission.QUESTIONNAIRE_EDIT)
def confirm_retirement(public_id: str) -> Response:
    """What retiring means, before it is done."""
    return page("surveys/building/retirement.html", questionnaire=_own(public_id))


@bp.post("/surveys/<public_id>/retirement")
@requires(Permission.QUESTIONNAIRE_EDIT)
def retire(public_id: str) -> Response:
    """Offer the questionnaire no more; nothing is deleted."""
    retire_questionnaire(current_actor(), _own(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".templates", done="retired"))


@bp.post("/surveys/<public_id>/restoration")
@requires(Permission.QUESTIONNAIRE_EDIT)
def restore(public_id: str) -> Response:
    """Offer it again."""
    restore_questionnaire(current_actor(), _own(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".templates", done="restored"))


def _own(public_id: str, *, lock: bool = False) -> Questionnaire:
    return get_or_404(current_actor(), Questionnaire, public_id, Permission.QUESTIONNAIRE_EDIT, lock=lock)


def _publication_page(desk: Desk, message: str = "") -> Response:
    definition = desk.definition
    last = last_version(desk.questionnaire.id)
    words = {item.code: item.text for each in (compiled(last.id) if last else None, definition) if each
             for item in each.by_code.values()}  # fmt: skip
    words |= {block.code: block.label for block in definition.blocks if block.code not in words}
    return page(
        "surveys/building/publication.html", status=409 if message else 200, desk=desk, message=message,
        problems=find_problems(definition), remarks=find_remarks(definition), words=words,
        impact=impact_of(desk.questionnaire, definition), kinds=CHANGES, meanings=MEANINGS, tones=TONES,
        owners={code: item.code for item in definition.items for code in (item.code, *item.row_items)},
    )  # fmt: skip
