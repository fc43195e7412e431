"""Reads about consents: whose signature is missing, and on what basis data may be processed."""

from portal.consents.queries.basis import (
    basis_for,
    facts,
    has_basis,
    lacking,
    missing_for,
    missing_in,
    missing_signatures,
    needed_signatures,
    signatures,
)
from portal.consents.queries.papers import missing_paper, paper_words
from portal.consents.queries.publishing import Publishing, may_publish, may_publish_freely, publishing_of
from portal.consents.queries.register import (
    Standing,
    Wanted,
    organizations_with_register,
    register,
    standing,
    state_of,
)
from portal.consents.queries.signers import Sheet, children_of, representatives_of, represents, sheets_due
from portal.consents.queries.texts import category_of, policy_of, text_for, texts_in_force
from portal.people.ages import ADULT_FROM, OWN_SIGNATURE_FROM

__all__ = [
    "ADULT_FROM",
    "OWN_SIGNATURE_FROM",
    "Publishing",
    "Sheet",
    "Standing",
    "Wanted",
    "basis_for",
    "category_of",
    "children_of",
    "facts",
    "has_basis",
    "lacking",
    "may_publish",
    "may_publish_freely",
    "missing_for",
    "missing_in",
    "missing_paper",
    "missing_signatures",
    "needed_signatures",
    "organizations_with_register",
    "paper_words",
    "policy_of",
    "publishing_of",
    "register",
    "representatives_of",
    "represents",
    "sheets_due",
    "signatures",
    "standing",
    "state_of",
    "text_for",
    "texts_in_force",
]
