"""The open page on which anybody checks a paper by its code."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.throttle import at_most
from portal.access.web import public
from portal.core import clock
from portal.core.web.pages import page
from portal.recognition.certificates import checked, read_code
from portal.recognition.views.blueprints import certificates as bp

LONGEST = 40


@bp.get("")
@public
@at_most("60 per hour")
def index() -> Response:
    """Number, day, award and organisation of a real paper; the name only with a consent to publish it."""
    typed = request.args.get("code", "")[:LONGEST]
    found = checked(read_code(typed), clock.today("Europe/Moscow"))
    return page("recognition/check.html", typed=typed, found=found)
