"""The year and the pair of the tests about meetings."""

from tests.mentorships.meetings.conftest import cycle, pair

__all__ = ["cycle", "pair"]
