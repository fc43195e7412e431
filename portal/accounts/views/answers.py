"""Answers that several pages of sign-in give: too often, and on to where one wanted."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from portal.accounts.web import SECRET_FIELDS
from portal.core.i18n import ngettext
from portal.core.web.pages import safe_next, see_other


def later(response: Response, wait: int) -> Response:
    """The answer with the time to wait in its header."""
    response.headers["Retry-After"] = str(wait)
    return response


def wait_words(wait: int) -> str:
    """How long to wait, in words."""
    return ngettext(
        "Слишком много попыток. Повторите через %(num)s минуту.",
        "Слишком много попыток. Повторите через %(num)s минут.",
        max(1, -(-wait // 60)),
    )


def kept_of_request() -> list[tuple[str, str]]:
    """Fields of a form that waits for the password: they come back as `kept.*`, secrets never do."""
    return [
        (name.removeprefix("kept."), value)
        for name, value in request.form.items(multi=True)
        if name.startswith("kept.") and name.removeprefix("kept.") not in SECRET_FIELDS
    ]


def go_on(target: str) -> Response:
    """On to the page that was asked for; with a refused form in hand, first to the button that saves it."""
    path, kept = request.form.get("kept_path", ""), kept_of_request()
    if path and safe_next(path, "POST") == path and (kept or "kept_path" in request.form):
        return make_response(render_template("accounts/kept.html", kept=kept, kept_path=path), 200)
    return see_other(safe_next(target))
