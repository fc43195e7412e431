"""Reads about consents: whose signature is missing, and on what basis data may be processed."""

from portal.consents.queries.basis import (
    ADULT_FROM,
    OWN_SIGNATURE_FROM,
    basis_for,
    missing_signatures,
    signatures,
)

__all__ = ["ADULT_FROM", "OWN_SIGNATURE_FROM", "basis_for", "missing_signatures", "signatures"]
