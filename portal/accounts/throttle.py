"""Limits of sign-in: guessing is slow, and a class behind one address is not locked out.

Only failures count (reliability S13): five an account and address in a quarter of an hour, a hundred an account
in an hour.
"""

import hashlib

from flask import current_app, request

from portal.core.limits import Limits
from portal.core.text import login_key

PER_ACCOUNT_AND_ADDRESS = "5 per 15 minutes"
PER_ACCOUNT = "100 per hour"
PER_ADDRESS = "300 per 5 minutes"
TOKENS_PER_ADDRESS = "100 per 15 minutes"
LETTERS_PER_ADDRESS = "300 per hour"


def wait_seconds(login: str) -> int:
    """Seconds to wait before the next attempt is looked at; 0 when it may be now."""
    for limit, keys in _limits_of(login):
        if not _limits().is_free(limit, *keys):
            return _limits().seconds_left(limit, *keys)
    return 0


def failed(login: str) -> None:
    """Count a wrong attempt."""
    for limit, keys in _limits_of(login):
        _limits().hit(limit, *keys)


def succeeded(login: str) -> None:
    """Forget the wrong attempts of this account from this address."""
    limit, keys = _limits_of(login)[0]
    _limits().clear(limit, *keys)


def token_wait() -> int:
    """Seconds before this device may try another one-time address; a class behind one line is not stopped by a typo."""
    key = ("tokens", request.remote_addr or "-")
    return 0 if _limits().is_free(TOKENS_PER_ADDRESS, *key) else _limits().seconds_left(TOKENS_PER_ADDRESS, *key)


def token_failed() -> None:
    """Count an address that opens nothing."""
    _limits().hit(TOKENS_PER_ADDRESS, "tokens", request.remote_addr or "-")


def letter_wait() -> int:
    """Seconds before this device may ask for another letter; the letters to one person are rarer still."""
    key = ("letters", request.remote_addr or "-")
    return 0 if _limits().is_free(LETTERS_PER_ADDRESS, *key) else _limits().seconds_left(LETTERS_PER_ADDRESS, *key)


def letter_asked() -> None:
    """Count a letter that was asked for, sent or not."""
    _limits().hit(LETTERS_PER_ADDRESS, "letters", request.remote_addr or "-")


def _limits() -> Limits:
    limits: Limits = current_app.extensions["limits"]
    return limits


def _limits_of(login: str) -> list[tuple[str, tuple[str, ...]]]:
    name, address = _mark(login_key(login)), _mark(request.remote_addr or "-")
    return [
        (PER_ACCOUNT_AND_ADDRESS, ("sign-in", name, address)),
        (PER_ACCOUNT, ("sign-in", name)),
        (PER_ADDRESS, ("sign-in", address)),
    ]


def _mark(text: str) -> str:
    """What the counters keep: no name for sign-in and no address of a device stays in their file."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
