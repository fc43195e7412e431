"""The respondent's pages: start, one question at a time or all at once, check, receipt, and what waits for me."""

from typing import Any

from flask import current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, public, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_time
from portal.core.web.pages import page, see_other
from surveys import actions
from surveys.codes import WrongCode
from surveys.filling import Door, Invited
from surveys.items import PRESENT, Fields, type_of
from surveys.links import address_of, qr_svg
from surveys.mine import past_surveys, told, waiting_surveys
from surveys.models import Mode
from surveys.packets import progress_of
from surveys.secrets import receipt_code
from surveys.showing import show
from surveys.stamps import TYPED, now_stamp, read_stamps
from surveys.trust import claims_at_start, who_sees
from surveys.views.answering import (
    all_page,
    check_page,
    closed_page,
    form_again,
    item_page,
    step_url,
    typed_words,
)
from surveys.views.blueprint import bp
from surveys.views.codes import chosen_code, code_at_hand
from surveys.views.tokens import actor_of, filling_by, invited_by
from surveys.views.uploads import received
from surveys.withdrawing import may_take_back


@bp.get("/s/<token>")
@public
def start(token: str) -> Response:
    """The first page; `?item=CODE` one question, `?view=all` all of them, `?view=check` the answers."""
    filling, view = filling_by(token), request.args.get("view")
    if filling.door is Door.ANSWERED:
        return see_other(url_for(".receipt", token=token))
    if filling.door is not Door.OPEN:
        return closed_page(token, filling)
    showing = show(filling)
    if view in ("all", "check"):
        return all_page(token, showing) if view == "all" else check_page(token, showing)
    if "item" in request.args:
        return item_page(token, showing, request.args["item"])
    return page(
        "surveys/start.html", token=token, showing=showing, filling=filling, sees=who_sees(filling),
        claims=claims_at_start(filling),
    )  # fmt: skip


@bp.post("/s/<token>")
@public
def respond(token: str) -> Response:
    """Save the named fields, show the answers, or submit: `intent` says which; without one it submits."""
    invited = invited_by(token)
    deed = {"save": _save, "check": _check}.get(request.form.get("intent", ""), _submit)
    try:
        return deed(token, invited)
    except Refusal as refusal:
        return _refused(token, refusal)


@bp.get("/s/<token>/receipt")
@public
def receipt(token: str) -> Response:
    """What happened, what comes next, and the code by which the submission is recognised."""
    filling = filling_by(token)
    if filling.door is not Door.ANSWERED:
        return see_other(url_for(".start", token=token))
    return page(
        "surveys/receipt.html", token=token, showing=show(filling), filling=filling, sees=who_sees(filling),
        receipt=receipt_code(filling.invitation.public_id), code=code_at_hand(filling), mode=filling.assignment.mode,
        may_take_back=may_take_back(filling.assignment), modes=Mode,
    )  # fmt: skip


@bp.get("/s/<token>/qr.svg")
@public
def qr(token: str) -> Response:
    """This address as a QR code: to go on with another device, or to print."""
    invited_by(token)
    return current_app.response_class(qr_svg(address_of(token)), mimetype="image/svg+xml")


@bp.get("/my/surveys")
@requires(Permission.DESK_READ)
def mine() -> Response:
    """What waits for me, what is done, what was closed."""
    actor = current_actor()
    waiting = told(db.session.execute(waiting_surveys(actor)).all())
    return page("surveys/mine.html", waiting=waiting, past=past_surveys(actor))


def _save(token: str, invited: Invited) -> Response:
    """Store the named fields; a script hears what is saved and shown now, a form goes on to the next question."""
    client, seq = request.form.get("client", ""), request.form.get("seq", "")
    number = int(seq) if seq.isascii() and seq.isdigit() and len(seq) < 12 else 0
    fields, refused = received(invited.definition)
    saved = actions.save_answers(actor_of(token), invited.invitation, fields, client, number, **_promised())
    db.session.commit()
    if _wants_json():
        return _acknowledged(invited, saved)
    errors = {**_problems_of_item(invited, saved), **saved.errors, **refused}
    if errors:
        return form_again(token, filling_by(token), errors)
    if request.form.get("item"):
        return see_other(step_url(token, show(filling_by(token)), request.form["item"]))
    return see_other(url_for(".start", token=token))


def _check(token: str, invited: Invited) -> Response:
    """Store the named fields and show all answers in words; what could not be read goes back to the form."""
    fields, refused = received(invited.definition)
    saved = actions.save_answers(actor_of(token), invited.invitation, fields, **_promised())
    db.session.commit()
    filling = filling_by(token)
    errors = {code: message for code, message in {**saved.errors, **refused}.items() if code in saved.visible}
    return form_again(token, filling, errors) if errors else check_page(token, show(filling))


def _submit(token: str, invited: Invited) -> Response:
    """Submit once; what is not complete yet is kept as a draft and comes back with its errors."""
    key = request.form.get("submission_key") or submissions.new_key()
    fields, refused = received(invited.definition)
    try:
        code = chosen_code(invited)
        if refused:
            raise actions.Incomplete(refused)
        actions.submit_response(actor_of(token), invited.invitation, fields, key, **_promised(), code=code)
    except WrongCode as wrong:
        return _with_wrong_code(token, invited, fields, wrong)
    except actions.Incomplete as incomplete:
        actions.save_answers(actor_of(token), invited.invitation, fields, **_promised())
        db.session.commit()
        return form_again(token, filling_by(token), incomplete.errors)
    db.session.commit()
    return see_other(url_for(".receipt", token=token))


def _with_wrong_code(token: str, invited: Invited, fields: Fields, wrong: WrongCode) -> Response:
    """The answers are kept and shown again, with what is wrong with the code."""
    db.session.rollback()
    filling = filling_by(token)
    if filling.door is Door.ANSWERED:
        return see_other(url_for(".receipt", token=token))
    actions.save_answers(actor_of(token), invited.invitation, fields, **_promised())
    db.session.commit()
    return check_page(token, show(filling_by(token)), status=422, errors={"code_choice": wrong.message})


def _acknowledged(invited: Invited, saved: actions.Saved) -> Response:
    """What the page's script hears: what is shown now, what could not be read, where a newer answer stands."""
    done, total = progress_of(invited.definition, saved.answers)
    return jsonify(
        saved_at=ru_time(clock.now(), invited.zone), now=now_stamp(), visible=saved.visible,
        problems=list(saved.errors.values()), newer=_fields_of(invited, saved), done=done, total=total,
        progress=_("Отвечено %(done)s из %(total)s", done=done, total=total),
    )  # fmt: skip


def _fields_of(invited: Invited, saved: actions.Saved) -> dict[str, list[str]]:
    """Fields of the answers that stayed, for the controls of a page that knew older ones."""
    found: dict[str, list[str]] = {}
    for item in invited.definition.items:
        item_type = type_of(item)
        if saved.newer & set(item_type.answer_codes(item)):
            stands = item_type.as_fields(item, saved.answers)
            names = [name for name in item_type.fields(item) if not name.endswith(PRESENT)]
            found |= {name: list(stands.get(name, ())) for name in names}
    return found


def _promised() -> dict[str, Any]:
    """When each field was typed, and the terms that the page showed."""
    return {"stamps": read_stamps(request.form.get(TYPED, "")), "terms": request.form.get("terms", "")}


def _refused(token: str, refusal: Refusal) -> Response:
    """Why not (409), with everything that was typed; a form that is merely stale comes back with a new key."""
    db.session.rollback()
    if _wants_json():
        return current_app.make_response((jsonify(message=refusal.message), 409))
    filling = filling_by(token)
    if filling.door is Door.OPEN:
        return check_page(token, show(filling), status=409, message=refusal.message)
    return closed_page(token, filling, message=refusal.message, typed=typed_words(filling))


def _problems_of_item(invited: Invited, saved: actions.Saved) -> dict[str, str]:
    """What is wrong with the one question on the page that «Продолжить» leaves."""
    code = request.form.get("item", "")
    item = invited.definition.by_code.get(code)
    if item is None or code not in saved.visible:
        return {}
    return type_of(item).problems(item, saved.answers)


def _wants_json() -> bool:
    """Whether the page's script saves, and not a form or a program that follows redirects."""
    return request.headers.get("Accept", "").startswith("application/json")
