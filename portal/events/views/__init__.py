"""Pages of events."""

import portal.events.views.calendar
import portal.events.views.editing
import portal.events.views.feeds
import portal.events.views.own
import portal.events.views.people
import portal.events.views.plan
import portal.events.views.training  # noqa: F401 — each hangs its pages on a blueprint
from portal.events.views.blueprints import events, feeds, own_events, training

BLUEPRINTS = (events, own_events, feeds, training)
