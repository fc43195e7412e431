"""What the portal must be able to read back, and what only the portal may make: both follow from its secret key.

Each purpose has a key of its own, so nothing made for one is valid for another. A copy of the database alone opens
nothing.
"""

import base64
import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(text: str, purpose: str) -> str:
    """`text` encrypted and signed for `purpose`; never twice the same."""
    return _box(_portal_key(), purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str, *, seconds: int | None = None) -> str | None:
    """The text inside; None when it was not sealed here for `purpose`, or longer than `seconds` ago."""
    try:
        return _box(_portal_key(), purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except (InvalidToken, ValueError):
        return None


def keyed_digest(purpose: str, *parts: object) -> bytes:
    """32 bytes that follow from the parts and from the portal's key."""
    said = "\x1f".join(str(part) for part in parts)
    return hmac.new(_derived(_portal_key(), f"digest {purpose}"), said.encode(), sha256).digest()


def _portal_key() -> str:
    return str(current_app.config["SECRET_KEY"])


@lru_cache(maxsize=16)
def _box(key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(key, f"box {purpose}")))


@lru_cache(maxsize=32)
def _derived(key: str, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info.encode()).derive(key.encode())
