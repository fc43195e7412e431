"""Hours that come from the work of a pair: the room of meetings stands above and says here how to count them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date

Counter = Callable[[Collection[int], date, date], Mapping[int, int]]
_COUNTERS: list[Counter] = []
MINUTES = 60


def counts_pair_minutes(counter: Counter) -> Counter:
    """Register what tells minutes of confirmed meetings per person, from a day to a day inclusive."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)
    return counter


def pair_hours(person_ids: Collection[int], first: date, last: date) -> dict[int, int]:
    """Person → whole hours (60 minutes) of confirmed meetings; whoever had none is absent."""
    minutes: dict[int, int] = {}
    for counter in _COUNTERS if person_ids else ():
        for person_id, n in counter(person_ids, first, last).items():
            minutes[person_id] = minutes.get(person_id, 0) + n
    return {person_id: n // MINUTES for person_id, n in minutes.items() if n >= MINUTES}
