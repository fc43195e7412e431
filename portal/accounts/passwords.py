"""Passwords: Argon2id within the means of a two-core machine, and the rules for choosing one."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.core.i18n import _

MEMORY_KIB = 19_456  # OWASP's second setting: 19 MiB, two passes; about 30 ms here
SHORTEST, SHORTEST_STAFF, LONGEST = 8, 15, 128
COMMON_WORDS = """
12345678 123456789 1234567890 11111111 00000000 87654321 1q2w3e4r 1qaz2wsx qazwsxedc
password qwertyui qwerty123 qwertyuiop asdfghjk йцукенгш йцукен123 пароль12 пароль123 парольпароль
наставник наставничество
"""
COMMON = frozenset(COMMON_WORDS.split())
_hasher = PasswordHasher(time_cost=2, memory_cost=MEMORY_KIB, parallelism=1)


def use_cheap_hash() -> None:
    """For tests and large demo data only: the cheapest parameters."""
    global _hasher  # noqa: PLW0603 — the one switch of this module
    _hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to keep."""
    return _hasher.hash(password)


def is_right(password: str, kept: str) -> bool:
    """Whether `password` gives the kept hash. Takes as long for a broken hash as for a wrong password."""
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def waste_time(password: str) -> None:
    """Spend what a check costs, so that an unknown name answers as slowly as a wrong password."""
    is_right(password, _DECOY())


def _DECOY() -> str:  # noqa: N802 — computed once with the parameters in force
    if _decoys.get("for") is not _hasher:
        _decoys.update({"for": _hasher, "hash": _hasher.hash("nobody signs in with this")})
    return str(_decoys["hash"])


_decoys: dict[str, object] = {}


def complaint(password: str, *, is_staff: bool, about: list[str]) -> str | None:
    """Why this password may not be chosen, or None. `about` are words that lead to the person: name, login."""
    shortest = SHORTEST_STAFF if is_staff else SHORTEST
    if len(password) < shortest:
        return _("Пароль короче %(n)s знаков. Подойдёт фраза из нескольких слов.", n=shortest)
    if len(password) > LONGEST:
        return _("Пароль длиннее %(n)s знаков.", n=LONGEST)
    lowered = password.casefold()
    if lowered in COMMON or len(set(lowered)) < 4:
        return _("Такой пароль подбирают первым. Возьмите фразу из нескольких слов.")
    if any(len(word) > 3 and word.casefold() in lowered for word in about):
        return _("В пароле не должно быть имени или имени для входа.")
    return None
