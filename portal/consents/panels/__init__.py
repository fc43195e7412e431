"""What consents add to pages of the registers: papers of a person, readiness of a group."""

from portal.consents.panels import group, person

__all__ = ["group", "person"]
