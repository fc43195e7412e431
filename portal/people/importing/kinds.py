"""Every kind of tables that the registers take, registered by being imported."""

from portal.people.importing import groups, organizations, persons

KINDS = (persons, groups, organizations)
