"""Changes of consents; each writes its entry in the audit trail."""

from portal.consents.actions.ending import Ended, refuse_consent, what_follows, withdraw_consent
from portal.consents.actions.giving import accept_confirmation, confirm_on_portal, record_consent, renew_consent
from portal.consents.actions.policies import save_policy
from portal.consents.actions.texts import add_consent_text, adopt_wordings

__all__ = [
    "Ended",
    "accept_confirmation",
    "add_consent_text",
    "adopt_wordings",
    "confirm_on_portal",
    "record_consent",
    "refuse_consent",
    "renew_consent",
    "save_policy",
    "what_follows",
    "withdraw_consent",
]
