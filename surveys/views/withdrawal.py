"""«Отозвать мои ответы»: what it means, the code where there is no name, and the deed."""

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core.db import db
from portal.core.errors import Refusal, TooOften
from portal.core.web.pages import page, see_other
from surveys import actions
from surveys.codes import read_code
from surveys.filling import Door, Filling
from surveys.secrets import slug
from surveys.views.blueprint import bp
from surveys.views.codes import code_at_hand, forget_code
from surveys.views.tokens import actor_of, filling_by, invited_by
from surveys.withdrawing import last_moment, may_take_back

TRIES = "20 per day"


@bp.get("/s/<token>/withdrawal")
@public
def confirm_withdrawal(token: str) -> Response:
    """What will be deleted and what stays, before it is done."""
    filling = filling_by(token)
    if request.args.get("done"):
        return page("surveys/withdrawn.html", token=token, filling=filling, is_open=filling.door is Door.OPEN)
    if filling.door is not Door.ANSWERED:
        return see_other(url_for(".start", token=token))
    return _form(token, filling)


@bp.post("/s/<token>/withdrawal")
@public
def withdraw(token: str) -> Response:
    """Delete the response; codes are tried a few times a day only, so that nobody finds one by guessing."""
    invited = invited_by(token)
    code = ""
    try:
        if not invited.is_named:
            _count_try(invited.invitation.public_id)
            code = read_code(request.form.get("code", ""))
        actions.withdraw_response(actor_of(token), invited.invitation, code)
    except Refusal as refusal:
        db.session.rollback()
        return _form(token, filling_by(token), {"code": refusal.message})
    db.session.commit()
    forget_code(invited)
    return see_other(url_for(".confirm_withdrawal", token=token, done="1"))


def _form(token: str, filling: Filling, errors: dict[str, str] | None = None) -> Response:
    status = 200 if not errors else 422 if not filling.is_named and may_take_back(filling.assignment) else 409
    return page(
        "surveys/withdrawal.html", status=status, token=token, filling=filling, errors=errors or {},
        code=request.form.get("code", "") or code_at_hand(filling), may=may_take_back(filling.assignment),
        last=last_moment(filling.assignment),
    )  # fmt: skip


def _count_try(public_id: str) -> None:
    """The counter knows the invitation by a keyed name only."""
    limits, name = current_app.extensions["limits"], ("survey-withdrawal", slug("survey-tries", public_id))
    if not limits.hit(TRIES, *name):
        raise TooOften(limits.seconds_left(TRIES, *name))
