"""What summing up does by the clock."""

from portal.core.schedule import every
from portal.mentorships.closing.asking import ask_and_remind


@every(minute="23", hour="6")
def ask_for_reports() -> None:
    """Two weeks before its date a mentor's report is begun and asked for, three days before reminded of."""
    ask_and_remind()
