"""Pages of consents. Each noun has a module of its own."""

from portal.consents.views import (  # noqa: F401 — each adds its pages
    given,
    informing,
    own,
    own_blank,
    policies,
    records,
    register,
    scans,
    sheets,
    stacks,
    table,
    texts,
    ticking,
)
from portal.consents.views.blueprints import campaigns, consents, own_consents

BLUEPRINTS = (
    consents,
    own_consents,
    campaigns,
)
