"""How some of the town like their letters; what is written to the others waits for the morning."""

from portal.core import mail
from portal.core.letter_choices import LetterWay
from portal.core.letter_kinds import Topic
from portal.demo.town import Town

CHOSEN = {
    "kira": {Topic.MENTORSHIPS: LetterWay.AT_ONCE, Topic.DOCUMENTS: LetterWay.AT_ONCE},
    "misha": {Topic.EVENTS: LetterWay.PORTAL},
    "vera": {Topic.SURVEYS: LetterWay.AT_ONCE},
}


def choose_letters(town: Town) -> None:
    """Let them choose as on their own page."""
    for key, ways in CHOSEN.items():
        mail.choose(town.people[key].id, ways)
