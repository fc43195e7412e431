"""Pages of sign-in: name and password, and the way out."""

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access.web import current_actor, public
from portal.accounts import actions
from portal.accounts.devices import device_name
from portal.accounts.forms import ForgottenForm, SignInForm
from portal.accounts.queries import find_account
from portal.accounts.throttle import failed, letter_asked, letter_wait, succeeded, wait_seconds
from portal.accounts.views.answers import go_on, kept_of_request, later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.web import begin_session, current_reader, end_cookie
from portal.core.db import db, read_apart
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page, safe_next, see_other


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
    device = device_name(request.user_agent.string)
    begin_session(actions.sign_in(account, device=device, is_shared=bool(form.shared.data)))
    db.session.commit()
    return go_on(target)


@bp.post("/logout")
@public
def logout() -> Response:
    """End the session and leave nothing on the device."""
    reader = current_reader()
    if reader.session_id:
        actions.sign_out(current_actor(), reader.session_id)
        db.session.commit()
    is_shared = reader.is_shared or "next_person" in request.form
    left = url_for("accounts.login", left=1, shared=1 if is_shared else None)
    return end_cookie(see_other(left), is_shared=is_shared)


@bp.get("/login/forgotten")
@public
def forgotten() -> Response:
    """Where to ask for a new password; after asking, what happens next."""
    return page("accounts/forgotten.html", form=ForgottenForm(), is_asked=request.args.get("done") == "1")


@bp.post("/login/forgotten")
@public
def ask_for_new_password() -> Response:
    """The same answer, after the same work, whether the name exists or not (ASVS 6.3.8)."""
    form = ForgottenForm()
    if not form.validate():
        return page("accounts/forgotten.html", status=422, form=form, is_asked=False)
    wait = letter_wait()
    if wait:
        form.email.errors = [wait_words(wait)]
        return later(page("accounts/forgotten.html", status=429, form=form, is_asked=False), wait)
    letter_asked()
    actions.ask_for_new_password(form.email.data or "")
    db.session.commit()
    return see_other(url_for(".forgotten", done=1))


def _user_with(name: str, password: str) -> int | None:
    with read_apart():
        user = actions.check_password(name, password)
        return user.id if user else None


def _login_page(form: SignInForm, target: str, status: int = 200) -> Response:
    context = {"form": form, "next": target, "kept": kept_of_request(), "kept_path": request.form.get("kept_path", "")}
    return make_response(render_template("accounts/login.html", **context), status)


def _too_often(form: SignInForm, target: str, wait: int) -> Response:
    form.email.errors = [wait_words(wait)]
    return later(_login_page(form, target, status=429), wait)
