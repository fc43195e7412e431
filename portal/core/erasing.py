"""What the basement holds about a person where no key leads: letters, notices, the search index, files of jobs."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.i18n import _
from portal.core.jobs import Job
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.core.row_erasure import erase_files
from portal.core.search import index
from portal.core.search.index import SearchDocument
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import without

PERSON_KINDS = ("person", "people")
Spare = TypeVar("Spare", bound=Callable[[Job, Subject], bool])
SPARES: dict[str, Callable[[Job, Subject], bool]] = {}


def _count_letters(erasing: Erasing) -> Iterable[Line]:
    rows = len(_letters(erasing.subject)) if erasing.is_whole else 0
    yield Line(table="outbox_message", columns=("recipient", "subject", "text", "html"), rows=rows, how="erased")


@erases("outbox_message", counted_by=_count_letters)
def erase_letters(erasing: Erasing) -> Iterable[Line]:
    """Letters to the person and letters that speak of the person, sent or not."""
    ids = _letters(erasing.subject) if erasing.is_whole else []
    rows = run(sa.delete(OutboxMessage).where(OutboxMessage.id.in_(ids))) if ids else 0
    yield Line(table="outbox_message", columns=("recipient", "subject", "text", "html"), rows=rows, how="erased")


@collects("outbox_message")
def letters_to(subject: Subject) -> Iterable[Held]:
    """Letters that were written to the person."""
    wanted = [one.casefold() for one in subject.addresses]
    table: Any = OutboxMessage.__table__
    query = sa.select(table.c.created_at, table.c.sent_at, table.c.recipient, table.c.subject, table.c.text).where(
        sa.func.lower(table.c.recipient).in_(wanted)
    )
    yield Held(table="outbox_message", rows=[dict(row) for row in db.session.execute(query).mappings()])


def _letters(subject: Subject) -> list[int]:
    table: Any = OutboxMessage.__table__
    texts = (table.c.subject, table.c.text, table.c.html, table.c.line)
    maybe = db.session.execute(
        sa.select(table.c.id, table.c.person_id, table.c.recipient, *texts).where(
            sa.or_(table.c.person_id == subject.person_id, subject.mentioned(table.c.recipient, *texts))
        )
    ).all()
    return [row.id for row in maybe if row[1] == subject.person_id or subject.is_named_in("\n".join(row[2:]))]


def _count_notices(erasing: Erasing) -> Iterable[Line]:
    rows = len(_notices(erasing.subject)) if erasing.is_whole else 0
    yield Line(table="notice", columns=("text",), rows=rows, how="erased")


@erases("notice", counted_by=_count_notices)
def erase_notices(erasing: Erasing) -> Iterable[Line]:
    """The person's own notices, and those of others that name the person."""
    ids = _notices(erasing.subject) if erasing.is_whole else []
    rows = run(sa.delete(Notice).where(Notice.id.in_(ids))) if ids else 0
    yield Line(table="notice", columns=("text",), rows=rows, how="erased")


@collects("notice")
def own_notices(subject: Subject) -> Iterable[Held]:
    """The person's notices."""
    query = sa.select(Notice.created_at, Notice.text, Notice.path, Notice.read_at).where(
        Notice.person_id == subject.person_id
    )
    yield Held(table="notice", rows=[dict(row) for row in db.session.execute(query).mappings()])


def _notices(subject: Subject) -> list[int]:
    mine = Notice.person_id == subject.person_id
    maybe = db.session.execute(
        sa.select(Notice.id, Notice.person_id, Notice.text).where(sa.or_(mine, subject.mentioned(Notice.text)))
    ).all()
    return [row.id for row in maybe if row.person_id == subject.person_id or subject.is_named_in(row.text)]


def _count_documents(erasing: Erasing) -> Iterable[Line]:
    rows = len(_documents(erasing.subject)) if erasing.is_whole else 0
    yield Line(table="search_document", columns=("title", "body"), rows=rows, how="erased")


@erases("search_document", counted_by=_count_documents)
def erase_documents(erasing: Erasing) -> Iterable[Line]:
    """The person is no longer found; documents of other things lose the person's name and stay."""
    found = _documents(erasing.subject) if erasing.is_whole else []
    for document in found:
        if document.kind in PERSON_KINDS:
            index.remove(document.kind, document.ref_id)
        else:
            title, body = (without(erasing.subject, text) for text in (document.title, document.body))
            index.put(document.kind, document.ref_id, title, body)
    yield Line(table="search_document", columns=("title", "body"), rows=len(found), how="erased")


def _documents(subject: Subject) -> list[SearchDocument]:
    own = sa.and_(SearchDocument.kind.in_(PERSON_KINDS), SearchDocument.ref_id == subject.person_id)
    maybe = db.session.scalars(
        sa.select(SearchDocument).where(
            sa.or_(own, subject.mentioned(SearchDocument.title, SearchDocument.body))
        )
    ).all()  # fmt: skip
    return [
        each for each in maybe
        if (each.kind in PERSON_KINDS and each.ref_id == subject.person_id)
        or subject.is_named_in(f"{each.title}\n{each.body}")
    ]  # fmt: skip


def spares(kind: str) -> Callable[[Spare], Spare]:
    """Register what knows that the file of a job of this kind cannot hold the person; other files go at an erasure."""

    def register(cannot_hold: Spare) -> Spare:
        SPARES[kind] = cannot_hold
        return cannot_hold

    return register


def _count_job_files(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="job", columns=("result_file_id",), rows=len(_job_files(erasing)), how="erased")


@erases(counted_by=_count_job_files)
def erase_job_files(erasing: Erasing) -> Iterable[Line]:
    """Every file of a job that may hold the person; each can be made again. What cannot hold the person stays."""
    ids = _job_files(erasing)
    if ids:
        db.session.execute(
            sa.update(Job)
            .where(Job.result_file_id.in_(ids))
            .values(result_file_id=None, message=_("Файл стёрт вместе с данными человека. Составьте его заново."))
        )
        erase_files(ids)
    yield Line(table="job", columns=("result_file_id",), rows=len(ids), how="erased")


def _job_files(erasing: Erasing) -> list[int]:
    if not erasing.is_whole:
        return []
    jobs = db.session.scalars(sa.select(Job).where(Job.result_file_id.is_not(None)).order_by(Job.id)).all()
    return [
        each.result_file_id
        for each in jobs
        if each.result_file_id is not None and not (each.kind in SPARES and SPARES[each.kind](each, erasing.subject))
    ]
