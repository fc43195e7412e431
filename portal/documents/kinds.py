"""The words of documents: in which state one is, how it is numbered, as what a person stands in it."""

from enum import StrEnum


class DocumentState(StrEnum):
    """DRAFT may be changed, ON_SIGNATURE is printed and waits, SIGNED never changes, CANCELLED is over."""

    DRAFT = "draft"
    ON_SIGNATURE = "on_signature"
    SIGNED = "signed"
    CANCELLED = "cancelled"


class Layout(StrEnum):
    """How a paper is laid out on the sheet."""

    ORDER = "order"
    PROTOCOL = "protocol"
    EXTRACT = "extract"
    AGREEMENT = "agreement"
    STATEMENT = "statement"


class Signer(StrEnum):
    """Whose signature makes the paper: the head, the chair of the body, both sides, the person who writes."""

    HEAD = "head"
    CHAIR = "chair"
    SIDES = "sides"
    PERSON = "person"


class Disguise(StrEnum):
    """What the public version does with names: initials stand for them, or whatever names people is left out."""

    INITIALS = "initials"
    OMIT = "omit"


class Numbering(StrEnum):
    """AUTO takes the next number at registration; TYPED comes from the common journal of the secretary."""

    AUTO = "auto"
    TYPED = "typed"


class Part(StrEnum):
    """As what a person stands in a document."""

    NAMED = "named"
    SIGNATORY = "signatory"


OPEN = (DocumentState.DRAFT, DocumentState.ON_SIGNATURE)
