"""Files that a respondent saved when nothing could be sent: sealed, so that only the portal reads what is inside.

The page seals with the key of the invitation (`secrets.vault_key`, AES-GCM), so a file opens only for the invitation
that it names, and only as it was written: there is nothing to forge without that key.
"""

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.items import PRESENT
from surveys.secrets import vault_key

LARGEST = 1_000_000
MOST_FIELDS = 5_000


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """What the outside of a file says."""

    invitation: str
    sealed: str


@dataclass(frozen=True, kw_only=True)
class TypedAnswers:
    """What is inside: fields as a form would send them, and when each was typed."""

    fields: dict[str, list[str]]
    stamps: dict[str, int]


def read_file(raw: bytes) -> SealedFile:
    """The outside of the file. Raises Refusal for anything that the page has not written."""
    said = _json(raw[: LARGEST + 1] if len(raw) <= LARGEST else b"")
    if not isinstance(said, dict) or said.get("answers") != 1:
        raise Refusal(_("Это не файл с ответами: его сохраняет страница анкеты."))
    invitation, sealed = said.get("invitation"), said.get("sealed")
    if not isinstance(invitation, str) or not isinstance(sealed, str) or not invitation.isascii():
        raise Refusal(_("Файл с ответами повреждён."))
    return SealedFile(invitation=invitation[:40], sealed=sealed)


def open_file(file: SealedFile) -> TypedAnswers:
    """The inside. Raises Refusal when the file was changed or belongs to another invitation than it says."""
    try:
        iv, cipher = (b64decode(part, validate=True) for part in file.sealed.split(".", 1))
        plain = AESGCM(b64decode(vault_key(file.invitation))).decrypt(iv, cipher, None)
    except (ValueError, InvalidTag):
        raise Refusal(_("Файл с ответами повреждён или изменён.")) from None
    found = TypedAnswers(fields={}, stamps={})
    entries = _json(plain)
    for entry in entries[:MOST_FIELDS] if isinstance(entries, list) else ():
        match entry:
            case [str(name), [int(at), list(values)]] if all(isinstance(value, str) for value in values):
                found.fields[name] = values
                found.fields[f"{name}.{PRESENT}"] = ["1"]
                found.stamps[name] = at
            case _:
                raise Refusal(_("Файл с ответами повреждён."))
    return found


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
