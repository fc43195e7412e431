"""Pages of drafts."""

import portal.matching.drafts.views.avoidances
import portal.matching.drafts.views.choices
import portal.matching.drafts.views.publishing
import portal.matching.drafts.views.runs
import portal.matching.drafts.views.setups  # noqa: F401 — each hangs its pages on a blueprint
from portal.matching.drafts.views.blueprints import drafts, own_avoidances

BLUEPRINTS = (drafts, own_avoidances)
