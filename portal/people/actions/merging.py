"""Two cards of one human become one: everything that pointed at the second points at the first."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, mail
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Person
from portal.people.search_persons import forget_person, index_person

CHOICES = ("letter_choice",)
"""Tables of what a person chose: where both cards chose about the same thing, the choice of the kept one stays."""
FILLED = ("patronymic", "birth_on", "career_began_on", "email", "phone")


def merge_persons(actor: Actor, kept: Person, gone: Person) -> None:
    """Move all that belongs to `gone` to `kept` and delete the empty card. Only who sees both may ask (decision 3).

    Raises Refusal, with nothing changed, where both hold what one human can hold once: an account, the same place,
    an answer to the same questionnaire; and where the cards tell of two different humans.
    """
    if kept.id == gone.id:
        raise Refusal(_("Это одна и та же карточка."))
    if kept.birth_on and gone.birth_on and kept.birth_on != gone.birth_on:
        raise Refusal(_("Даты рождения разные. Если это один человек, сначала исправьте дату на одной из карточек."))
    moved: dict[str, int] = {}
    try:
        with db.session.begin_nested():
            for column in keys_to_person():
                moved[f"{column.table.name}.{column.name}"] = _move(column, kept.id, gone.id)
    except IntegrityError as error:
        raise Refusal(_reason(moved, error)) from None
    for name in FILLED:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.version += 1
    mail.redirect(kept.id, kept.email)
    forget_person(gone.id)
    public_id = gone.public_id
    db.session.flush()
    run(sa.delete(Person).where(Person.id == gone.id))
    db.session.expunge(gone)
    index_person(kept)
    counted = {name: rows for name, rows in moved.items() if rows}
    audit.record(actor, AuditEvent.PERSONS_MERGED, kept, changes={"gone": public_id, "moved": counted})


def keys_to_person() -> list[sa.Column[Any]]:
    """Every column of every room that points at a person, in the order of the tables."""
    person = Person.__table__
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is person for key in column.foreign_keys)
    ]


def _move(column: sa.Column[Any], kept: int, gone: int) -> int:
    table = column.table
    if _is_bare_link(table):
        _drop_doubles(table, column, kept, gone, table.columns)
    elif table.name in CHOICES:
        _drop_doubles(table, column, kept, gone, table.primary_key.columns)
    return run(sa.update(table).where(column == gone).values({column.name: kept}))


def _is_bare_link(table: sa.FromClause) -> bool:
    """A table that says nothing but who belongs to what: two equal lines of it are one."""
    return all(column.foreign_keys for column in table.columns)


def _drop_doubles(table: Any, column: sa.Column[Any], kept: int, gone: int, alike: Iterable[sa.Column[Any]]) -> None:
    """Drop rows of `gone` that equal one of `kept` in the columns `alike`."""
    twin = table.alias()
    same = [twin.c[other.name] == other for other in alike if other.name != column.name]
    double = sa.exists().where(twin.c[column.name] == kept, *same)
    run(sa.delete(table).where(column == gone, double))


def _reason(moved: dict[str, int], error: IntegrityError) -> str:
    """What both cards hold: the table that refused is the next one after those that were moved."""
    columns = keys_to_person()
    table = columns[len(moved)].table.name
    words = {
        "user": _("У обеих карточек есть учётная запись. Закройте одну из них, затем объедините."),
        "membership": _("На обеих карточках записано одно и то же место с одного дня. Объединить их нельзя."),
        "representation": _("Карточки связаны как представитель и представляемый, или представляют одного человека."),
        "survey_invitation": _("Обе карточки приглашены к одной анкете. Отзовите одно из приглашений."),
        "consent": _("На обеих карточках записано одно и то же согласие. Отзовите одно из них."),
    }
    return words.get(table, _("Обе карточки хранят запись, которая может быть только одна (%(table)s).", table=table))
