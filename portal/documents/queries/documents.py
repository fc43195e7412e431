"""Reads of documents: the register with its filters, people and things that a paper names, what amends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line
from portal.documents.definitions import kinds
from portal.documents.kinds import DocumentState
from portal.documents.models import Acquaintance, Document, DocumentPerson, DocumentSubject
from portal.people.models import Organization

LONGEST_TEXT, MOST_WORDS = 100, 5
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, kw_only=True)
class DocumentFilter:
    """What the reader chose above the register; nonsense means nothing was chosen. `only` is «flagged» or «mine»."""

    text: str = ""
    kind: str = ""
    state: str = ""
    year: int | None = None
    only: str = ""
    organization: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        year = args.get("year", "")
        number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else 0
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            kind=said if (said := args.get("kind", "")) in kinds() else "",
            state=said if (said := args.get("state", "")) in set(DocumentState) else "",
            year=number if FIRST_YEAR <= number <= LAST_YEAR else None,
            only=said if (said := args.get("only", "")) in ("flagged", "mine") else "",
            organization=args.get("organization", "")[:22],
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        said = {"q": self.text, "kind": self.kind, "state": self.state, "year": str(self.year or ""),
                "only": self.only, "organization": self.organization}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def is_set(self) -> bool:
        return bool(self.as_args)


def find_documents(actor: Actor, wanted: DocumentFilter, *, permission: Permission = Permission.DOCUMENT_READ) -> Any:
    """Documents on which the actor has the permission as rows (document, asked, read): open ones and the latest first.

    `asked` and `read` count who is to read a paper and who has.
    """
    asked = sa.select(sa.func.count()).where(Acquaintance.document_id == Document.id).correlate(Document)
    read = asked.where(Acquaintance.read_at.is_not(None))
    query = (
        sa.select(Document, asked.scalar_subquery().label("asked"), read.scalar_subquery().label("read"))
        .join(Organization, Organization.id == Document.organization_id)
        .where(allowed(actor, permission, Document))
        .options(contains_eager(Document.organization))
        .order_by(Document.registered_on.is_not(None), Document.registered_on.desc(), Document.id.desc())
    )
    return query.where(*_chosen(wanted, actor))


def _chosen(wanted: DocumentFilter, actor: Actor) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.kind:
        clauses.append(Document.kind == wanted.kind)
    if wanted.state:
        clauses.append(Document.state == wanted.state)
    if wanted.year:
        clauses.append(Document.year == wanted.year)
    if wanted.only == "flagged":
        clauses.append(Document.flagged_on.is_not(None))
    if wanted.only == "mine":
        clauses += [Document.state == DocumentState.ON_SIGNATURE, Document.signatory_id == actor.person_id]
    if wanted.organization:
        clauses.append(Organization.public_id == wanted.organization)
    for word in wanted.text.split()[:MOST_WORDS]:
        clauses.append(
            sa.or_(
                Document.number == word,
                *(Document.title.contains(form, autoescape=True) for form in {word, word.lower(), word.capitalize()}),
            )
        )
    return clauses


def people_of(document: Document) -> Sequence[DocumentPerson]:
    """Whom the paper names, in the order in which they were put in."""
    return db.session.scalars(
        sa.select(DocumentPerson)
        .where(DocumentPerson.document_id == document.id)
        .options(joinedload(DocumentPerson.person))
        .order_by(DocumentPerson.id)
    ).all()


def subjects_of(document: Document) -> list[tuple[str, str]]:
    """What the paper is about: (table, public id)."""
    rows = db.session.execute(
        sa.select(DocumentSubject.kind, DocumentSubject.ref)
        .where(DocumentSubject.document_id == document.id)
        .order_by(DocumentSubject.id)
    )
    return [(row.kind, row.ref) for row in rows]


def about(kind: str, ref: str) -> Sequence[Document]:
    """Papers about a thing of a room above (its table and public id), the latest first."""
    return db.session.scalars(
        sa.select(Document)
        .join(DocumentSubject, DocumentSubject.document_id == Document.id)
        .where(DocumentSubject.kind == kind, DocumentSubject.ref == ref)
        .order_by(Document.id.desc())
    ).all()


def amended_by(document: Document) -> Sequence[Document]:
    """Papers that amend or repeal this one, in their order."""
    return db.session.scalars(sa.select(Document).where(Document.amends_id == document.id).order_by(Document.id)).all()


def waiting_for_signature(actor: Actor) -> sa.Select[Document]:
    """Papers that wait for the actor's own signature, or for whoever registers them, the oldest first."""
    return (
        sa.select(Document)
        .where(allowed(actor, Permission.DOCUMENT_SIGN, Document), Document.state == DocumentState.ON_SIGNATURE)
        .options(joinedload(Document.organization))
        .order_by(Document.id)
    )


def public_document(public_id: str) -> Document | None:
    """A registered paper for whoever holds its address: the code on the sheet leads here."""
    return db.session.scalars(
        sa.select(Document)
        .where(Document.public_id == public_id, Document.number.is_not(None))
        .options(joinedload(Document.organization))
    ).one_or_none()
