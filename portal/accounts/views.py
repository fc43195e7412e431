"""Pages of sign-in and of the own account."""

import sqlalchemy as sa
from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, public, requires
from portal.accounts import actions
from portal.accounts.devices import device_name
from portal.accounts.forms import PasswordForm, SignInForm
from portal.accounts.models import User
from portal.accounts.queries import find_account, sessions_of
from portal.accounts.throttle import failed, succeeded, wait_seconds
from portal.accounts.web import SECRET_FIELDS, begin_session, current_reader, end_cookie
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _, ngettext
from portal.core.sqlite import reading
from portal.core.web.pages import page, safe_next, see_other

bp = Blueprint("accounts", __name__)


@bp.get("/login")
@public
def login() -> Response:
    """The sign-in page; who is signed in already goes on."""
    target = request.args.get("next", "")
    if current_reader().is_signed_in:
        return see_other(safe_next(target))
    return _login_page(SignInForm(), target)


@bp.post("/login")
@public
def sign_in() -> Response:
    """Check name and password outside any writing transaction, then begin the session."""
    form, target = SignInForm(), request.form.get("next", "")
    if not form.validate():
        return _login_page(form, target, status=422)
    name = form.email.data or ""
    wait = wait_seconds(name)
    if wait:
        return _too_often(form, target, wait)
    user_id = _user_with(name, form.password.data or "")
    if user_id is None:
        failed(name)
        form.email.errors = [*form.email.errors, _("Имя или пароль не подошли. Проверьте раскладку и Caps Lock.")]
        return _login_page(form, target, status=422)
    succeeded(name)
    account = find_account(name)
    if account is None or account.id != user_id:
        raise NotSeen
    begin_session(actions.sign_in(account, device=device_name(request.user_agent.string)))
    db.session.commit()
    return _after_sign_in(target)


@bp.post("/logout")
@public
def logout() -> Response:
    """End the session and leave nothing on the device."""
    reader = current_reader()
    if reader.session_id:
        actions.sign_out(current_actor(), reader.session_id)
        db.session.commit()
    return end_cookie(see_other(url_for("accounts.login", left=1)))


@bp.get("/account")
@requires(Permission.ACCOUNT_MANAGE)
def show() -> Response:
    """The own account: name, roles, password, sessions."""
    return _account_page(PasswordForm())


@bp.post("/account/password")
@requires(Permission.ACCOUNT_MANAGE)
def change_password() -> Response:
    """A new password; other devices are signed out."""
    form, reader = PasswordForm(), current_reader()
    counted = f"password of {reader.user_id}"  # a session left open must not serve for guessing either
    wait = wait_seconds(counted)
    if wait:
        form.old.errors = [_wait_words(wait)]
        return _later(_account_page(form, status=429), wait)
    if not form.validate():
        return _account_page(form, status=422)
    try:
        actions.change_password(current_actor(), _own_account(), old=form.old.data or "", new=form.new.data or "",
                                session_id=reader.session_id or 0)  # fmt: skip
    except Refusal as refusal:
        return _password_refused(form, refusal, counted)
    db.session.commit()
    return see_other(url_for(".show", done="password"))


def _password_refused(form: PasswordForm, refusal: Refusal, counted: str) -> Response:
    """The form again; only a wrong password in force counts as an attempt."""
    db.session.rollback()
    if isinstance(refusal, actions.WrongPassword):
        failed(counted)
        form.old.errors = [refusal.message]
    else:
        form.new.errors = [*form.new.errors, refusal.message]
    return _account_page(form, status=422)


@bp.post("/account/sessions/<public_id>/end")
@requires(Permission.ACCOUNT_MANAGE)
def end_session(public_id: str) -> Response:
    """Sign out another device of one's own."""
    actions.end_session(current_actor(), current_reader().user_id or 0, public_id)
    db.session.commit()
    return see_other(url_for(".show", done="session"))


@bp.post("/account/sessions/end")
@requires(Permission.ACCOUNT_MANAGE)
def end_other_sessions() -> Response:
    """«Выйти везде»: all devices but this one."""
    reader = current_reader()
    actions.end_other_sessions(current_actor(), reader.user_id or 0, reader.session_id or 0)
    db.session.commit()
    return see_other(url_for(".show", done="sessions"))


@bp.post("/account/role")
@requires(Permission.ACCOUNT_MANAGE)
def switch_role() -> Response:
    """Work in the chosen role only; «role:organisation» as the menu of the header sends it."""
    code, _colon, organization_id = request.form.get("role", "").partition(":")
    if code and (code not in set(Role) or not organization_id.isdecimal() or len(organization_id) > 9):
        raise NotSeen
    role, place = (Role(code), int(organization_id)) if code else (None, None)
    actions.switch_role(current_actor(), current_reader().session_id or 0, role, place)
    db.session.commit()
    return see_other(url_for("home.index"))


def _own_account() -> User:
    user_id = current_reader().user_id
    return db.session.scalars(sa.select(User).where(User.id == user_id)).one()


def _account_page(form: PasswordForm, status: int = 200) -> Response:
    reader = current_reader()
    return page(
        "accounts/show.html", fragment="password_form", status=status, form=form, account=_own_account(),
        sessions=sessions_of(reader.user_id or 0), done=request.args.get("done", ""),
    )  # fmt: skip


def _user_with(name: str, password: str) -> int | None:
    with reading():
        user = actions.check_password(name, password)
        user_id = user.id if user else None
        db.session.rollback()
    return user_id


def _login_page(form: SignInForm, target: str, status: int = 200) -> Response:
    kept = [
        (name.removeprefix("kept."), value)
        for name, value in request.form.items(multi=True)
        if name.startswith("kept.") and name.removeprefix("kept.") not in SECRET_FIELDS
    ]
    context = {"form": form, "next": target, "kept": kept, "kept_path": request.form.get("kept_path", "")}
    return make_response(render_template("accounts/login.html", **context), status)


def _too_often(form: SignInForm, target: str, wait: int) -> Response:
    form.email.errors = [_wait_words(wait)]
    return _later(_login_page(form, target, status=429), wait)


def _later(response: Response, wait: int) -> Response:
    response.headers["Retry-After"] = str(wait)
    return response


def _wait_words(wait: int) -> str:
    return ngettext(
        "Слишком много попыток. Повторите через %(num)s минуту.",
        "Слишком много попыток. Повторите через %(num)s минут.",
        max(1, -(-wait // 60)),
    )


def _after_sign_in(target: str) -> Response:
    """On to the page that was asked for; with a refused form in hand, first to the button that saves it."""
    path = request.form.get("kept_path", "")
    kept = [(name[5:], value) for name, value in request.form.items(multi=True) if name.startswith("kept.")]
    if kept and safe_next(path, "POST") == path:
        return make_response(render_template("accounts/kept.html", kept=kept, kept_path=path), 200)
    return see_other(safe_next(target))
