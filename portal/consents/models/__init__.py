"""Tables of consents: a wording is never edited, a consent names the wording by its hash."""

from portal.consents.models.campaigns import Campaign, CampaignFact
from portal.consents.models.given import Consent, ConsentRefusal
from portal.consents.models.sheets import ConsentSheet, SheetBatch
from portal.consents.models.stacks import ScanFile, ScanPage, ScanStack
from portal.consents.models.texts import ConsentPolicy, ConsentText

__all__ = [
    "Campaign",
    "CampaignFact",
    "Consent",
    "ConsentPolicy",
    "ConsentRefusal",
    "ConsentSheet",
    "ConsentText",
    "ScanFile",
    "ScanPage",
    "ScanStack",
    "SheetBatch",
]
