"""Pages of documents."""

import portal.documents.views.acquaintance
import portal.documents.views.deeds
import portal.documents.views.drafts
import portal.documents.views.files
import portal.documents.views.own
import portal.documents.views.people
import portal.documents.views.public
import portal.documents.views.register
import portal.documents.views.settings  # noqa: F401 — each hangs its pages on a blueprint
from portal.documents.views.blueprints import documents, own_documents, papers

BLUEPRINTS = (documents, own_documents, papers)
