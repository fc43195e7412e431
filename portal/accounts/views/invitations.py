"""One-time addresses of letters: a page that consumes nothing, and the press that does."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.accounts import actions
from portal.accounts.actions.invitations import login_for
from portal.accounts.devices import device_name
from portal.accounts.forms import NewPasswordForm
from portal.accounts.models import AccountInvitation, Purpose
from portal.accounts.queries import find_invitation
from portal.accounts.throttle import token_failed, token_wait
from portal.accounts.views.answers import later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.web import begin_session
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other


@bp.get("/invitations/<token>")
@public
def invitation(token: str) -> Response:
    """What the letter led to; looking at it uses nothing up, so that a mail filter may look first."""
    wait = token_wait()
    if wait:
        return _wait(wait)
    found = find_invitation(token)
    if found is None:
        token_failed()
        return _over()
    return _invitation_page(found, token, NewPasswordForm())


@bp.post("/invitations/<token>")
@public
def accept_invitation(token: str) -> Response:
    """Set the password, or confirm the address; the key is used up in the same transaction."""
    wait = token_wait()
    if wait:
        return _wait(wait)
    found, form = find_invitation(token), NewPasswordForm()
    if found is None:
        token_failed()
        return _over()
    try:
        return _confirm_email(found) if found.purpose == Purpose.NEW_EMAIL else _set_password(found, token, form)
    except Refusal as refusal:
        return _refused(token, form, refusal)
    except NotSeen:
        return _over()


def _set_password(found: AccountInvitation, token: str, form: NewPasswordForm) -> Response:
    """The password, and a session with it; a second factor is asked for as after any other sign-in."""
    if not form.validate():
        return _invitation_page(found, token, form, 422)
    user = actions.accept_invitation(found, password=form.new.data or "")
    begin_session(actions.sign_in(user, device=device_name(request.user_agent.string)))
    db.session.commit()
    return see_other(url_for("home.index"))


def _confirm_email(found: AccountInvitation) -> Response:
    actions.confirm_email(found)
    db.session.commit()
    return page("accounts/email_confirmed.html")


def _refused(token: str, form: NewPasswordForm, refusal: Refusal) -> Response:
    db.session.rollback()
    found = find_invitation(token)
    if found is None:
        return _over()
    form.new.errors = [refusal.message]
    return _invitation_page(found, token, form, 422)


def _wait(wait: int) -> Response:
    return later(page("accounts/invitation_over.html", status=429, words=wait_words(wait)), wait)


def _over() -> Response:
    db.session.rollback()
    return page("accounts/invitation_over.html", status=404, words="")


def _invitation_page(found: AccountInvitation, token: str, form: NewPasswordForm, status: int = 200) -> Response:
    if found.purpose == Purpose.NEW_EMAIL:
        problem = form.new.errors[0] if status != 200 and form.new.errors else ""
        return page(
            "accounts/email_confirmation.html", status=status, token=token, address=found.address, problem=problem
        )
    return page(
        "accounts/invitation.html", status=status, form=form, token=token, person=found.person,
        login=login_for(found.person), is_first=found.purpose == Purpose.FIRST_SIGN_IN,
    )  # fmt: skip
