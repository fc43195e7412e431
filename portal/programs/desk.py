"""What the programmes put on the desk: agreements that end soon."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, due_words
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.programs.labels import agreement_label
from portal.programs.queries.partners import ending_agreements

MOST = 5


@finder("programs.agreements")
def agreements_to_renew(actor: Actor, reader: Any) -> Found:
    """Agreements of the reader's organisation that end within two months; the nearest few."""
    if not actor.has(Permission.PARTNER_EDIT):
        return None
    today = clock.today(actor.time_zone)
    return Waiting(query=ending_agreements(actor, today).limit(MOST), tell=partial(_ending, today))


def _ending(today: date, rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Соглашение кончается: %(name)s", name=each.partner.home.short_name),
            text=agreement_label(each.kind),
            button=_("Открыть партнёра"),
            url=url_for("partners.show", public_id=each.partner.public_id),
            due=due_words(each.ends_on, today) if each.ends_on else "",
            tone="wait",
        )
        for (each,) in rows
    ]
