"""The own account: password, sessions, role at hand."""

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.forms import PasswordForm
from portal.accounts.models import User
from portal.accounts.queries import sessions_of
from portal.accounts.throttle import failed, wait_seconds
from portal.accounts.views.answers import later, wait_words
from portal.accounts.views.blueprint import bp
from portal.accounts.web import current_reader
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other


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
        form.old.errors = [wait_words(wait)]
        return later(_account_page(form, status=429), wait)
    if not form.validate():
        return _account_page(form, status=422)
    try:
        actions.change_password(current_actor(), own_account(), old=form.old.data or "", new=form.new.data or "",
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


def own_account() -> User:
    user_id = current_reader().user_id
    return db.session.scalars(sa.select(User).where(User.id == user_id)).one()


def _account_page(form: PasswordForm, status: int = 200) -> Response:
    reader = current_reader()
    return page(
        "accounts/show.html", fragment="password_form", status=status, form=form, account=own_account(),
        sessions=sessions_of(reader.user_id or 0), done=request.args.get("done", ""),
    )  # fmt: skip
