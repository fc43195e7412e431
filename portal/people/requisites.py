"""Numbers and addresses of an organisation: ИНН and ОГРН by their check digits, sites that a link may lead to."""

import re

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = ((7, *_INN_10), (3, 7, *_INN_10))
_SITE = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]{2,}([/?#]\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_PHONE = re.compile(r"[0-9+()\s–-]{5,40}(,?\s*(доб|внутр)\.?\s*[0-9]{1,6})?")


def is_inn(text: str) -> bool:
    """Ten digits of an organisation or twelve of an entrepreneur, with right check digits (приказ ФНС ММВ-7-6/435@)."""
    if not _is_digits(text):
        return False
    digits = [int(char) for char in text]
    if len(digits) == 10:
        return _check(digits, _INN_10)
    return len(digits) == 12 and all(_check(digits, weights) for weights in _INN_12)


def is_ogrn(text: str) -> bool:
    """Thirteen digits of an organisation or fifteen of an entrepreneur, the last one a remainder."""
    if not _is_digits(text) or len(text) not in (13, 15):
        return False
    return int(text[:-1]) % (len(text) - 2) % 10 == int(text[-1])


def is_site(text: str) -> bool:
    """An http or https address; nothing else may become a link."""
    return _SITE.fullmatch(text) is not None


def as_site(text: str) -> str:
    """«school12.example» as the address that a link needs."""
    return text if not text or "://" in text else f"https://{text}"


def is_email(text: str) -> bool:
    """Something that looks like a post box."""
    return _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """A number with a code, perhaps an extension."""
    return _PHONE.fullmatch(text) is not None


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _check(digits: list[int], weights: tuple[int, ...]) -> bool:
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=False))
    return total % 11 % 10 == digits[len(weights)]
