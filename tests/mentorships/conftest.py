"""Programmes of the college as the tests of the bases begin them."""

from tests.matching.conftest import begin, cycle

__all__ = ["begin", "cycle"]
