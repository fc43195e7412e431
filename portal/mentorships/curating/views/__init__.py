"""Pages of curators' reports."""

import portal.mentorships.curating.views.papers
import portal.mentorships.curating.views.reports  # noqa: F401 — each hangs its pages on the blueprint
from portal.mentorships.curating.views.blueprints import curator_reports

BLUEPRINTS = (curator_reports,)
