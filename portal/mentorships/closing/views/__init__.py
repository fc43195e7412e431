"""Pages of summing up."""

import portal.mentorships.closing.views.ordering
import portal.mentorships.closing.views.papers
import portal.mentorships.closing.views.reports
import portal.mentorships.closing.views.sheets  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.closing.views.blueprints import closing, reports

BLUEPRINTS = (reports, closing)
