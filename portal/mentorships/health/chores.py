"""What health does by the clock."""

from portal.core.schedule import every
from portal.mentorships.health.evaluating import evaluate


@every(minute="12", hour="21")
def look_at_pairs() -> None:
    """Once a night of the east, before the curators come: every pair is looked at."""
    evaluate()
