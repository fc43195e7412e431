"""Practices and browsers for contests."""

from tests.practices.conftest import draft, published, sending

__all__ = ["draft", "published", "sending"]
