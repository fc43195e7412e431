"""The stage of the house tests serves the fault loop too."""

from tests.house.conftest import stage

__all__ = ["stage"]
