"""Pages of requests."""

import portal.matching.views.comparison
import portal.matching.views.files
import portal.matching.views.marks
import portal.matching.views.nominations
import portal.matching.views.own
import portal.matching.views.requests  # noqa: F401 — each hangs its pages on a blueprint
from portal.matching.views.blueprints import own_requests, requests

BLUEPRINTS = (requests, own_requests)
