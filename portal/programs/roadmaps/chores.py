"""What road maps do by the clock."""

from portal.core.schedule import every
from portal.programs.roadmaps.reminding import remind
from portal.programs.roadmaps.waves import tell_of_waves


@every(minute="37", hour="5")
def close_steps_by_waves() -> None:
    """Waves that ended close the steps that wait for them, before anybody is reminded of these."""
    tell_of_waves()


@every(minute="47", hour="5")
def remind_of_steps() -> None:
    """A week before its deadline a step is told to whoever answers for it."""
    remind()
