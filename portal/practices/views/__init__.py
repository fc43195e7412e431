"""Pages of the bank."""

import portal.practices.views.bank
import portal.practices.views.collections
import portal.practices.views.drafts
import portal.practices.views.files
import portal.practices.views.keeping
import portal.practices.views.reviews
import portal.practices.views.sections
import portal.practices.views.uses  # noqa: F401 — each hangs its pages on a blueprint
from portal.practices.views.blueprints import collections, practices

BLUEPRINTS = (practices, collections)
