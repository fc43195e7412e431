"""Changes of consents; each writes its entry in the audit trail."""

from portal.consents.actions.giving import record_consent
from portal.consents.actions.texts import add_consent_text

__all__ = ["add_consent_text", "record_consent"]
