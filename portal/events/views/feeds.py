"""The personal calendar as a program outside reads it: by a secret, without a sign-in, a limited number of times."""

from flask import current_app, request
from werkzeug.wrappers import Response

from portal.access.web import public
from portal.core.errors import NotSeen, TooOften
from portal.events.actions.feeds import digest_of
from portal.events.courses.queries import sessions_of
from portal.events.ics import calendar_of, own_name
from portal.events.queries import feed_events
from portal.events.views.blueprints import feeds as bp
from portal.events.views.calendar import ics_response

READINGS, WRONG = "120 per hour", "20 per hour"
LONGEST = 64


@bp.get("/<secret>.ics")
@public
def show(secret: str) -> Response:
    """Events at which the owner has a place. An address that opens nothing is counted, so that none can be guessed."""
    limits, device = current_app.extensions["limits"], ("calendar-wrong", request.remote_addr or "-")
    if not limits.is_free(WRONG, *device):
        raise TooOften(limits.seconds_left(WRONG, *device))
    digest = digest_of(secret[:LONGEST])
    found = feed_events(digest)
    if found is None:
        limits.hit(WRONG, *device)
        raise NotSeen
    if not limits.hit(READINGS, "calendar", digest):
        raise TooOften(limits.seconds_left(READINGS, "calendar", digest))
    sessions = sessions_of([each.id for each in found])
    return ics_response(calendar_of(found, name=own_name(), sessions=sessions), "calendar.ics")
