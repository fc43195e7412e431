"""Values that follow from the portal's key and from nothing that a copy of the database holds.

Each purpose has its own first word, so a value made for one is never valid for another.
"""

import hmac
from base64 import b64encode, urlsafe_b64encode

from flask import current_app

BITS_128 = 16
LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ2346789"  # without look-alikes: I and 1, L, O and 0, S and 5


def keyed(purpose: str, *parts: object) -> bytes:
    """HMAC-SHA256 of the parts under the portal's key."""
    said = ":".join([purpose, *(str(part) for part in parts)])
    return hmac.digest(str(current_app.config["SECRET_KEY"]).encode(), said.encode(), "sha256")


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


def link_code(organization_id: int, code: str) -> str:
    """What is kept of a private code in the linked mode: it joins the waves of one person in one organisation.

    Nothing of the person goes into it, so even with the portal's key it leads to a code and to nobody.
    """
    return slug("survey-code", organization_id, code)


def withdrawal_hash(assignment_id: int, code: str) -> str:
    """What is kept of a code so that an unnamed response of one wave can be taken back: it joins nothing."""
    return slug("survey-withdrawal", assignment_id, code)


def vault_key(public_id: str) -> str:
    """The key under which a device keeps answers of one invitation until the portal has them, in base64.

    The page gets it from whoever may open the invitation, and holds it in memory only.
    """
    return b64encode(keyed("survey-vault", public_id)).decode()


def spelled(number: bytes, length: int) -> str:
    """So many letters for a person to copy, out of the first 64 bits."""
    rest, letters = int.from_bytes(number[:8], "big"), ""
    for _place in range(length):
        rest, letter = divmod(rest, len(LETTERS))
        letters += LETTERS[letter]
    return letters
