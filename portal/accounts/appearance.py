"""«Вид и доступность»: the low-vision version and the theme, kept in a cookie and with the account (design C6)."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import Blueprint, Flask, request
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.accounts import actions
from portal.accounts.web import current_reader
from portal.core.db import db
from portal.core.web.pages import VIEW_COOKIE, page, safe_next, see_other

bp = Blueprint("appearance", __name__, url_prefix="/appearance")
A_YEAR = 365 * 24 * 3600
CHOICES = {
    "view": ("normal", "lowvision"),
    "size": ("100", "150", "200"),
    "scheme": ("wb", "bw", "blue", "beige", "brown"),
    "spacing": ("normal", "wide"),
    "images": ("on", "off"),
    "font": ("sans", "serif"),
    "theme": ("auto", "light", "dark"),
}


@dataclass(frozen=True)
class ViewSettings:
    """What the `<html>` element says. Every field is one of CHOICES."""

    view: str = "normal"
    size: str = "100"
    scheme: str = "wb"
    spacing: str = "normal"
    images: str = "on"
    font: str = "sans"
    theme: str = "auto"


def init_app(app: Flask) -> None:
    """Give every template its `view_settings`."""
    app.context_processor(lambda: {"view_settings": view_settings()})


def view_settings() -> ViewSettings:
    """From the cookie, else from the account, else plain; anything unknown is left out."""
    kept: Any = current_reader().appearance or {}
    cookie = request.cookies.get(VIEW_COOKIE, "")
    if cookie and len(cookie) < 300:
        try:
            kept = json.loads(cookie)
        except ValueError:
            kept = {}
    return chosen_from(kept if isinstance(kept, dict) else {})


def chosen_from(values: dict[str, Any]) -> ViewSettings:
    """The settings named by `values`, where each is among the choices."""
    return ViewSettings(**{name: values[name] for name, known in CHOICES.items() if values.get(name) in known})


@bp.get("")
@public
def show() -> Response:
    """The panel of settings; with `?view=` the link at the top of every page switches at once."""
    target = safe_next(request.args.get("next"))
    if request.args.get("view") in CHOICES["view"]:
        view = request.args["view"]
        size = "150" if view == "lowvision" else "100"
        return _keep(replace(view_settings(), view=view, size=size), see_other(target))
    return page("appearance/show.html", next_path=target)


@bp.post("")
@public
def update() -> Response:
    """Keep the choice in the cookie and, for the signed-in, with the account; works without JavaScript."""
    chosen = ViewSettings() if "reset" in request.form else chosen_from(request.form.to_dict())
    reader = current_reader()
    if reader.user_id:
        actions.save_appearance(reader.user_id, asdict(chosen))
        db.session.commit()
    return _keep(chosen, see_other(safe_next(request.form.get("next"))))


def _keep(chosen: ViewSettings, response: Response) -> Response:
    value = json.dumps(asdict(chosen), separators=(",", ":"))
    response.set_cookie(VIEW_COOKIE, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
