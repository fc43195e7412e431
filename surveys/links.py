"""Personal links: `<public id>.<signature>` opens one invitation without sign-in; no token is stored anywhere."""

import hmac
import io
from typing import Protocol

import segno
from flask import current_app

from surveys.secrets import slug


class Linked(Protocol):
    """An invitation, as far as its link goes."""

    @property
    def public_id(self) -> str: ...
    @property
    def link_revision(self) -> int: ...


def token_of(invitation: Linked) -> str:
    """The signed token of the invitation; a new `link_revision` ends the old ones."""
    return f"{invitation.public_id}.{_signature(invitation)}"


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


def is_signed(invitation: Linked, signature: str) -> bool:
    """Whether the signature is the one of this invitation; takes the same time whatever it is."""
    return hmac.compare_digest(signature.encode(), _signature(invitation).encode())


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
