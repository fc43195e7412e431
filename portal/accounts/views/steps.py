"""Steps between a right password and the portal, and the password asked once more."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.web import SignInNeeded, current_actor, public
from portal.accounts import actions, passwords
from portal.accounts.forms import CodeForm, ConfirmationForm, NewPasswordForm
from portal.accounts.queries import Reader, Step
from portal.accounts.throttle import failed, succeeded, wait_seconds
from portal.accounts.views.answers import go_on, kept_of_request, later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.views.own import own_account
from portal.accounts.web import begin_session, current_reader
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import BaseForm
from portal.core.web.pages import page, safe_next, see_other


@bp.get("/login/code")
@public
def second_step() -> Response:
    """The code of the telephone, after the password."""
    if _signed_in().needs is not Step.CODE:
        return see_other(safe_next(request.args.get("next")))
    return _code_page(CodeForm())


@bp.post("/login/code")
@public
def show_code() -> Response:
    """Let the session through with a right code; wrong ones are counted like passwords."""
    form, reader = CodeForm(), _signed_in()
    if reader.needs is not Step.CODE:
        return see_other(safe_next(request.form.get("next")))
    counted = f"code of {reader.user_id}"
    wait = wait_seconds(counted)
    if wait:
        form.code.errors = [wait_words(wait)]
        return later(_code_page(form, 429), wait)
    if not form.validate():
        return _code_page(form, 422)
    try:
        token = actions.show_second_factor(
            current_actor(), own_account(), code=form.code.data or "", session_id=reader.session_id or 0
        )
    except Refusal as refusal:
        return _code_refused(form, refusal, counted)
    succeeded(counted)
    begin_session(token)
    db.session.commit()
    return see_other(safe_next(request.form.get("next")))


@bp.get("/account/first-password")
@public
def first_password() -> Response:
    """A password of one's own, after the code of a slip."""
    if _signed_in().needs is not Step.PASSWORD:
        return see_other(safe_next(request.args.get("next")))
    return _password_page(NewPasswordForm())


@bp.post("/account/first-password")
@public
def set_first_password() -> Response:
    """Put the own password in force; the code opens nothing any more."""
    form, reader = NewPasswordForm(), _signed_in()
    if reader.needs is not Step.PASSWORD:
        return see_other(safe_next(request.form.get("next")))
    if not form.validate():
        return _password_page(form, 422)
    try:
        actions.set_own_password(
            current_actor(), own_account(), new=form.new.data or "", session_id=reader.session_id or 0
        )
    except Refusal as refusal:
        db.session.rollback()
        form.new.errors = [refusal.message]
        return _password_page(form, 422)
    db.session.commit()
    return see_other(safe_next(request.form.get("next")))


@bp.get("/account/confirmation")
@public
def confirmation() -> Response:
    """The password again, before something dangerous."""
    if _signed_in().is_confirmed:
        return see_other(safe_next(request.args.get("next")))
    return _confirmation_page(ConfirmationForm())


@bp.post("/account/confirmation")
@public
def confirm() -> Response:
    """Note that the owner is here; a form under way comes back with a button."""
    form, reader = ConfirmationForm(), _signed_in()
    counted = f"password of {reader.user_id}"
    wait = wait_seconds(counted)
    if wait:
        form.password.errors = [wait_words(wait)]
        return later(_confirmation_page(form, 429), wait)
    if not form.validate():
        return _confirmation_page(form, 422)
    if not passwords.is_right(form.password.data or "", own_account().password_hash):
        failed(counted)
        form.password.errors = [_("Пароль не подошёл. Проверьте раскладку и Caps Lock.")]
        return _confirmation_page(form, 422)
    succeeded(counted)
    actions.confirm_session(reader.session_id or 0)
    db.session.commit()
    return go_on(request.form.get("next", ""))


def _signed_in() -> Reader:
    reader = current_reader()
    if not reader.is_signed_in:
        raise SignInNeeded
    return reader


def _code_refused(form: CodeForm, refusal: Refusal, counted: str) -> Response:
    db.session.rollback()
    failed(counted)
    form.code.errors = [refusal.message]
    return _code_page(form, 422)


def _code_page(form: CodeForm, status: int = 200) -> Response:
    return page("accounts/second_step.html", status=status, form=form, next=_next())


def _password_page(form: NewPasswordForm, status: int = 200) -> Response:
    return page("accounts/first_password.html", status=status, form=form, next=_next(), account=own_account())


def _confirmation_page(form: BaseForm, status: int = 200) -> Response:
    return page(
        "accounts/confirmation.html", status=status, form=form, next=_next(), kept=kept_of_request(),
        kept_path=request.form.get("kept_path", ""), cancel_url=url_for("home.index"),
    )  # fmt: skip


def _next() -> str:
    return request.values.get("next", "")
