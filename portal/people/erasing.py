"""What an erased person leaves in the register: a row without a name, so that totals and papers still add up."""

from collections.abc import Iterable
from urllib.parse import unquote_plus

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, run
from portal.core.erasing import ERASED_NAME
from portal.core.subjects import Erasing, Held, Line, Subject, blanks, collects, erases
from portal.core.text import sort_key
from portal.people.models import Disclosure, Person

NAMES = ("family_name", "given_name", "patronymic", "sort_name", "birth_on", "email", "phone")


def subject_of(person: Person, *logins: str) -> Subject:
    """The person as the walkers know them; `logins` are further words that texts may name the person by."""
    said = (person.email, person.phone, *logins)
    return Subject(
        person_id=person.id,
        public_id=person.public_id,
        names=(person.family_name, person.given_name, person.patronymic),
        addresses=tuple(dict.fromkeys(word for word in said if word)),
    )


def _count_person(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="person", columns=NAMES, rows=int(erasing.is_whole), how="blanked")


@erases("person", counted_by=_count_person)
def erase_names(erasing: Erasing) -> Iterable[Line]:
    """The row of the person loses everything but its ids; lists and journals say «Участник удалён»."""
    if not erasing.is_whole:
        return
    gone = {**blanks(Person.__table__), "family_name": ERASED_NAME, "sort_name": sort_key(ERASED_NAME)}  # type: ignore[arg-type]
    today = clock.today("UTC")
    rows = run(
        sa.update(Person)
        .where(Person.id == erasing.subject.person_id)
        .values(**gone, erased_on=sa.func.coalesce(Person.erased_on, today), restricted_on=None)
    )
    yield Line(table="person", columns=NAMES, rows=rows, how="blanked")


@collects("person")
def own_card(subject: Subject) -> Iterable[Held]:
    """The row of the person."""
    query = sa.select(Person.__table__).where(Person.id == subject.person_id)
    yield Held(table="person", rows=[dict(row) for row in db.session.execute(query).mappings()])


def _count_paths(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="disclosure", columns=("path",), rows=len(_paths(erasing)), how="blanked")


@erases(counted_by=_count_paths)
def erase_paths(erasing: Erasing) -> Iterable[Line]:
    """Addresses of large files may hold a name that was searched for."""
    ids = _paths(erasing)
    if ids:
        db.session.execute(sa.update(Disclosure).where(Disclosure.id.in_(ids)).values(path=""))
    yield Line(table="disclosure", columns=("path",), rows=len(ids), how="blanked")


def _paths(erasing: Erasing) -> list[int]:
    if not erasing.is_whole:
        return []
    maybe = db.session.execute(sa.select(Disclosure.id, Disclosure.path).where(Disclosure.path != "")).all()
    return [row.id for row in maybe if any(word in unquote_plus(row.path) for word in erasing.subject.words)]
