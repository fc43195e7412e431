"""What contests put on the desk: a nomination to answer, entries to weigh, a protocol to sign, a contest to move on."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ru_date
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.practices.contests.kinds import ContestState, EntryState
from portal.practices.contests.models import Contest, ContestConflict, ContestEntry, ContestJuror, ContestReview


@finder("contests.asked")
def nominations_to_answer(actor: Actor, reader: Any) -> Found:
    """Somebody puts the reader forward: only with their yes."""
    if actor.person_id is None:
        return None
    query = (
        sa.select(ContestEntry.public_id, Contest.title, Contest.apply_until)
        .join(Contest, Contest.id == ContestEntry.contest_id)
        .where(
            ContestEntry.person_id == actor.person_id, ContestEntry.state == EntryState.ASKED,
            Contest.state == ContestState.OPEN,
        )
        .order_by(Contest.apply_until, ContestEntry.id)
    )  # fmt: skip
    return Waiting(query=query, tell=_asked)


def _asked(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Вас выдвигают на конкурс"), text=title, button=_("Ответить"),
            url=url_for("contests.entry", public_id=public_id), due=_("до %(day)s", day=ru_date(until, "full")),
        )
        for public_id, title, until in rows
    ]  # fmt: skip


@finder("contests.judging")
def entries_to_weigh(actor: Actor, reader: Any) -> Found:
    """The reader is in a jury and has not weighed everything yet; conflicts are left out."""
    if actor.person_id is None:
        return None
    conflict = sa.exists().where(
        ContestConflict.juror_id == ContestJuror.id, ContestConflict.entry_id == ContestEntry.id
    )
    given = sa.exists().where(ContestReview.juror_id == ContestJuror.id, ContestReview.entry_id == ContestEntry.id)
    query = (
        sa.select(Contest.public_id, Contest.title, Contest.judge_until, sa.func.count())
        .join(ContestJuror, ContestJuror.contest_id == Contest.id)
        .join(ContestEntry, ContestEntry.contest_id == Contest.id)
        .where(
            ContestJuror.person_id == actor.person_id, Contest.state == ContestState.JUDGING,
            ContestEntry.state == EntryState.ACCEPTED, ~conflict, ~given,
        )
        .group_by(Contest.id, Contest.public_id, Contest.title, Contest.judge_until)
        .order_by(Contest.judge_until, Contest.id)
    )  # fmt: skip
    return Waiting(query=query, tell=_to_weigh)


def _to_weigh(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Оцените заявки конкурса"), text=_("%(title)s, осталось: %(n)s", title=title, n=n),
            button=_("Открыть заявки"), url=url_for("contests.judging", public_id=public_id),
            due=_("до %(day)s", day=ru_date(until, "full")),
        )
        for public_id, title, until, n in rows
    ]  # fmt: skip


@finder("contests.signing")
def protocols_to_sign(actor: Actor, reader: Any) -> Found:
    """The reader is the chair, and the points are counted."""
    if actor.person_id is None:
        return None
    query = (
        sa.select(Contest.public_id, Contest.title)
        .join(ContestJuror, ContestJuror.contest_id == Contest.id)
        .where(
            ContestJuror.person_id == actor.person_id, ContestJuror.is_chair, Contest.state == ContestState.COUNTED
        )
        .order_by(Contest.id)
    )  # fmt: skip
    return Waiting(query=query, tell=_to_sign)


def _to_sign(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Подпишите протокол конкурса"), text=title, button=_("Открыть протокол"),
            url=url_for("contests.results", public_id=public_id),
        )
        for public_id, title in rows
    ]  # fmt: skip


@finder("contests.leading")
def contests_to_move_on(actor: Actor, reader: Any) -> Found:
    """The organiser's turn: applying is over, judging is over, or the protocol is signed."""
    if not actor.has(Permission.CONTEST_EDIT):
        return None
    today = clock.today(actor.time_zone)
    query = (
        sa.select(Contest.public_id, Contest.title, Contest.state)
        .where(
            allowed(actor, Permission.CONTEST_EDIT, Contest),
            sa.or_(
                sa.and_(Contest.state == ContestState.OPEN, Contest.apply_until < today),
                sa.and_(Contest.state == ContestState.JUDGING, Contest.judge_until < today),
                Contest.state == ContestState.SIGNED,
            ),
        )
        .order_by(Contest.results_on, Contest.id)
    )
    return Waiting(query=query, tell=_to_move_on)


def _to_move_on(rows: Sequence[Any]) -> list[Step]:
    turns = {
        ContestState.OPEN: _("Приём заявок закончен: откройте их жюри"),
        ContestState.JUDGING: _("Срок жюри вышел: подсчитайте баллы"),
        ContestState.SIGNED: _("Протокол подписан: опубликуйте итоги"),
    }
    return [
        Step(
            title=turns[ContestState(state)], text=title, button=_("Открыть конкурс"),
            url=url_for("contests.show", public_id=public_id),
        )
        for public_id, title, state in rows
    ]  # fmt: skip
