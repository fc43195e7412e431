"""What a half-signed session may open, and the password asked again before something dangerous."""

from flask import current_app, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.queries import Reader, Step
from portal.core.errors import NotAllowed
from portal.core.web.pages import is_fragment, see_other

PAGES = {
    Step.CODE: "accounts.second_step",
    Step.PASSWORD: "accounts.first_password",
    Step.SETUP: "accounts.second_factor_page",
}
OPEN_MEANWHILE = {
    "static", "accounts.login", "accounts.logout", "accounts.second_step", "accounts.show_code",
    "accounts.first_password", "accounts.set_first_password", "accounts.second_factor_page",
    "accounts.begin_second_factor",
    "accounts.invitation", "accounts.accept_invitation", "pages.help", "pages.about", "pages.personal_data",
    "appearance.show", "appearance.update", "health.alive", "health.ready",
}  # fmt: skip


class ConfirmationNeeded(Exception):
    """The password must be typed again before this deed."""


def lead_to_step() -> Response | None:
    """Send a half-signed reader to the step that is missing; a form sent meanwhile is refused and kept."""
    reader: Reader | None = g.get("reader")
    if reader is None or reader.needs is None or request.endpoint in OPEN_MEANWHILE:
        return None
    if request.method != "GET":
        raise NotAllowed
    url = url_for(PAGES[reader.needs], next=request.full_path.rstrip("?"))
    if is_fragment():
        return current_app.response_class(status=401, headers={"HX-Redirect": url})
    return see_other(url)


def demand_confirmation() -> None:
    """Raise ConfirmationNeeded unless the password was typed within ten minutes (ASVS 7.5.1)."""
    reader: Reader | None = g.get("reader")
    if reader is None or not reader.is_confirmed:
        raise ConfirmationNeeded


def ask_to_confirm(fields: list[tuple[str, str]]) -> Response:
    """The page that asks for the password; a form that was under way is carried along."""
    if request.method == "GET":
        return see_other(url_for("accounts.confirmation", next=request.full_path.rstrip("?")))
    if is_fragment():
        url = url_for("accounts.confirmation", next=url_for("home.index"))
        return current_app.response_class(status=401, headers={"HX-Redirect": url})
    html = render_template("accounts/confirmation.html", form=None, next="", kept=fields, kept_path=request.path)
    return make_response(html, 401)
