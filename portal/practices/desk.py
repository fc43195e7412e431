"""What the bank puts on the desk: a practice that came back, reviews, «Помогла ли практика?», one to confirm."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.practices.queries import outcomes_to_tell, returned_to, unconfirmed_of, waiting_for


@finder("practices.returned")
def returned_practices(actor: Actor, reader: Any) -> Found:
    """Reviewers sent it back."""
    if actor.person_id is None or not actor.has(Permission.PRACTICE_WRITE):
        return None
    return Waiting(query=returned_to(actor.person_id), tell=_returned)


def _returned(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Практика вернулась с замечаниями"), text=title, button=_("Открыть замечания"),
            url=url_for("practices.edit", public_id=public_id), tone="wait",
        )
        for public_id, title in rows
    ]  # fmt: skip


@finder("practices.review")
def practices_to_review(actor: Actor, reader: Any) -> Found:
    """Practices that wait for the reader's decision, counted."""
    if not actor.has(Permission.PRACTICE_REVIEW):
        return None
    return Waiting(query=waiting_for(actor), tell=partial(_unreviewed, clock.today(actor.time_zone)))


def _unreviewed(today: date, rows: Sequence[Any]) -> list[Step]:
    ((n, due_on),) = rows
    is_late = due_on is not None and due_on < today
    return [
        Step(
            title=_("Практики ждут решения"),
            text=ngettext("На проверке %(num)s практика", "На проверке %(num)s практик", n),
            button=_("Открыть очередь"), url=url_for("practices.queue"), tone="bad" if is_late else "none",
        )
    ]  # fmt: skip


@finder("practices.outcome")
def outcomes(actor: Actor, reader: Any) -> Found:
    """Sixty days have passed since an organisation took a practice."""
    if actor.person_id is None or not actor.has(Permission.PRACTICE_ADOPT):
        return None
    return Waiting(query=outcomes_to_tell(actor, clock.today(actor.time_zone)), tell=_untold)


def _untold(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Помогла ли практика?"), text=title, button=_("Рассказать, что вышло"),
            url=url_for("practices.outcome", public_id=public_id),
        )
        for public_id, title in rows
    ]  # fmt: skip


@finder("practices.aging")
def practices_to_confirm(actor: Actor, reader: Any) -> Found:
    """«Практика ещё живая?», every eighteen months."""
    if actor.person_id is None or not actor.has(Permission.PRACTICE_ARCHIVE):
        return None
    return Waiting(query=unconfirmed_of(actor.person_id, clock.today(actor.time_zone)), tell=_unconfirmed)


def _unconfirmed(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Практика ещё живая?"), text=title, button=_("Ответить"),
            url=url_for("practices.keeping", public_id=public_id),
        )
        for public_id, title in rows
    ]  # fmt: skip
