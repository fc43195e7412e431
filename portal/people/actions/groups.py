"""Groups and classes: opening, changing, closing, and learners who come to them or go to another."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext, ru_date
from portal.core.text import clean_line, sort_key
from portal.people.actions.organizations import refuse_if_closed
from portal.people.kinds import GroupKind, MembershipKind, OrganizationKind
from portal.people.models import Group, Membership, Organization
from portal.people.next_year import course_in
from portal.people.search import index_group
from portal.people.signals import membership_ended

USUAL_KIND = {OrganizationKind.SCHOOL: GroupKind.CLASS, OrganizationKind.ADDITIONAL: GroupKind.CIRCLE}
OWN_COLUMNS = {"id", "public_id", "created_at", "updated_at", "group_id", "starts_on", "ends_on"}


def add_group(
    actor: Actor,
    organization: Organization,
    *,
    name: str,
    course: int | None,
    starts_on: date,
    kind: str | None = None,
) -> Group:
    """Open a class or a study group from a day; without a kind, the usual one of such an organisation.

    A class without a course gets the one its name begins with: without it, it would stay behind in September.
    Raises Refusal for a closed organisation and for a name that another open group bears.
    """
    refuse_if_closed(organization)
    _refuse_taken_name(organization.id, name)
    usual = USUAL_KIND.get(OrganizationKind(organization.kind), GroupKind.STUDY)
    is_kind = GroupKind(kind) if kind else usual
    group = Group(
        organization_id=organization.id,
        name=clean_line(name),
        sort_name=sort_key(name),
        course=course or (course_in(name) if is_kind is GroupKind.CLASS else None),
        starts_on=starts_on,
        kind=is_kind,
    )
    db.session.add(group)
    db.session.flush()
    index_group(group, organization.name)
    audit.record(actor, AuditEvent.GROUP_ADDED, group)
    return group


def edit_group(actor: Actor, group: Group, *, name: str, course: int | None, kind: str, starts_on: date) -> None:
    """Put right what the card says. Moving up a year is another deed: `transfer_groups`."""
    _refuse_taken_name(group.organization_id, name, but=group.id)
    wanted: dict[str, Any] = {
        "name": clean_line(name), "sort_name": sort_key(name), "course": course, "kind": GroupKind(kind),
        "starts_on": starts_on,
    }  # fmt: skip
    if group.ends_on is not None and group.ends_on < starts_on:
        raise Refusal(_("Первый день стоит позже последнего."))
    changed = [field for field, value in wanted.items() if getattr(group, field) != value]
    for field in changed:
        setattr(group, field, wanted[field])
    _changed(actor, AuditEvent.GROUP_CHANGED, group, {"fields": changed})
    index_group(group, group.organization.name)


def close_group(actor: Actor, group: Group, *, on: date) -> None:
    """The last day of the group. Raises Refusal while it has learners: each must have somewhere to belong."""
    if group.ends_on is not None:
        raise Refusal(_("Группа уже закрыта."))
    if on < group.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    left = learners_after(group.id, on)
    if left:
        raise Refusal(
            ngettext(
                "В группе остаётся %(num)s обучающийся. Сначала переведите его или отметьте выпуск.",
                "В группе остаются %(num)s обучающихся. Сначала переведите их или отметьте выпуск.",
                left,
            )
        )
    group.ends_on = on
    _changed(actor, AuditEvent.GROUP_CLOSED, group, {"ends_on": on.isoformat()})


def reopen_group(actor: Actor, group: Group) -> None:
    """Take the closing back."""
    if group.ends_on is None:
        raise Refusal(_("Группа не закрыта."))
    refuse_if_closed(group.organization)
    _refuse_taken_name(group.organization_id, group.name, but=group.id)
    group.ends_on = None
    _changed(actor, AuditEvent.GROUP_REOPENED, group, {})


def move_to_group(actor: Actor, memberships: Sequence[Membership], group: Group, *, on: date) -> list[Membership]:
    """From a day these learners belong to `group`: each place ends the day before and a new one begins.

    A place that begins on the very day is only put right. Raises Refusal when somebody cannot be moved on that day.
    """
    _refuse_move(memberships, group, on)
    moved = [_moved(membership, group, on) for membership in memberships]
    db.session.flush()
    for old, new in zip(memberships, moved, strict=True):
        came_from = old.group_id if old is not new else None
        changes = {"membership": new.id, "from_group": came_from, "on": on.isoformat()}
        audit.record(actor, AuditEvent.GROUP_ENTERED, group, changes=changes)
        if old is not new:
            membership_ended.send(actor, membership=old)
    return moved


def learners_after(group_id: int, day: date) -> int:
    """How many learners the group still has after a day."""
    found = sa.select(sa.func.count()).where(
        Membership.group_id == group_id,
        Membership.kind == MembershipKind.LEARNER,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on > day),
    )
    return db.session.scalar(found) or 0


def continued(membership: Membership, on: date, **changes: Any) -> Membership:
    """The same place again from a day: every column but the period, and those in `changes`."""
    columns = [column.key for column in sa.inspect(Membership).columns if column.key not in OWN_COLUMNS]
    kept = {key: getattr(membership, key) for key in columns}
    return Membership(**{**kept, "group_id": membership.group_id, **changes}, starts_on=on, ends_on=None)


def _moved(membership: Membership, group: Group, on: date) -> Membership:
    if membership.starts_on == on:
        membership.group_id = group.id
        return membership
    new = continued(membership, on, group_id=group.id)
    new.ends_on = membership.ends_on
    membership.ends_on = on - timedelta(days=1)
    db.session.add(new)
    return new


def _refuse_move(memberships: Sequence[Membership], group: Group, on: date) -> None:
    if not in_period(group, on):
        raise Refusal(_("В этот день группы «%(name)s» нет: проверьте, когда она открыта.", name=group.name))
    if any(each.organization_id != group.organization_id for each in memberships):
        raise Refusal(_("Группа относится к другой организации."))
    for each in memberships:
        if not in_period(each, on):
            raise Refusal(_("Не все выбранные учатся здесь %(day)s. Выберите другой день.", day=ru_date(on)))
        if each.group_id == group.id:
            raise Refusal(_("Кто-то из выбранных уже в этой группе. Обновите страницу."))
    later = [each.id for each in memberships if each.starts_on < on]
    clash = sa.select(Membership.id).where(
        Membership.person_id.in_([each.person_id for each in memberships if each.id in later]),
        Membership.organization_id == group.organization_id,
        Membership.kind == MembershipKind.LEARNER,
        Membership.starts_on == on,
    )
    if later and db.session.scalar(clash.limit(1)) is not None:
        raise Refusal(_("У кого-то из выбранных с этого дня уже записано другое место. Выберите другой день."))


def in_period(thing: Any, on: date) -> bool:
    """Whether the period of this row covers the day."""
    return bool(thing.starts_on <= on and (thing.ends_on is None or thing.ends_on >= on))


def _refuse_taken_name(organization_id: int, name: str, *, but: int = 0) -> None:
    taken = sa.select(Group.id).where(
        Group.organization_id == organization_id,
        Group.sort_name == sort_key(name),
        Group.ends_on.is_(None),
        Group.id != but,
    )
    if db.session.scalar(taken.limit(1)) is not None:
        raise Refusal(_("Открытая группа с таким названием уже есть: «%(name)s».", name=clean_line(name)))


def _changed(actor: Actor, event: AuditEvent, group: Group, changes: dict[str, Any]) -> None:
    group.version += 1
    db.session.flush()
    audit.record(actor, event, group, changes=changes)
