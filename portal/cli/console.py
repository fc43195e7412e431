"""What the commands share: lines on the terminal, the refusal, an opened application."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.settings import Settings


class Stop(Exception):
    """The command refuses; the message is the one clear line on stderr."""


def say(text: str = "") -> None:
    """A line on stdout, at once."""
    print(text, flush=True)


def complain(text: str) -> int:
    """The refusal on stderr; returns its exit status."""
    print(text, file=sys.stderr, flush=True)
    return 1


def progress(text: str) -> None:
    """Where a long work stands; only for a person at a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Flask]:
    """The application and its context; its connections are closed afterwards."""
    from portal.app import create_app
    from portal.core.db import db

    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            app.extensions["limits"].storage.engine.dispose()
