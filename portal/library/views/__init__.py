"""Pages of the library and of the open pages."""

import portal.library.views.materials
import portal.library.views.news
import portal.library.views.readings
import portal.library.views.sections
import portal.library.views.versions  # noqa: F401 — each hangs its pages on a blueprint
from portal.library.views.blueprints import library, sections

BLUEPRINTS = (library, sections)
