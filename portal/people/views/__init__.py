"""Pages of the registers. Each noun has a module of its own."""

from portal.people.views import audiences, careers, persons, places, register, representatives
from portal.people.views.blueprints import bodies, groups, organizations, people

BLUEPRINTS = (
    people,
    organizations,
    groups,
    bodies,
)
MODULES = (audiences, careers, persons, places, register, representatives)
