"""What the registers of people take from tables: people with their representatives, groups, organisations."""

from portal.people.importing import access, groups, organizations, persons

KINDS = (persons, groups, organizations)
SCOPES = access
