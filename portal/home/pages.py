"""Pages of help: how it works, what is done with personal data, what the portal is."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core.web.pages import page

bp = Blueprint("pages", __name__)


@bp.get("/help")
@public
def help() -> Response:  # noqa: A001 — the address and the endpoint say what it is
    """First steps for each role."""
    return page("pages/help.html")


@bp.get("/about")
@public
def about() -> Response:
    """What mentoring and this portal are."""
    return page("pages/about.html")


@bp.get("/personal-data")
@public
def personal_data() -> Response:
    """Which data, why, how long, and whom to ask."""
    return page("pages/personal_data.html")
