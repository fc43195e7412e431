"""What the queue puts on the desk: who waits too long, who needs support."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.matching.kinds import SupportState
from portal.mentorships.unmatched.queries import LONG, long_waits, support_needed


@finder("unmatched.long")
def waits_too_long(actor: Actor, reader: Any) -> Found:
    """People of the reader's organisations whom nobody was found for in two weeks, counted."""
    if not actor.has(Permission.MENTORSHIP_PROPOSE):
        return None
    return Waiting(query=long_waits(actor, clock.today(actor.time_zone)), tell=_long)


def _long(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Наставника ждут дольше двух недель"),
            text=ngettext("%(place)s: ждёт %(num)s человек", "%(place)s: ждут %(num)s человек", n, place=place),
            button=_("Кто ждёт"),
            url=url_for("unmatched.index", organization=public_id, wait=LONG),
        )
        for place, public_id, n in rows
    ]


@finder("unmatched.support")
def support_wanted(actor: Actor, reader: Any) -> Found:
    """People of the reader's organisations who wait and need support, counted."""
    if not actor.has(Permission.SUPPORT_KEEP):
        return None
    return Waiting(query=support_needed(actor), tell=_needed)


def _needed(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Нужна поддержка, пока наставник не найден"),
            text=ngettext(
                "%(place)s: поддержка нужна %(num)s человеку",
                "%(place)s: поддержка нужна %(num)s людям",
                n,
                place=place,
            ),
            button=_("Кому нужна"),
            url=url_for("unmatched.index", organization=public_id, support=SupportState.NEEDED.value),
        )
        for place, public_id, n in rows
    ]
