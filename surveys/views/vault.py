"""What the page's script must know to keep answers on the device until the portal has them."""

from dataclasses import dataclass

from flask import url_for

from surveys.filling import Filling
from surveys.secrets import vault_key
from surveys.stamps import now_stamp
from surveys.terms import Terms
from surveys.views.blueprint import bp


@dataclass(frozen=True)
class Vault:
    """`key` seals what waits on the device, `place` names the invitation there, `now` is the portal's time."""

    key: str
    place: str
    now: int
    url: str
    terms: str


@bp.app_template_filter("terms_text")
def terms_text(filling: Filling) -> str:
    """For the hidden field by which a form tells what its page promised."""
    return Terms.of(filling.assignment).text


@bp.app_template_global("vault_of")
def vault_of(token: str, filling: Filling) -> Vault:
    """For a page of this filling."""
    place = filling.invitation.public_id
    return Vault(vault_key(place), place, now_stamp(), url_for("surveys.respond", token=token),
                 terms_text(filling))  # fmt: skip
