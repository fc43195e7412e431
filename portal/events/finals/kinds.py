"""The words of final events."""

from enum import StrEnum


class Presents(StrEnum):
    """What an item of the programme is."""

    TALK = "talk"
    PAIR = "pair"
    PRACTICE = "practice"
    RESULTS = "results"
    AWARDS = "awards"


FINAL = "final"  # the kind of event in `portal/events/data/dictionaries.yaml`
