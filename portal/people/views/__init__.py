"""Pages of the registers. Each noun has a module of its own; importing it adds its pages to the blueprint."""

from portal.people.views import audiences, careers, persons, places, register, representatives
from portal.people.views import bodies as body_pages
from portal.people.views import body_members, learners, organization_changes, transfers
from portal.people.views import groups as group_pages
from portal.people.views import organizations as organization_pages
from portal.people.views.blueprints import bodies, groups, organizations, people

PAGES = (organization_pages, organization_changes, group_pages, learners, transfers, body_pages, body_members)
BLUEPRINTS = (
    people,
    organizations,
    groups,
    bodies,
)
MODULES = (audiences, careers, persons, places, register, representatives)
