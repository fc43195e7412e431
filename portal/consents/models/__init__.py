"""Tables of consents: a wording is never edited, a consent names the wording by its hash."""

from portal.consents.models.given import Consent, ConsentRefusal
from portal.consents.models.texts import ConsentPolicy, ConsentText

__all__ = ["Consent", "ConsentPolicy", "ConsentRefusal", "ConsentText"]
