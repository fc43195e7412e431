"""The first page: the public face for a guest, the desk with the next action for the signed-in."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.accounts.web import current_reader
from portal.core.web.pages import page
from portal.home.desk import desk

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> Response:
    """What is wanted from the reader comes before what goes on."""
    if not current_reader().is_signed_in:
        return page("home/guest.html")
    return page("home/index.html", **desk())
