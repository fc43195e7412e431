"""Pages of contests."""

import portal.practices.contests.views.contests
import portal.practices.contests.views.entries
import portal.practices.contests.views.judging
import portal.practices.contests.views.results
import portal.practices.contests.views.setup  # noqa: F401 — each hangs its pages on the blueprint
from portal.practices.contests.views.blueprints import contests

BLUEPRINTS = (contests,)
