"""Pages of consents. Each noun has a module of its own."""

from portal.consents.views import scans, sheets, stacks, ticking  # noqa: F401 — each adds its pages to a blueprint
from portal.consents.views.blueprints import campaigns, consents, own_consents

BLUEPRINTS = (
    consents,
    own_consents,
    campaigns,
)
