"""What curators' reports do by the clock."""

from portal.core.schedule import every
from portal.mentorships.curating.asking import ask_and_remind


@every(minute="27", hour="6")
def ask_curators_for_reports() -> None:
    """Two weeks before its date a report is begun and asked for, three days before reminded of."""
    ask_and_remind()
