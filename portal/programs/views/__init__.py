"""Pages of the programmes."""

import portal.programs.views.agreements
import portal.programs.views.calendar
import portal.programs.views.cycles
import portal.programs.views.papers
import portal.programs.views.programs
import portal.programs.views.routes  # noqa: F401 — each hangs its pages on a blueprint
from portal.programs.views.blueprints import calendar, partners, programs

BLUEPRINTS = (programs, partners, calendar)
