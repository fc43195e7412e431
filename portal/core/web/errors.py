"""One calm page for each answer of the contract; the only place where exceptions become answers."""

import logging
import secrets
from http import HTTPStatus

import sqlalchemy as sa
from flask import Flask, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal, StaleVersion, StorageBusy, TooOften
from portal.core.i18n import _
from portal.core.web.pages import is_fragment

log = logging.getLogger(__name__)
KNOWN = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(NotSeen, lambda error: answer(404))
    app.register_error_handler(NotAllowed, lambda error: answer(403))
    app.register_error_handler(StaleVersion, _stale)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(TooOften, lambda error: answer(429, headers={"Retry-After": str(error.seconds)}))
    app.register_error_handler(StorageBusy, _storage)
    app.register_error_handler(sa.exc.OperationalError, _storage)
    app.register_error_handler(sa.exc.TimeoutError, _storage)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, message: str = "", *, incident: str = "", headers: dict[str, str] | None = None) -> Response:
    """The error page, or its message alone for htmx, which app.js says aloud. What was typed is offered back."""
    db.session.rollback()
    if request_ctx.url_adapter is None:  # an unknown host: no address can be built, so no page either
        return make_response(
            _("Портал не отвечает на этот адрес."), status, {"Content-Type": "text/plain; charset=utf-8"}
        )
    code = status if status in KNOWN else (400 if status < 500 else 500)
    if is_fragment():
        response = make_response(message, status)
        response.mimetype = "text/plain"
    else:
        context = {"message": message, "incident": incident, "kept": kept_fields()}
        response = make_response(render_template(f"errors/{code}.html", **context), status)
    response.headers.update(headers or {})
    return response


def kept_fields() -> list[tuple[str, str]]:
    """The texts of the refused form, so that nothing typed is lost; never passwords or tokens."""
    if request.method != "POST" or g.get("body_unreadable"):
        return []
    secret = ("password", "csrf_token", "submission_key")
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if value.strip() and len(value) > 20 and not name.startswith(secret)
    ][:50]


def _refused(error: Refusal) -> Response:
    return answer(409, error.message)


def _stale(error: StaleVersion) -> Response:
    db.session.rollback()
    html = render_template("errors/stale.html", message=error.message, current=error.current, typed=error.typed)
    return make_response(html, 409)


def _storage(error: Exception) -> Response:
    incident = _incident("storage", error)
    text = _("Сейчас запись недоступна. Введённое осталось на странице: повторите через минуту.")
    return answer(503, text, incident=incident, headers={"Retry-After": "30"})


def _http(error: HTTPException) -> Response:
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    if error.code in (301, 302, 303, 307, 308):
        return error.get_response()
    status = error.code or 500
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        g.body_unreadable = True
    methods = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(methods)} if methods else {}
    retry_after = getattr(error, "retry_after", None)
    if retry_after:
        headers["Retry-After"] = str(retry_after)
    return answer(status, headers=headers)


def _unexpected(error: Exception) -> Response:
    incident = _incident("error", error)
    if current_app.testing and not current_app.config.get("ANSWER_UNEXPECTED"):
        raise error
    return answer(500, incident=incident)


def _incident(kind: str, error: Exception | None) -> str:
    """A number that joins the page with the log. The log holds the place of the fault, never the data."""
    number = secrets.token_hex(4)
    origin = getattr(error, "orig", error)
    log.error(
        "incident %s: %s %s at %s",
        number,
        kind,
        type(origin).__name__,
        request.endpoint,
        exc_info=_bare(error),
    )
    return number


def _bare(error: Exception | None) -> Exception | None:
    """Without SQL parameters: they may be personal."""
    if isinstance(error, sa.exc.StatementError):
        error.hide_parameters = True
    return error
