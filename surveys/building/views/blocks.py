"""Blocks: questions whose marks make one score."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page
from surveys.building.block_form import mixed_blocks, read_blocks, scored_of
from surveys.building.drafts import change_draft
from surveys.building.views.desks import Desk, digest, open_desk, to_list
from surveys.definitions import QuestionnaireDefinition
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/edit/blocks")
@requires(Permission.QUESTIONNAIRE_EDIT)
def blocks(public_id: str) -> Response:
    """Blocks with their names and rules, and every question that can be in one."""
    desk = open_desk(public_id)
    return _blocks_page(desk, desk.definition)


@bp.post("/surveys/<public_id>/edit/blocks")
@requires(Permission.QUESTIONNAIRE_EDIT)
def save_blocks(public_id: str) -> Response:
    """Save them; what somebody else saved in between stands beside what was typed (409)."""
    desk = open_desk(public_id, lock=True)
    read = read_blocks(desk.definition, request.form)
    if read.errors:
        return _blocks_page(desk, read.definition, read.errors, status=422)
    if request.form.get("seen") != _digest(desk.definition) and read.definition != desk.definition:
        return _blocks_page(desk, read.definition, status=409)
    change_draft(current_actor(), desk.draft, read.definition, _("блоки и баллы изменены"))
    db.session.commit()
    return to_list(public_id, done="saved")


def _blocks_page(
    desk: Desk, shown: QuestionnaireDefinition, errors: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    """The form shows `shown`, which is what was typed; in a conflict what stands is listed above it."""
    return page(
        "surveys/building/blocks.html", fragment="block_form", status=status, desk=desk, definition=shown,
        scored=scored_of(shown), errors=errors or {}, mixed=mixed_blocks(shown), seen=_digest(desk.definition),
        stands=_stands(desk.definition) if status == 409 else [],
    )  # fmt: skip


def _digest(definition: QuestionnaireDefinition) -> str:
    return digest((definition.blocks, scored_of(definition)))


def _stands(definition: QuestionnaireDefinition) -> list[tuple[str, str]]:
    """Each block with its questions, as it is saved now."""
    scored = scored_of(definition)
    return [(block.label, "\n".join(each.label for each in scored if each.block == block.code))
            for block in definition.blocks]  # fmt: skip
