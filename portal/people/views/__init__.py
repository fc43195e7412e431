"""Pages of the registers. Each noun has a module of its own; importing it adds its pages to the blueprint."""

from portal.people.views import (  # noqa: F401 — each adds its pages
    audiences,
    body_members,
    careers,
    learners,
    merging,
    organization_changes,
    persons,
    places,
    register,
    representatives,
    transfers,
)
from portal.people.views import bodies as body_pages  # noqa: F401
from portal.people.views import groups as group_pages  # noqa: F401
from portal.people.views import organizations as organization_pages  # noqa: F401
from portal.people.views.blueprints import bodies, groups, organizations, people

BLUEPRINTS = (people, organizations, groups, bodies)
