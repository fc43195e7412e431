"""The cookie becomes a reader and an actor; whoever must sign in first keeps what was typed."""

from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, current_app, g, make_response, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.wrappers import Response

from portal.access.web import SignInNeeded
from portal.accounts.actions import SEEN_EVERY, mark_seen
from portal.accounts.queries import Reader, find_reader
from portal.accounts.steps import ConfirmationNeeded, ask_to_confirm, lead_to_step
from portal.core import clock
from portal.core.db import db, read_apart
from portal.core.errors import StorageBusy
from portal.core.i18n import _
from portal.core.sqlite import set_reading
from portal.core.web.errors import answer
from portal.core.web.pages import see_other

login_manager = LoginManager()
SECRET_FIELDS = {"csrf_token", "password", "old", "new", "again", "code", "sealed"}


class Ticket(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps in the signed cookie: the session's token, nothing about the person."""

    def __init__(self, token: str) -> None:
        self.id = token


def init_app(app: Flask) -> None:
    """Load the reader before each view and answer those who must sign in first."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.user_loader(_load)
    app.before_request(_meet_reader)
    app.before_request(lead_to_step)
    app.after_request(_note_presence)
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(ConfirmationNeeded, _ask_to_confirm)
    app.register_error_handler(CSRFError, _renew_token)
    app.context_processor(lambda: {"reader": current_reader()})


def current_reader() -> Reader:
    """Who looks at the page; a guest when nobody signed in."""
    reader: Reader | None = g.get("reader")
    return reader or Reader()


def begin_session(token: str) -> None:
    """Put the token into a fresh cookie session: nothing of the one before sign-in survives but the CSRF token."""
    crumb = session.get("csrf_token")
    session.clear()
    if crumb:
        session["csrf_token"] = crumb  # the page that answers this request was given its token already
    login_user(Ticket(token))


def end_cookie(response: Response, *, is_shared: bool = False) -> Response:
    """Clear the cookie and everything that the browser kept of this site.

    On a shared computer also the view that the last person chose: the next one begins afresh.
    """
    logout_user()
    session.clear()
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"' if is_shared else '"cache", "storage"'
    if is_shared:
        for name in request.cookies:
            response.delete_cookie(name, secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _load(token: str) -> Ticket | None:
    found = find_reader(token)
    if found is None:
        return None
    g.reader, g.actor = found
    return Ticket(token)


def _meet_reader() -> None:
    """Receive the whole body before the first SQL, then look at the cookie in a reading transaction."""
    is_safe = request.method in ("GET", "HEAD", "OPTIONS")
    if not is_safe:
        request.form, request.files  # noqa: B018 — a slow body must not hold the queue of writers
    set_reading(is_safe)
    if request.endpoint == "static" or "_user_id" not in session:
        return
    if is_safe:
        login_manager._load_user()
        return
    with read_apart():  # the writing transaction begins with the view's first statement
        login_manager._load_user()


def _note_presence(response: Response) -> Response:
    reader = current_reader()
    seen = reader.last_seen_at
    if reader.session_id and seen and clock.now() - seen > SEEN_EVERY and response.status_code < 500:
        db.session.rollback()
        set_reading(False)
        try:
            mark_seen(reader.session_id)
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, StorageBusy):
            db.session.rollback()  # the page is ready: a note that cannot be written now must not spoil it
    return response


def _ask_to_sign_in(error: SignInNeeded) -> Response:
    db.session.rollback()
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    url = url_for("accounts.login", next=back)
    if request.headers.get("HX-Request") == "true":
        return current_app.response_class(status=401, headers={"HX-Redirect": url})
    if request.method == "GET":
        return see_other(url)
    return kept_until_signed_in(request.path, list(request.form.items(multi=True)))


def _ask_to_confirm(error: ConfirmationNeeded) -> Response:
    db.session.rollback()
    fields = list(request.form.items(multi=True)) if request.method == "POST" and is_from_here() else []
    return ask_to_confirm(_kept(fields))


def _renew_token(error: CSRFError) -> Response:
    """A page open for too long: a script gets a fresh token, a person a button that sends the same again."""
    db.session.rollback()
    if request.headers.get("HX-Request") == "true" or request.headers.get("X-CSRFToken"):
        words = _("Страница открыта слишком давно. Нажмите ещё раз.")
        headers = {"X-CSRFToken": generate_csrf(), "Content-Type": "text/plain; charset=utf-8"}
        return make_response(words, 400, headers)
    if not is_from_here():
        return answer(400, _("Страница открыта слишком давно. Обновите её и повторите."))
    kept = _kept(list(request.form.items(multi=True)))
    return make_response(render_template("accounts/kept.html", kept=kept, kept_path=request.path), 400)


def is_from_here() -> bool:
    """Whether the browser says that a page of this site sent the form; what others send is never offered again."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.host
    except ValueError:
        return False


def _kept(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if name not in SECRET_FIELDS]


def kept_until_signed_in(path: str, fields: list[tuple[str, str]], **context: Any) -> Response:
    """The sign-in page that carries a refused form along, so that an ended session loses nothing (401)."""
    kept = _kept(fields) if is_from_here() else []
    html = render_template("accounts/login.html", kept=kept, kept_path=path, **context)
    return make_response(html, 401)
