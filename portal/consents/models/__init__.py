"""Tables of consents: a wording is never edited, a consent names the wording by its hash."""

from portal.consents.models.texts import Consent, ConsentText

__all__ = ["Consent", "ConsentText"]
