"""What the calendar of the country tells the work by the clock: on which mornings nobody is written to."""

from datetime import date

from portal.core.letter_choices import keeps_quiet
from portal.programs.workdays import calendar


@keeps_quiet
def is_day_off(day: date) -> bool:
    """A day off by the production calendar. Days of an organisation's own count nothing: a person may be in several."""
    return not calendar().is_working(day)
