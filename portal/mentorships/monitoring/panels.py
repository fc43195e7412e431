"""What monitoring adds to the card of a pair: its questionnaires with who has answered, the way to before and after."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import url_for

from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.core.web.waiting import Waiting
from portal.mentorships.models import Mentorship
from portal.mentorships.monitoring.queries import asked_about, told
from portal.mentorships.monitoring.words import by_wave


@panel("mentorships.show", order=35)
def questionnaires_of_pair(pair: Mentorship) -> Waiting:
    """Who was asked about the pair, for whoever reads its card: the answers themselves are not here."""
    return Waiting(query=asked_about(pair), tell=partial(_asked, pair))


def _asked(pair: Mentorship, rows: Sequence[Any]) -> list[Panel]:
    context = {"waves": by_wave(told(rows))}
    return [
        Panel(name="monitoring", title=_("Анкеты пары"), template="monitoring/panel.html", context=context,
              more_label=_("До и после"), more_url=url_for("monitoring.show", public_id=pair.public_id))
    ]  # fmt: skip
