"""Values that follow from the portal's key and from nothing that a copy of the database holds.

Each purpose has its own first word, so a value made for one is never valid for another.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from flask import current_app

BITS_128 = 16
LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ2346789"  # without look-alikes: I and 1, L, O and 0, S and 5


def keyed(purpose: str, *parts: object) -> bytes:
    """HMAC-SHA256 of the parts under the portal's key."""
    said = ":".join([purpose, *(str(part) for part in parts)])
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), said.encode(), sha256).digest()


def slug(purpose: str, *parts: object) -> str:
    """128 bits of it as 22 letters for an address or a key."""
    return urlsafe_b64encode(keyed(purpose, *parts)[:BITS_128]).rstrip(b"=").decode()


def draft_id(public_id: str) -> str:
    """The id of an anonymous draft: found again with the invitation in hand, by nobody with a copy of the tables."""
    return slug("survey-draft", public_id)


def receipt_code(public_id: str) -> str:
    """«K7TM-29QX»: the receipt of an invitation, the same however often one asks, stored with no anonymous answer."""
    letters = spelled(keyed("survey-receipt", public_id), 8)
    return f"{letters[:4]}-{letters[4:]}"


def spelled(number: bytes, length: int) -> str:
    """So many letters for a person to copy, out of the first 64 bits."""
    rest, letters = int.from_bytes(number[:8], "big"), ""
    for _place in range(length):
        rest, letter = divmod(rest, len(LETTERS))
        letters += LETTERS[letter]
    return letters


def link_code(organization_id: int, person_id: int) -> str:
    """The private code that joins the waves of one person in the linked mode, and nothing else."""
    return slug("survey-person", organization_id, person_id)
