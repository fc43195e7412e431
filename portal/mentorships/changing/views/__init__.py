"""Pages of changes."""

import portal.mentorships.changing.views.many
import portal.mentorships.changing.views.single  # noqa: F401 — each hangs its pages on the blueprint of pairs
