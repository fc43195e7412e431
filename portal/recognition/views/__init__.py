"""Pages of recognition."""

import portal.recognition.views.board
import portal.recognition.views.checking
import portal.recognition.views.deciding
import portal.recognition.views.kinds
import portal.recognition.views.nominating
import portal.recognition.views.ordering
import portal.recognition.views.papers
import portal.recognition.views.register  # noqa: F401 — each hangs its pages on a blueprint
from portal.recognition.views.blueprints import awards, certificates, honor_board, own_awards

BLUEPRINTS = (awards, own_awards, honor_board, certificates)
