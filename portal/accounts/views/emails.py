"""Another e-mail for one's own account."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.forms import EmailForm
from portal.accounts.steps import demand_confirmation
from portal.accounts.throttle import letter_asked, letter_wait
from portal.accounts.views.answers import later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.views.own import own_account
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other


@bp.get("/account/email")
@requires(Permission.ACCOUNT_MANAGE)
def email() -> Response:
    """The present address and a field for another."""
    demand_confirmation()
    return _page(EmailForm())


@bp.post("/account/email")
@requires(Permission.ACCOUNT_MANAGE)
def change_email() -> Response:
    """Send the confirming letter; nothing changes yet."""
    demand_confirmation()
    form, wait = EmailForm(), letter_wait()
    if wait:
        form.email.errors = [wait_words(wait)]
        return later(_page(form, 429), wait)
    if not form.validate():
        return _page(form, 422)
    try:
        actions.ask_for_email(current_actor(), own_account(), form.email.data or "")
    except Refusal as refusal:
        db.session.rollback()
        form.email.errors = [refusal.message]
        return _page(form, 422)
    db.session.commit()
    letter_asked()
    return see_other(url_for(".email", done=1))


def _page(form: EmailForm, status: int = 200) -> Response:
    return page("accounts/email.html", status=status, form=form, present=own_account().person.email,
                is_asked=request.args.get("done") == "1")  # fmt: skip
