"""September: all groups of an organisation move up a year in one transaction, and the whole deed can be taken back."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.actions.groups import continued
from portal.people.kinds import MembershipKind
from portal.people.models import Group, GroupTransfer, Membership, Organization
from portal.people.next_year import LAST_COURSE, Deed
from portal.people.search import index_group
from portal.people.signals import membership_ended

LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is to be done with one group; `name` is the one it will bear when it moves up."""

    group: Group
    deed: Deed
    name: str


def transfer_problems(choices: Sequence[Choice], on: date) -> dict[int, str]:
    """What forbids the transfer, by id of the group; empty when it may go on. `choices` names every open group."""
    names = Counter(sort_key(_final_name(each)) for each in choices if each.deed is not Deed.GRADUATE)
    newcomers = _learners_from([each.group.id for each in choices if each.deed is Deed.GRADUATE], on)
    found = {each.group.id: _problem(each, on, names, newcomers) for each in choices if each.deed is not Deed.STAY}
    return {key: words for key, words in found.items() if words}


def transfer_groups(actor: Actor, organization: Organization, choices: Sequence[Choice], *, on: date) -> GroupTransfer:
    """Move groups up a year from a day: the next course and name, or graduation, after which learners are alumni.

    A group keeps its row, so whatever belongs to it follows. Raises Refusal where `transfer_problems` has words.
    """
    refuse_day(organization, on)
    problems = transfer_problems(choices, on)
    if problems:
        raise Refusal(next(iter(problems.values())))
    chosen = [each for each in choices if each.deed is not Deed.STAY]
    if not chosen:
        raise Refusal(_("Все группы остаются как есть: переводить нечего."))
    lines = [_line_before(each) for each in chosen]
    ended = _graduate([each.group for each in chosen if each.deed is Deed.GRADUATE], lines, on)
    for each, line in zip(chosen, lines, strict=True):
        _change(each, line, on)
        index_group(each.group, organization.name)
    transfer = GroupTransfer(organization_id=organization.id, moved_on=on, lines=lines)
    db.session.add(transfer)
    db.session.flush()
    audit.record(
        actor, AuditEvent.GROUPS_TRANSFERRED, transfer,
        changes={"on": on.isoformat(), "groups": [each.group.public_id for each in chosen], "graduates": len(ended)},
    )  # fmt: skip
    for membership in ended:
        membership_ended.send(actor, membership=membership)
    return transfer


def refuse_day(organization: Organization, on: date) -> None:
    """A transfer is recorded on its day or later, within the year."""
    today = clock.today(organization.time_zone)
    if on > today:
        raise Refusal(_("День перевода ещё не наступил. Перевод записывают в этот день или позже."))
    if on < today - timedelta(days=365):
        raise Refusal(_("День перевода был больше года назад. Проверьте год."))


def _problem(choice: Choice, on: date, names: Counter[str], newcomers: dict[int, int]) -> str:
    group, name = choice.group, clean_line(choice.name)
    if group.starts_on >= on:
        return _("Группа открыта в этот день или позже")
    if choice.deed is Deed.GRADUATE:
        return _("В группу записаны с этого дня или позже: сначала переведите их") if newcomers.get(group.id) else ""
    if not name:
        return _("Укажите новое название")
    if len(name) > LONGEST_NAME:
        return _("Сократите название до 60 знаков")
    if group.course is not None and group.course >= LAST_COURSE:
        return _("Следующего класса нет: отметьте выпуск")
    return _("Такое название получит и другая группа") if names[sort_key(name)] > 1 else ""


def _final_name(choice: Choice) -> str:
    return choice.name if choice.deed is Deed.MOVE else choice.group.name


def _learners_from(group_ids: Sequence[int], on: date) -> dict[int, int]:
    """How many learners come to each of these groups on the day or later."""
    found = (
        sa.select(Membership.group_id, sa.func.count())
        .where(
            Membership.group_id.in_(group_ids), Membership.kind == MembershipKind.LEARNER, Membership.starts_on >= on
        )
        .group_by(Membership.group_id)
    )
    return {key: number for key, number in db.session.execute(found).all() if key is not None}


def _line_before(choice: Choice) -> dict[str, Any]:
    group = choice.group
    return {"group": group.id, "deed": choice.deed.value, "name": group.name, "course": group.course,
            "ends_on": group.ends_on.isoformat() if group.ends_on else None, "places": []}  # fmt: skip


def _change(choice: Choice, line: dict[str, Any], on: date) -> None:
    group = choice.group
    if choice.deed is Deed.GRADUATE:
        group.ends_on = on - timedelta(days=1)
    else:
        group.name, group.sort_name = clean_line(choice.name), sort_key(choice.name)
        group.course = group.course + 1 if group.course is not None else None
    group.version += 1
    line |= {"version": group.version, "new_name": group.name, "new_course": group.course}


def _graduate(groups: Sequence[Group], lines: list[dict[str, Any]], on: date) -> list[Membership]:
    """Learners of these groups become alumni, each once; the lines keep which place ended and which began."""
    ended = db.session.scalars(
        sa.select(Membership)
        .where(
            Membership.group_id.in_([group.id for group in groups]),
            Membership.kind == MembershipKind.LEARNER,
            sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
        )
        .order_by(Membership.id)
    ).all()
    settled = _already_settled(ended, on)
    begun: dict[int, Membership] = {}
    before = {each.id: each.ends_on for each in ended}
    for each in ended:
        if each.person_id not in settled:
            settled.add(each.person_id)
            begun[each.id] = continued(each, on, kind=MembershipKind.ALUMNUS, group_id=None)
        each.ends_on = on - timedelta(days=1)
    db.session.add_all(begun.values())
    db.session.flush()
    by_group = {line["group"]: line for line in lines}
    for each in ended:
        old_end, new = before[each.id], begun.get(each.id)
        by_group[each.group_id]["places"].append(
            [each.id, old_end.isoformat() if old_end else None, new.id if new else None]
        )
    return list(ended)


def _already_settled(ended: Sequence[Membership], on: date) -> set[int]:
    """Persons who are alumni of the organisation already, or still learn there elsewhere: no second place for them."""
    if not ended:
        return set()
    found = sa.select(Membership.person_id).where(
        Membership.organization_id == ended[0].organization_id,
        Membership.person_id.in_([each.person_id for each in ended]),
        Membership.kind.in_([MembershipKind.ALUMNUS, MembershipKind.LEARNER]),
        Membership.id.not_in([each.id for each in ended]),
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on >= on),
    )
    return set(db.session.scalars(found).all())
