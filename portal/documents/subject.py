"""What documents hold about a person: registered papers stay by their term, everything unsigned loses the name.

Ground: 152-ФЗ ст. 6 ч. 1 п. 2 and 125-ФЗ; terms by приказ Росархива от 20.12.2019 № 236, ст. 19 and 434.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.personal_data import DECREES
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import ERASED_NAME, without
from portal.documents.models import Acquaintance, Document, DocumentPerson

TABLES = ("document", "document_person", "acquaintance")
TEXTS = ("title", "content", "snapshot", "signatory_name", "signatory_post", "reason", "flag")


def _count(erasing: Erasing) -> Iterable[Line]:
    yield from _lines(erasing, len(_unsigned(erasing.subject)) if erasing.is_whole else 0)


@erases(*TABLES, counted_by=_count)
def forget_in_drafts(erasing: Erasing) -> Iterable[Line]:
    """Drafts and what was given up lose the person; what was registered is kept, and said so."""
    unsigned = _unsigned(erasing.subject) if erasing.is_whole else []
    lines = list(_lines(erasing, len(unsigned)))
    for document in unsigned:
        for name in TEXTS:
            setattr(document, name, without(erasing.subject, getattr(document, name)))
        if document.signatory_id == erasing.subject.person_id:
            document.signatory_id, document.signatory_name = None, ERASED_NAME
        run(
            sa.delete(DocumentPerson).where(
                DocumentPerson.document_id == document.id, DocumentPerson.person_id == erasing.subject.person_id
            )
        )
    if erasing.is_whole:  # nobody is asked to read any more; who has read a paper stays in its list
        run(
            sa.delete(Acquaintance).where(
                Acquaintance.person_id == erasing.subject.person_id, Acquaintance.read_at.is_(None)
            )
        )
    db.session.flush()
    return lines


@collects(*TABLES)
def own_documents(subject: Subject) -> Iterable[Held]:
    """Papers that name the person, what they say of them, and what the person was asked to read."""
    named = (
        sa.select(Document.kind, Document.title, Document.number, Document.registered_on, Document.state,
                  DocumentPerson.name, DocumentPerson.post, DocumentPerson.note)
        .join(DocumentPerson, DocumentPerson.document_id == Document.id)
        .where(DocumentPerson.person_id == subject.person_id)
        .order_by(Document.id)
    )  # fmt: skip
    yield Held(table="document_person", rows=[dict(row) for row in db.session.execute(named).mappings()])
    asked = (
        sa.select(Document.kind, Document.number, Document.registered_on, Acquaintance.asked_at, Acquaintance.read_at)
        .join(Acquaintance, Acquaintance.document_id == Document.id)
        .where(Acquaintance.person_id == subject.person_id)
        .order_by(Document.id)
    )
    yield Held(table="acquaintance", rows=[dict(row) for row in db.session.execute(asked).mappings()])
    mine = [_told(document, subject) for document in _mentioning(subject)]
    yield Held(table="document", rows=mine)


def _told(document: Document, subject: Subject) -> dict[str, Any]:
    """The paper as the register has it, and of its text what speaks of the person: others have rights too."""
    columns = (
        "kind",
        "title",
        "number",
        "registered_on",
        "state",
        "signatory_name",
        "signatory_post",
        "reason",
        "flag",
    )
    own = [text for text in _texts(document.content) if subject.is_named_in(text)]
    return {**{name: getattr(document, name) for name in columns}, "content": own}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _lines(erasing: Erasing, unsigned: int) -> Iterable[Line]:
    if not erasing.is_whole:
        return
    kept = [each for each in _mentioning(erasing.subject) if each.is_registered]
    yield Line(table="document", columns=TEXTS, rows=unsigned, how="blanked")
    yield Line(table="document", columns=("snapshot",), rows=len(kept), how="kept", why=DECREES.term)


def _unsigned(subject: Subject) -> list[Document]:
    return [each for each in _mentioning(subject) if not each.is_registered]


def _mentioning(subject: Subject) -> Sequence[Document]:
    """Papers that name the person by a row, by the signature, or in their words."""
    named = sa.select(DocumentPerson.document_id).where(DocumentPerson.person_id == subject.person_id)
    content = sa.cast(Document.content, sa.Text)
    maybe = sa.or_(
        Document.id.in_(named), Document.signatory_id == subject.person_id,
        subject.mentioned(Document.title, Document.signatory_name, Document.reason, Document.flag, content),
        Document.number.is_(None),  # how JSON is written down differs by database: drafts are few
    )  # fmt: skip
    ids = set(db.session.scalars(named))
    found = db.session.scalars(sa.select(Document).where(maybe).order_by(Document.id)).all()
    return [
        each for each in found
        if each.id in ids or each.signatory_id == subject.person_id
        or subject.is_named_in(" ".join(str(getattr(each, name)) for name in TEXTS))
    ]  # fmt: skip
