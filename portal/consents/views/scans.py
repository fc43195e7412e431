"""One scanned page: its picture, and whose sheet it is where the code could not be read."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions.stacks import decide, match_page
from portal.consents.codes import read_code, shown_code
from portal.consents.kinds import Purpose
from portal.consents.models import ConsentSheet, ScanPage, ScanStack
from portal.consents.paper_kinds import Verdict
from portal.consents.queries.sheets import awaited_sheets, sheet_by_code
from portal.consents.views.blueprints import consents as bp
from portal.core import files
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other

Problems = list[tuple[str, str]]


@bp.get("/pages/<public_id>")
@requires(Permission.CONSENT_RECORD)
def scan(public_id: str) -> Response:
    """The page beside the question whose sheet it is: by the code under the QR, or by name."""
    return _page(_scan(public_id))


@bp.post("/pages/<public_id>")
@requires(Permission.CONSENT_RECORD)
def match(public_id: str) -> Response:
    """Attach the page to the sheet that was named."""
    chosen = _scan(public_id)
    sheet, problem = _named(chosen)
    if sheet is None:
        return _page(chosen, [problem])
    try:
        match_page(current_actor(), chosen, sheet)
    except Refusal as refusal:
        db.session.rollback()
        return _page(_scan(public_id), [("code", refusal.message)])
    stack_id = chosen.stack.public_id
    db.session.commit()
    return see_other(url_for(".stack", public_id=stack_id, done="matched"))


@bp.post("/pages/<public_id>/skip")
@requires(Permission.CONSENT_RECORD)
def skip(public_id: str) -> Response:
    """Not a sheet at all: its picture is not kept."""
    chosen = _scan(public_id)
    stack_id = chosen.stack.public_id
    decide(current_actor(), chosen.stack, {chosen.public_id: Verdict.SKIPPED})
    db.session.commit()
    return see_other(url_for(".stack", public_id=stack_id, done="skipped"))


@bp.get("/pages/<public_id>/image")
@requires(Permission.CONSENT_RECORD)
def scan_image(public_id: str) -> Response:
    """The picture of the page."""
    picture = _scan(public_id).file
    if picture is None:
        raise NotSeen
    return files.send(picture)


def _scan(public_id: str) -> ScanPage:
    sheet, stack = joinedload(ScanPage.sheet), joinedload(ScanPage.stack)
    return get_or_404(
        current_actor(), ScanPage, public_id, Permission.CONSENT_RECORD, joinedload(ScanPage.file),
        stack.joinedload(ScanStack.organization), sheet.joinedload(ConsentSheet.person),
    )  # fmt: skip


def _named(chosen: ScanPage) -> tuple[ConsentSheet | None, tuple[str, str]]:
    """The sheet that the form names, or what is wrong with what was typed."""
    actor, organization_id = current_actor(), chosen.stack.organization_id
    picked, typed = request.form.get("sheet", ""), request.form.get("code", "")
    if picked:
        found = next((each for each in awaited_sheets(actor, organization_id) if each.public_id == picked), None)
        return found, ("sheet", _("Этого листа больше не ждут. Выберите другой."))
    if not typed.strip():
        return None, ("code", _("Укажите код листа или выберите человека"))
    code = read_code(typed)
    if code is None:
        return None, ("code", _("В коде ошибка: двенадцать цифр стоят под QR-кодом"))
    return sheet_by_code(actor, organization_id, code), ("code", _("Листа с таким кодом нет"))


def _page(chosen: ScanPage, problems: Sequence[tuple[str, str]] = ()) -> Response:
    awaited: Sequence[ConsentSheet] = (
        awaited_sheets(current_actor(), chosen.stack.organization_id) if chosen.decision is None else []
    )
    return page(
        "consents/scan.html", status=422 if problems else 200, scan=chosen, problems=list(problems),
        options=[(each.public_id, _sheet_words(each)) for each in awaited],
        typed=request.form.get("code", ""),
        picked=request.form.get("sheet", ""),
        errors=dict(problems), verdict_label=lambda word: Verdict(word).label,
    )  # fmt: skip


def _sheet_words(sheet: ConsentSheet) -> str:
    """A sheet in a list: whose, for what, who signs."""
    words = [sheet.person.full_name, Purpose(sheet.purpose).label]
    if sheet.by_representative:
        words.append(_("подписывает %(name)s", name=sheet.signer.full_name))
    return " · ".join([*words, shown_code(sheet.code)])
