"""Until when answers may be taken back: as long as they are collected, and a month longer."""

from datetime import datetime, timedelta
from typing import Protocol

from portal.core import clock

AFTER_THE_END = timedelta(days=30)


class HasEnd(Protocol):
    """A wave: the row itself or its plain copy."""

    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


def last_moment(wave: HasEnd) -> datetime | None:
    """The last moment; None while no end of the wave is known."""
    end = wave.closed_at or wave.closes_at
    return end + AFTER_THE_END if end else None


def may_take_back(wave: HasEnd) -> bool:
    """Whether answers to the wave may be taken back now."""
    last = last_moment(wave)
    return last is None or clock.now() <= last
