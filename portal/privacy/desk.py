"""What the rights of the subject put on the desk: requests with their terms, and terms of keeping that run out."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, due_words, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.people.models import Disclosure, DisclosureState, Organization
from portal.privacy.kinds import ErasureState, RequestState
from portal.privacy.models import Erasure, RetentionTerm, SubjectRequest
from portal.privacy.retention import due_soon

MOST_PLACES = 2
PRESSING = 3


@finder("privacy.requests")
def open_requests(actor: Actor, reader: Any) -> Found:
    """Requests that wait for an answer, with the nearest term."""
    if not actor.has(Permission.SUBJECT_REQUEST_HANDLE):
        return None
    mine = allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, SubjectRequest)
    counted = sa.func.count()
    query = (
        sa.select(counted, sa.func.min(SubjectRequest.due_on))
        .where(mine, SubjectRequest.state == RequestState.OPEN)
        .having(counted > 0)
    )
    return Waiting(query=query, tell=partial(_unanswered, clock.today(actor.time_zone)))


def _unanswered(today: date, rows: Sequence[Any]) -> list[Step]:
    ((count, nearest),) = rows
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


@finder("privacy.second")
def waits_for_a_second_person(actor: Actor, reader: Any) -> Found:
    """Large files and erasures that somebody else proposed and this reader may decide about."""
    files = _others(actor, Permission.DISCLOSURE_APPROVE, Disclosure, Disclosure.state == DisclosureState.ASKED)
    erasures = _others(actor, Permission.SUBJECT_REQUEST_HANDLE, Erasure, Erasure.state == ErasureState.PROPOSED)
    asked = [clause for clause in (files, erasures) if clause is not None]
    if not asked:
        return None
    return Waiting(query=sa.select(*asked).where(sa.or_(*(each.element > 0 for each in asked))), tell=_undecided)


def _undecided(rows: Sequence[Any]) -> list[Step]:
    found, steps = rows[0]._mapping, []
    if count := found.get("disclosure"):
        steps.append(
            Step(
                title=ngettext(
                    "%(num)s большая выгрузка ждёт вашего решения",
                    "%(num)s больших выгрузок ждут вашего решения",
                    count,
                ),
                text=_("Файл, в котором много людей, уходит с портала только с согласия второго человека."),
                button=_("Открыть выгрузки"), url=url_for("privacy.disclosures"), tone="wait",
            )
        )  # fmt: skip
    if count := found.get("erasure_entry"):
        steps.append(
            Step(
                title=ngettext("%(num)s стирание ждёт вашего решения", "%(num)s стираний ждут вашего решения", count),
                text=_("Стёртое не вернуть, поэтому решает второй человек."),
                button=_("Открыть список"), url=url_for("privacy.erasures"), tone="wait",
            )
        )  # fmt: skip
    return steps


def _others(
    actor: Actor, permission: Permission, model: type[Disclosure] | type[Erasure], waits: sa.ColumnElement[bool]
) -> sa.Label[int] | None:
    """How many rows of others wait for this reader's decision, or None for who decides nothing."""
    if not actor.has(permission):
        return None
    by = Disclosure.actor_id if model is Disclosure else Erasure.proposed_by_id
    clause = sa.and_(allowed(actor, permission, model), waits, by.is_distinct_from(actor.person_id))
    counted = sa.select(sa.func.count()).select_from(model).where(clause)
    return counted.scalar_subquery().label(model.__tablename__)


@finder("privacy.retention")
def terms_that_run_out(actor: Actor, reader: Any) -> list[Step]:
    """Thirty days ahead: data that has to be looked over and erased, in the places that the reader belongs to."""
    steps = []
    for place, terms in _own_places(actor).items():
        count = sum(due_soon(place, terms).values())
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


def _own_places(actor: Actor) -> dict[Organization, dict[str, int]]:
    """Only the reader's own, with their terms: an administrator of a city looks at the page of terms."""
    roles = [role for role in actor.roles if Scope.ORGANIZATION in scope_of(Permission.SUBJECT_REQUEST_HANDLE, role)]
    ids = sorted({one for role in roles for one in actor.organization_ids(role)})[:MOST_PLACES]
    if not ids:
        return {}
    asked = (
        sa.select(Organization, RetentionTerm)
        .outerjoin(RetentionTerm, RetentionTerm.organization_id == Organization.id)
        .where(Organization.id.in_(ids))
        .order_by(Organization.id)
    )
    found: dict[Organization, dict[str, int]] = {}
    for place, term in db.session.execute(asked):
        found.setdefault(place, {}).update({term.kind: term.months} if term else {})
    return found
