"""Taking a transfer of groups back, group by group: what was used since stays and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.people.models import Group, GroupTransfer, Membership
from portal.people.next_year import Deed
from portal.people.search import index_group
from portal.people.signals import membership_restored

AT_ONCE = 400


@dataclass(frozen=True, kw_only=True)
class Line:
    """One group of a transfer: what was written down then, the row as it stands, and why it cannot go back, if so."""

    said: Mapping[str, Any]
    group: Group
    obstacle: str = ""

    @property
    def is_undone(self) -> bool:
        return bool(self.said.get("undone"))

    @property
    def may_go_back(self) -> bool:
        return not self.is_undone and not self.obstacle

    @property
    def is_graduation(self) -> bool:
        return bool(self.said["deed"] == Deed.GRADUATE)

    @property
    def graduates(self) -> int:
        return len(self.said["places"])


def lines_of(transfer: GroupTransfer) -> list[Line]:
    """Every group of the transfer with what stands in the way of undoing it, in the order of the deed."""
    wanted = [said["group"] for said in transfer.lines]
    groups = {group.id: group for group in db.session.scalars(sa.select(Group).where(Group.id.in_(wanted)))}
    waiting = [said for said in transfer.lines if not said.get("undone")]
    places = _places([key for said in waiting for old, _end, new in said["places"] for key in (old, new) if key])
    used = _used_elsewhere([new for said in waiting for _old, _end, new in said["places"] if new])
    lines = [
        Line(said=said, group=groups[said["group"]], obstacle="" if said.get("undone") else
             _obstacle(said, groups[said["group"]], transfer.moved_on, places, used))
        for said in transfer.lines
    ]  # fmt: skip
    return _without_clashes(lines, transfer.organization_id)


def undo_transfer(actor: Actor, transfer: GroupTransfer) -> int:
    """Put back every group that was not touched since; returns how many. Call with the transfer locked.

    Names, courses, ends and places stand again as before the transfer; places of alumni that it made are gone.
    Raises Refusal when nothing can go back.
    """
    lines = lines_of(transfer)
    going = [line for line in lines if line.may_go_back]
    if not going:
        raise Refusal(_("Отменить уже нечего: группы изменили после перевода."))
    restored = [place for line in going for place in _put_back(line)]
    for line in going:
        index_group(line.group, transfer.organization.name)
    undone = {line.group.id for line in going}
    transfer.lines = [{**said, "undone": True} if said["group"] in undone else said for said in transfer.lines]
    if all(said.get("undone") for said in transfer.lines):
        transfer.undone_on = clock.today(transfer.organization.time_zone)
    db.session.flush()
    changes = {"groups": [line.group.public_id for line in going]}
    audit.record(actor, AuditEvent.GROUPS_TRANSFER_UNDONE, transfer, changes=changes)
    for place in restored:
        membership_restored.send(actor, membership=place)
    return len(going)


def _obstacle(
    said: Mapping[str, Any], group: Group, moved_on: date, places: Mapping[int, Membership], used: set[int]
) -> str:
    if group.version != said["version"]:
        return _("Сведения о группе изменили после перевода")
    last_day = moved_on - timedelta(days=1)
    for old, _end, new in said["places"]:
        ended, begun = places.get(old), places.get(new)
        is_same = ended is not None and ended.ends_on == last_day and ended.group_id == group.id
        if not is_same or (new and (begun is None or begun.ends_on is not None or new in used)):
            return _("Сведения о выпускниках изменили после перевода")
    return ""


def _without_clashes(lines: Sequence[Line], organization_id: int) -> list[Line]:
    """A group cannot take back a name that another open group bears; one refusal may cause the next."""
    open_names = sa.select(Group.id, Group.sort_name).where(
        Group.organization_id == organization_id, Group.ends_on.is_(None)
    )
    names = {row.id: row.sort_name for row in db.session.execute(open_names)}
    result = list(lines)
    while True:
        after = dict(names) | {line.group.id: sort_key(line.said["name"]) for line in result if line.may_go_back}
        taken = list(after.values())
        clashing = [line for line in result if line.may_go_back and taken.count(after[line.group.id]) > 1]
        if not clashing:
            return result
        words = _("Прежнее название теперь у другой группы")
        result = [Line(said=line.said, group=line.group, obstacle=words) if line in clashing else line
                  for line in result]  # fmt: skip


def _put_back(line: Line) -> list[Membership]:
    """The row as it was; returns the places that go on."""
    said, group = line.said, line.group
    group.name, group.sort_name, group.course = said["name"], sort_key(said["name"]), said["course"]
    group.ends_on = date.fromisoformat(said["ends_on"]) if said["ends_on"] else None
    group.version += 1
    places = _places([key for old, _end, new in said["places"] for key in (old, new) if key])
    for old, end, new in said["places"]:
        places[old].ends_on = date.fromisoformat(end) if end else None
        if new:
            db.session.delete(places[new])
    db.session.flush()
    return [places[old] for old, _end, _new in said["places"]]


def _places(ids: Sequence[int]) -> dict[int, Membership]:
    found: dict[int, Membership] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = sa.select(Membership).where(Membership.id.in_(ids[start : start + AT_ONCE]))
        found |= {place.id: place for place in db.session.scalars(some)}
    return found


def _used_elsewhere(ids: Sequence[int]) -> set[int]:
    """Places to which a row of any other table points by now."""
    if not ids:
        return set()
    columns = [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == Membership.__tablename__ for key in column.foreign_keys)
    ]
    return {key for column in columns for key in db.session.scalars(sa.select(column).where(column.in_(ids)))}
