"""Saved views: a person's own named choice above a register, one click away.

A register says which fields of its address may be kept: `keeps_views("mentorships.index", fields=(...))`. What was
typed in words never is: a name in a saved view would be a note about somebody.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Json, Key, PublicId, Timestamps, db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.personal_data import TECHNICAL, VIEWS, holds
from portal.core.text import clean_line

LONGEST_NAME, LONGEST_VALUE, MOST_VIEWS = 60, 60, 20
KEPT: dict[str, frozenset[str]] = {}


@holds(room=TECHNICAL, name=VIEWS, query=TECHNICAL)
class SavedView(Timestamps, Base):
    """One person's view of one register: `room` is the endpoint of the list, `query` the fields of its address."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "room", "name"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    room: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(sa.String(LONGEST_NAME))
    query: Mapped[dict[str, Any]] = mapped_column(Json)


def keeps_views(room: str, *, fields: Sequence[str]) -> None:
    """Say that the list `room` (an endpoint) has saved views, and which fields of its address they keep."""
    KEPT[room] = frozenset(fields)


def views_of(person_id: int | None, room: str) -> Sequence[SavedView]:
    """The person's views of the list, by name."""
    return db.session.scalars(
        sa.select(SavedView)
        .where(SavedView.person_id == person_id, SavedView.room == room)
        .order_by(SavedView.name, SavedView.id)
    ).all()


def save_view(person_id: int, room: str, name: str, said: Mapping[str, str]) -> SavedView:
    """Keep a choice under a name; one of the same name is replaced.

    Raises Refusal for a list without views, an empty or long name, an empty choice, and above MOST_VIEWS.
    """
    known = KEPT.get(room)
    if known is None:
        raise Refusal(_("У этого списка нет сохранённых отборов."))
    line = clean_line(name)
    if not line or len(line) > LONGEST_NAME:
        raise Refusal(_("Назовите отбор: до %(n)s знаков.", n=LONGEST_NAME))
    query = {field: clean_line(value)[:LONGEST_VALUE] for field, value in said.items() if field in known and value}
    if not query:
        raise Refusal(_("Сначала выберите условия: слова из строки поиска в отбор не входят."))
    present = views_of(person_id, room)
    same = next((each for each in present if each.name == line), None)
    if same is not None:
        same.query = query
        db.session.flush()
        return same
    if len(present) >= MOST_VIEWS:
        raise Refusal(_("Отборов уже %(n)s. Уберите лишний.", n=MOST_VIEWS))
    made = SavedView(person_id=person_id, room=room, name=line, query=query)
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError:  # a second click at the same time
        raise Refusal(_("Отбор с таким названием уже есть.")) from None
    return made
