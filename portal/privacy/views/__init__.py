"""Pages of the rights of the subject. Each noun has a module of its own."""

from portal.privacy.views import disclosures, erasures, incidents, mine, queue, retention
from portal.privacy.views.blueprints import own_data, privacy

BLUEPRINTS = (
    privacy,
    own_data,
)
__all__ = ["BLUEPRINTS", "disclosures", "erasures", "incidents", "mine", "queue", "retention"]
