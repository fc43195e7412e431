"""Pages of meetings."""

import portal.mentorships.meetings.views.answering
import portal.mentorships.meetings.views.meetings
import portal.mentorships.meetings.views.planning
import portal.mentorships.meetings.views.recording  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.meetings.views.blueprints import meetings

BLUEPRINTS = (meetings,)
