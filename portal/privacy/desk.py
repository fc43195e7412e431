"""What the rights of the subject put on the desk: requests with their terms, and terms of keeping that run out."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, due_words, ngettext
from portal.core.web.desk import Step, finder
from portal.people.models import Organization
from portal.privacy.kinds import RequestState
from portal.privacy.models import SubjectRequest
from portal.privacy.retention import due_soon

MOST_PLACES = 2
PRESSING = 3


@finder("privacy.requests")
def open_requests(actor: Actor, reader: Any) -> list[Step]:
    """Requests that wait for an answer, with the nearest term."""
    if not actor.has(Permission.SUBJECT_REQUEST_HANDLE):
        return []
    mine = select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, SubjectRequest).where(
        SubjectRequest.state == RequestState.OPEN
    )
    asked = mine.subquery()
    count, nearest = db.session.execute(sa.select(sa.func.count(), sa.func.min(asked.c.due_on))).one()
    if not count:
        return []
    today = clock.today(actor.time_zone)
    return [
        Step(
            title=ngettext("Ответьте на %(num)s обращение о данных", "Ответьте на %(num)s обращений о данных", count),
            text=_("Срок считается в рабочих днях."),
            button=_("Открыть обращения"),
            url=url_for("privacy.index"),
            due=due_words(nearest, today),
            tone="wait" if (nearest - today).days <= PRESSING else "none",
        )
    ]


@finder("privacy.retention")
def terms_that_run_out(actor: Actor, reader: Any) -> list[Step]:
    """Thirty days ahead: data that has to be looked over and erased, in the places that the reader belongs to."""
    steps = []
    for place in _own_places(actor):
        count = sum(due_soon(place).values())
        if count:
            steps.append(
                Step(
                    title=ngettext(
                        "Срок хранения: %(num)s человек в списке", "Срок хранения: %(num)s человек в списке", count
                    ),
                    text=_("%(place)s: срок вышел или выйдет за 30 дней.", place=place.short_name),
                    button=_("Посмотреть сроки"),
                    url=url_for("privacy.retention", organization=place.public_id),
                )
            )
    return steps


def _own_places(actor: Actor) -> Sequence[Organization]:
    """Only the reader's own: an administrator of a city looks at the page of terms."""
    roles = [role for role in actor.roles if Scope.ORGANIZATION in scope_of(Permission.SUBJECT_REQUEST_HANDLE, role)]
    ids = sorted({one for role in roles for one in actor.organization_ids(role)})[:MOST_PLACES]
    if not ids:
        return []
    return db.session.scalars(sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.id)).all()
