"""Pages of the community."""

import portal.community.views.moderation
import portal.community.views.posts
import portal.community.views.questions
import portal.community.views.reading
import portal.community.views.settings
import portal.community.views.spaces
import portal.community.views.threads  # noqa: F401 — each hangs its pages on a blueprint
from portal.community.views.blueprints import community, questions

BLUEPRINTS = (community, questions)
