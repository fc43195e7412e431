"""Files with answers as the page writes them."""

import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from surveys.secrets import vault_key

Entries = Mapping[str, tuple[int, Sequence[str]]]


def sealed_file(public_id: str, entries: Entries, *, says: str = "") -> bytes:
    """A file of this invitation: field → when it was typed and its values. `says` lies about whose it is."""
    said = json.dumps([[name, [at, list(values)]] for name, (at, values) in entries.items()])
    iv = secrets.token_bytes(12)
    cipher = AESGCM(b64decode(vault_key(public_id))).encrypt(iv, said.encode(), None)
    sealed = f"{b64encode(iv).decode()}.{b64encode(cipher).decode()}"
    return json.dumps({"answers": 1, "invitation": says or public_id, "title": "Анкета", "sealed": sealed}).encode()
