"""Words for the codes of final events."""

from portal.core.i18n import _
from portal.events.finals.kinds import Presents

PRESENTS = {
    Presents.TALK: _("Выступление"),
    Presents.PAIR: _("Наставническая пара"),
    Presents.PRACTICE: _("Практика"),
    Presents.RESULTS: _("Результаты года"),
    Presents.AWARDS: _("Награждение"),
}


def presents_label(code: str) -> str:
    """«Практика»."""
    return PRESENTS[Presents(code)]
