"""Personal links: `<public id>.<signature>` opens one invitation without sign-in; no token is stored anywhere.

In a computer class a person types the code of a printed card; the address it opens is signed for that sitting
(`<public id>.~<signature>`) and is over with it. Of the code only a hash is kept.
"""

import hmac
import io
from typing import Protocol

import segno
from flask import current_app

from surveys.secrets import LETTERS, keyed, slug, spelled

CODE_LENGTH = 9


class Linked(Protocol):
    """An invitation, as far as its link goes."""

    @property
    def public_id(self) -> str: ...
    @property
    def link_revision(self) -> int: ...


class Seated(Linked, Protocol):
    """The same with the sittings it went through."""

    @property
    def class_revision(self) -> int: ...


def token_of(invitation: Linked) -> str:
    """The signed token of the invitation; a new `link_revision` ends the old ones."""
    return f"{invitation.public_id}.{_signature(invitation)}"


def class_token_of(invitation: Seated) -> str:
    """The token of one sitting in a computer class; `class_revision` ends it."""
    return f"{invitation.public_id}.{_class_signature(invitation)}"


def personal_code(invitation: Linked) -> str:
    """Nine letters for a printed card, typed in a computer class; «K7T-M29-QX4» on paper (`in_threes`)."""
    return spelled(keyed("survey-code", invitation.public_id, invitation.link_revision), CODE_LENGTH)


def hash_of_code(code: str) -> str:
    """What is kept of a code, to find the invitation again."""
    return slug("survey-code-hash", code)


def in_threes(code: str) -> str:
    """A code as it is printed."""
    return "-".join(code[place : place + 3] for place in range(0, len(code), 3))


def read_code(text: str) -> str:
    """A typed code without dashes and gaps, in capital letters; empty where it cannot be one."""
    code = "".join(char for char in text.upper() if char.isalnum())
    return code if 0 < len(code) <= CODE_LENGTH and set(code) <= set(LETTERS) else ""


def link_for(invitation: Linked) -> str:
    """The absolute address for a letter, a printed sheet or a QR code."""
    return address_of(token_of(invitation))


def address_of(token: str) -> str:
    """The absolute address of any token, under PORTAL_BASE_URL."""
    base: str = current_app.extensions["settings"].base_url
    return f"{base.rstrip('/')}/s/{token}"


def split_token(token: str) -> tuple[str, str]:
    """Public id and signature; the signature is empty where the address is the bare invitation."""
    public_id, dot, signature = token.partition(".")
    return public_id, signature or dot


def is_signed(invitation: Seated, signature: str) -> bool:
    """Whether the signature is one of this invitation; takes the same time whatever it is."""
    expected = _class_signature(invitation) if signature.startswith("~") else _signature(invitation)
    return hmac.compare_digest(signature.encode(), expected.encode())


def qr_svg(address: str) -> str:
    """The address as a QR code: black modules on white, no inline style, sized by whoever shows it."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None,
        omitsize=True,
    )  # fmt: skip
    return picture.getvalue().decode()


def _signature(invitation: Linked) -> str:
    return slug("survey-link", invitation.public_id, invitation.link_revision)


def _class_signature(invitation: Seated) -> str:
    return "~" + slug("survey-class", invitation.public_id, invitation.link_revision, invitation.class_revision)
