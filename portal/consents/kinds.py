"""The words of consents: purposes and evidence."""

from enum import StrEnum


class Purpose(StrEnum):
    """For what a datum is processed; each purpose has a consent text of its own (152-ФЗ ст. 9 ч. 1)."""

    PARTICIPATION = "participation"
    REPRESENTATIVE = "representative"
    OPERATOR = "operator"
    PARTNER = "partner"
    PUBLICATION = "publication"


class Evidence(StrEnum):
    """What proves a consent."""

    SCAN = "scan"
    PAPER = "paper"
    PORTAL = "portal"
