"""The second factor of one's own account: setting it up, its recovery codes, switching it off."""

from flask import request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import SignInNeeded, current_actor, public, requires
from portal.accounts import actions, second_factor
from portal.accounts.forms import SetupForm
from portal.accounts.queries import Reader, Step
from portal.accounts.steps import demand_confirmation
from portal.accounts.throttle import failed, succeeded, wait_seconds
from portal.accounts.views.answers import later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.views.own import own_account
from portal.accounts.web import begin_session, current_reader
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, safe_next, see_other


@bp.get("/account/second-factor")
@public
def second_factor_page() -> Response:
    """How to switch it on, or what is on; a role that needs it leads here before anything else."""
    reader = _owner()
    if reader.has_second_factor:
        return page("accounts/second_factor_on.html", left=actions.recovery_codes(own_account()))
    return _setup_page(SetupForm(), second_factor.new_secret())


@bp.post("/account/second-factor")
@public
def begin_second_factor() -> Response:
    """Put it in force when the code is right; the answer shows the recovery codes, once."""
    reader, form = _owner(), SetupForm()
    counted = f"code of {reader.user_id}"
    wait = wait_seconds(counted)
    secret = second_factor.unseal_from_page(form.sealed.data or "", reader.user_id or 0)
    if wait:
        form.code.errors = [wait_words(wait)]
        return later(_setup_page(form, secret, 429), wait)
    if secret is None:
        form.code.errors = [_("Страница устарела. Отсканируйте новый код.")]
        return _setup_page(SetupForm(formdata=None), None, 422)
    if not form.validate():
        return _setup_page(form, secret, 422)
    try:
        codes, token = actions.begin_second_factor(
            current_actor(), own_account(), secret, code=form.code.data or "", session_id=reader.session_id or 0
        )
    except Refusal as refusal:
        return _refused(form, secret, refusal, counted)
    succeeded(counted)
    begin_session(token)
    db.session.commit()
    return page("accounts/recovery_codes.html", codes=codes, next=safe_next(request.form.get("next")))


@bp.post("/account/second-factor/end")
@requires(Permission.ACCOUNT_MANAGE)
def end_second_factor() -> Response:
    """Switch it off; where a role needs it, the next page is the set-up again."""
    demand_confirmation()
    actions.remove_second_factor(current_actor(), own_account())
    db.session.commit()
    return see_other(url_for(".show", done="factor"))


def _owner() -> Reader:
    """Who sets it up: led here by a role, or free to do so with the password just typed."""
    reader = current_reader()
    if not reader.is_signed_in:
        raise SignInNeeded
    if reader.needs is not Step.SETUP:
        demand_confirmation()
    return reader


def _refused(form: SetupForm, secret: str, refusal: Refusal, counted: str) -> Response:
    db.session.rollback()
    if isinstance(refusal, actions.WrongCode):
        failed(counted)
    form.code.errors = [refusal.message]
    return _setup_page(form, secret, 422)


def _setup_page(form: SetupForm, secret: str | None, status: int = 200) -> Response:
    secret = secret or second_factor.new_secret()
    account, reader = own_account(), current_reader()
    form.sealed.data = second_factor.seal_for_page(secret, account.id)
    address = second_factor.address(secret, account.login)
    # The picture is drawn here from the secret and the own name for sign-in, escaped by the address itself.
    qr = Markup(second_factor.picture(address))  # noqa: S704
    return page(
        "accounts/second_factor.html", status=status, form=form, qr=qr, secret=second_factor.spaced(secret),
        next=request.values.get("next", ""), is_asked=reader.must_have_second_factor,
    )  # fmt: skip
