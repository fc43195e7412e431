"""The second factor as arithmetic: secrets, codes of thirty seconds, recovery codes, pictures for the telephone."""

import hmac
import io
import re
from hashlib import sha256

import pyotp
import segno

from portal.core import clock
from portal.core.i18n import _
from portal.core.secrets_box import keyed_digest, seal, unseal
from portal.core.text import normal

PURPOSE, PAGE_PURPOSE = "second factor", "second factor page"
STEP_SECONDS, PAGE_SECONDS = 30, 1800
RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ2346789"  # without look-alikes


def new_secret() -> str:
    """160 random bits as the telephone wants them."""
    return pyotp.random_base32()


def seal_for_page(secret: str, user_id: int) -> str:
    """The secret for a hidden field of the page that shows it: bound to the account, dead after half an hour."""
    return seal(f"{user_id}:{secret}", PAGE_PURPOSE)


def unseal_from_page(sealed: str, user_id: int) -> str | None:
    """The secret of the hidden field, if this account got it lately."""
    said = unseal(sealed[:400], PAGE_PURPOSE, seconds=PAGE_SECONDS) or ""
    owner, _colon, secret = said.partition(":")
    return secret if owner == str(user_id) and secret else None


def seal_secret(secret: str) -> str:
    """What the table keeps."""
    return seal(secret, PURPOSE)


def matching_step(secret: str, typed: str) -> int | None:
    """The step whose code was typed: this one, the one before or after (clocks differ); None for a wrong code."""
    digits = re.sub(r"\s", "", normal(typed[:32], "NFKC"))
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    totp, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP_SECONDS
    steps = [step for step in (now, now - 1, now + 1) if hmac.compare_digest(totp.at(step * STEP_SECONDS), digits)]
    return steps[0] if steps else None


def unseal_secret(sealed: str | None) -> str | None:
    """The secret of an account; None when the portal's key is another one by now."""
    return unseal(sealed, PURPOSE) if sealed else None


def codes_of(secret: str) -> list[str]:
    """Ten recovery codes that follow from the secret and the portal's key, so that a second press shows the same."""
    return [_recovery_code(secret, number) for number in range(RECOVERY_CODES)]


def code_hash(code: str) -> str:
    """What the table keeps of a recovery code; hyphens and case do not matter."""
    return sha256(re.sub(r"[\W_]", "", normal(code[:64], "NFKC")).upper().encode()).hexdigest()


def address(secret: str, login: str) -> str:
    """What the picture says to the telephone."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_("Территория роста"))


def picture(text: str) -> str:
    """The text as a QR code: black on white, without inline style."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        made, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None,
        omitsize=True,
    )  # fmt: skip
    return made.getvalue().decode()


def spaced(secret: str) -> str:
    """The secret in fours, as one types it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _recovery_code(secret: str, number: int) -> str:
    value, letters = int.from_bytes(keyed_digest("recovery code", secret, number)[:16], "big"), ""
    for _place in range(12):
        value, letter = divmod(value, len(LETTERS))
        letters += LETTERS[letter]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
