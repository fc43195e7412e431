"""Names for sign-in that stand on printed slips, and their short codes."""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from portal.accounts.models import User
from portal.core.db import db
from portal.core.secrets_box import keyed_digest
from portal.core.text import login_key

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 and o, 1, i and l
PLACES = 8
LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        ("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya").replace("_", "").split(" "),
        strict=True,
    )
)


def latin(text: str) -> str:
    """«М-21» → «m21», «Ковалёв» → «kovalyov»: what any keyboard can type."""
    return re.sub(r"[^a-z0-9]", "", "".join(LETTERS.get(letter, letter) for letter in text.casefold()))


def new_logins(names: Sequence[tuple[str, str]]) -> list[str]:
    """A name for sign-in for each pair of group and family name: «m21-kovalyov», «m21-kovalyov2» where it is taken."""
    stems = [_stem(group, family) for group, family in names]
    starts = [User.login.startswith(stem, autoescape=True) for stem in set(stems)]
    taken: set[str] = set()
    for part in range(0, len(starts), 100):
        taken |= set(db.session.scalars(sa.select(User.login).where(sa.or_(*starts[part : part + 100]))))
    found = []
    for stem in stems:
        number, login = 1, stem
        while login in taken:
            number += 1
            login = f"{stem}{number}"
        taken.add(login)
        found.append(login)
    return found


def slip_code(public_id: str) -> str:
    """The code of a slip, «k7mp-x3hd»: it follows from the slip and the portal's key, so it is kept nowhere."""
    number = int.from_bytes(keyed_digest("slip code", public_id)[:16], "big")
    letters = ""
    for _place in range(PLACES):
        number, letter = divmod(number, len(ALPHABET))
        letters += ALPHABET[letter]
    return f"{letters[:4]}-{letters[4:]}"


def slip_hash(public_id: str, typed: str) -> str:
    """What the table keeps of a code, and what a typed one is compared with; case and hyphens do not matter."""
    plain = re.sub(r"[\W_]", "", login_key(typed[:64]))
    return keyed_digest("slip hash", public_id, plain).hex()


def _stem(group: str, family_name: str) -> str:
    return "-".join(filter(None, (latin(group)[:10], latin(family_name)[:24] or "name")))
