"""Texts that belong to something else but may name a person: erasure takes the name out of them and leaves the rest.

A file name, the title of a job, what an incident was about. A room names such columns with `may_mention`; whoever bears
the same family and given name as the erased loses the mention too, for nobody can tell which of them was meant.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from portal.core.db import Base, db
from portal.core.i18n import _
from portal.core.subjects import Erasing, Line, Subject, erases

ERASED_NAME = _("Участник удалён")
MENTIONS: dict[str, tuple[str, ...]] = {}


def may_mention(table: str, *columns: str) -> None:
    """Say that these columns hold words of people in which others may be named."""
    MENTIONS[table] = columns


def without(subject: Subject, value: Any) -> Any:
    """The text, list or mapping with the person's name and addresses replaced."""
    if isinstance(value, str):
        for phrase in subject.phrases:
            value = value.replace(phrase, ERASED_NAME)
        return value
    if isinstance(value, list):
        return [without(subject, each) for each in value]
    if isinstance(value, dict):
        return {without(subject, key): without(subject, each) for key, each in value.items()}
    return value


def _count_mentions(erasing: Erasing) -> Iterable[Line]:
    for table, columns in MENTIONS.items():
        rows = len(list(_found(table, erasing.subject))) if erasing.is_whole else 0
        yield Line(table=table, columns=columns, rows=rows, how="blanked")


@erases(counted_by=_count_mentions)
def wash_mentions(erasing: Erasing) -> Iterable[Line]:
    """Take the name out wherever it stands; runs before the other erasers, while everything is still there."""
    for name, columns in MENTIONS.items():
        table = Base.metadata.tables[name]
        found = list(_found(name, erasing.subject)) if erasing.is_whole else []
        for row in found:
            values = {column: without(erasing.subject, getattr(row, column)) for column in columns}
            db.session.execute(sa.update(table).where(table.c.id == row.id).values(values))
        yield Line(table=name, columns=columns, rows=len(found), how="blanked")


def _found(name: str, subject: Subject) -> Iterator[Any]:
    """Rows that name the person. JSON is looked through here: how it is written down differs by database."""
    table = Base.metadata.tables[name]
    columns = [table.c[column] for column in MENTIONS[name]]
    texts = [column for column in columns if not isinstance(column.type, sa.JSON)]
    query = sa.select(table.c.id, *columns)
    if len(texts) == len(columns):
        query = query.where(subject.mentioned(*texts))
    for row in db.session.execute(query.order_by(table.c.id)):
        if subject.is_named_in(json.dumps(list(row[1:]), ensure_ascii=False, default=str)):
            yield row


may_mention("job", "title", "message")
may_mention("stored_file", "name")
