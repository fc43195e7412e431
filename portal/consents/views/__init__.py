"""Pages of consents. Each noun has a module of its own."""

from portal.consents.views import given, own, policies, records, register, texts  # noqa: F401 — each adds its pages
from portal.consents.views import informing, scans, sheets, stacks, table, ticking
from portal.consents.views.blueprints import campaigns, consents, own_consents

PAPERS = (informing, scans, sheets, stacks, table, ticking)
BLUEPRINTS = (
    consents,
    own_consents,
    campaigns,
)
