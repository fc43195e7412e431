"""«Ввод с бумаги»: a stack of sheets is typed without the mouse, numbers and Enter only."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.core.web.pages import page, see_other
from portal.people.models import Person
from surveys import actions
from surveys.entering.paper import enter_sheet
from surveys.entering.typed import TypedSheet, lines_of, read_sheet
from surveys.items import type_of
from surveys.models import Mode, SurveyAssignment, SurveyInvitation
from surveys.packets import read_packet
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.views.wave import wave_or_404
from surveys.waves.progress import waits

SHOWN = 9
EMPTY = TypedSheet({})


@bp.get("/surveys/<public_id>/paper")
@requires(Permission.RESPONSE_ENTER)
def paper(public_id: str) -> Response:
    """Whose sheet it is: typed letters find a person, one match or a number opens the sheet."""
    wave = wave_or_404(public_id, Permission.RESPONSE_ENTER)
    if wave.mode != Mode.NAMED:
        return _sheet_page(wave, None, EMPTY)
    if "invitation" in request.args:
        return _sheet_page(wave, invitation_or_404(wave, request.args["invitation"]), EMPTY)
    text, chosen = request.args.get("q", "").strip()[:100], request.args.get("n", 0, type=int)
    found = _waiting(wave, text)
    if text and (len(found) == 1 or 1 <= chosen <= len(found)):
        one = found[chosen - 1 if chosen else 0]
        return see_other(url_for(".paper", public_id=public_id, invitation=one.public_id))
    return page(
        "surveys/paper.html", wave=wave, found=found, text=text, done=request.args.get("done", ""),
        last=_name_of(wave, request.args.get("last", "")),
    )  # fmt: skip


@bp.post("/surveys/<public_id>/paper")
@requires(Permission.RESPONSE_ENTER)
def type_paper(public_id: str) -> Response:
    """Take the sheet and go on to the next; `intent=check` only says in words what was read."""
    wave = wave_or_404(public_id, Permission.RESPONSE_ENTER)
    invitation = invitation_or_404(wave, request.form.get("invitation", "")) if wave.mode == Mode.NAMED else None
    definition = compiled(wave.version_id)
    sheet = read_sheet(definition, request.form)
    key = request.form.get("submission_key") or submissions.new_key()
    if sheet.errors or request.form.get("intent") == "check":
        return _sheet_page(wave, invitation, sheet, key=key, status=422 if sheet.errors else 200)
    try:
        enter_sheet(current_actor(), wave, invitation, sheet.fields, key)
    except actions.Incomplete as wrong:
        db.session.rollback()
        return _sheet_page(wave, invitation, sheet, key=key, errors=wrong.errors, status=422)
    except Refusal as refusal:
        db.session.rollback()
        return _sheet_page(wave, invitation, sheet, key=key, message=refusal.message, status=409)
    last: dict[str, Any] = {"last": invitation.public_id} if invitation else {}
    target = url_for(".paper", public_id=public_id, done="typed", **last)
    db.session.commit()
    return see_other(target)


def invitation_or_404(wave: SurveyAssignment, public_id: str) -> SurveyInvitation:
    """The invitation of a person in this wave, whose gate was passed. Raises NotSeen for any other."""
    found = db.session.scalars(
        sa.select(SurveyInvitation)
        .where(
            SurveyInvitation.public_id == public_id,
            SurveyInvitation.assignment_id == wave.id,
            SurveyInvitation.person_id.is_not(None),
            SurveyInvitation.withdrawn_at.is_(None),
        )
        .options(joinedload(SurveyInvitation.person), joinedload(SurveyInvitation.assignment))
    ).one_or_none()
    if found is None:
        raise NotSeen
    return found


def _waiting(wave: SurveyAssignment, text: str) -> Sequence[Any]:
    """The first of those who have not answered, by name, narrowed by the beginnings of words."""
    query = (
        sa.select(SurveyInvitation.public_id, Person.family_name, Person.given_name, Person.patronymic, Person.birth_on)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(waits(wave.id))
        .limit(SHOWN)
    )
    if not text:
        return db.session.execute(query.order_by(SurveyInvitation.id)).all()
    for word in sort_key(text).split():
        begins = Person.sort_name.startswith(word, autoescape=True)
        query = query.where(sa.or_(begins, Person.sort_name.contains(f" {word}", autoescape=True)))
    return db.session.execute(query.order_by(Person.sort_name, SurveyInvitation.id)).all()


def _name_of(wave: SurveyAssignment, public_id: str) -> str:
    """Whose sheet was typed last, for the line that says so."""
    if not public_id:
        return ""
    person = db.session.scalars(
        sa.select(Person)
        .join(SurveyInvitation, SurveyInvitation.person_id == Person.id)
        .where(SurveyInvitation.public_id == public_id[:22], SurveyInvitation.assignment_id == wave.id)
    ).one_or_none()
    return person.full_name if person else ""


def _sheet_page(
    wave: SurveyAssignment, invitation: SurveyInvitation | None, sheet: TypedSheet, *, key: str = "",
    errors: dict[str, str] | None = None, message: str = "", status: int = 200,
) -> Response:  # fmt: skip
    definition = compiled(wave.version_id)
    lines = lines_of(definition)
    said = read_in_words(wave, sheet) if request.method == "POST" else {}
    found = {line.name: words for line in lines if (words := {**(errors or {}), **sheet.errors}.get(line.name))}
    return page(
        "surveys/sheet.html", status=status, wave=wave, invitation=invitation, lines=lines, sheet=sheet, said=said,
        errors=found, message=message, key=key or submissions.new_key(), done=request.args.get("done", ""),
        typed_words=_("Лист внесён.") if request.args.get("done") else "",
    )  # fmt: skip


def read_in_words(wave: SurveyAssignment, sheet: TypedSheet) -> dict[str, str]:
    """What was read from the typed numbers, by line: «3» is «Скорее да»."""
    definition = compiled(wave.version_id)
    packet = read_packet(definition, sheet.fields)
    said = {}
    for code, item in definition.by_code.items():
        words = type_of(item).label(item, packet.answers) if item.type != "section" else ""
        if words and code in sheet.raw and sheet.raw[code] and item.type != "text":
            said[code] = words
    return said
