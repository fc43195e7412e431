"""Documents until they are signed: made, changed, given for signature, taken back, cancelled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.documents.content import Content
from portal.documents.definitions import KindDefinition, kind_of
from portal.documents.kinds import DocumentState, Layout, Part, Signer
from portal.documents.labels import document_label
from portal.documents.models import Document, DocumentPerson, DocumentSubject
from portal.documents.queries import people_of, post_of
from portal.documents.readiness import problems_of
from portal.documents.registry import fresh
from portal.documents.search import index_document
from portal.documents.writing import first_content
from portal.people.models import CollegialBody, Organization, Person


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person whom a document names, with what it says of them: a duty, a form, a remark."""

    person: Person
    note: str = ""


def issue_document(
    actor: Actor, kind: str, organization: Organization, *, content: Content | None = None, title: str = "",
    people: Iterable[Named] = (), subjects: Iterable[tuple[str, str]] = (), body: CollegialBody | None = None,
    based_on: Document | None = None, amends: Document | None = None, repeals: bool = False,
) -> Document:  # fmt: skip
    """Make a draft of a document of this kind (a code of `document_kinds.yaml`).

    `content` is what it says; without it the words of the kind. `subjects` are the things of rooms above that it is
    about, (table, public id): `flag_for_amendment` finds it by them. `amends` is the registered document that it
    changes, or repeals. The number is taken when it is registered. Raises KeyError for an unknown kind.
    """
    definition = kind_of(kind)
    if amends is not None and not amends.is_registered:
        raise Refusal(_("Изменить приказом можно только подписанный документ."))
    today = clock.today(organization.time_zone)
    said = content or first_content(definition, organization, body, today)
    made = Document(
        organization_id=organization.id, organization=organization, kind=kind, series=definition.series,
        title=clean_line(title or definition.title), content=said.cleaned().as_json, state=DocumentState.DRAFT,
        body_id=body.id if body else None, based_on_id=based_on.id if based_on else None,
        amends_id=amends.id if amends else None, repeals=repeals,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    _let_sign(made, definition)
    for each in people:
        _put(made, each)
    db.session.add_all(
        DocumentSubject(document_id=made.id, kind=what, ref=ref) for what, ref in dict.fromkeys(subjects)
    )
    db.session.flush()
    index_document(made)
    audit.record(actor, AuditEvent.DOCUMENT_ADDED, made, changes={"kind": kind})
    return made


def issue_extract(actor: Actor, protocol: Document, number: int) -> Document:
    """Make an extract of one question of a registered protocol; `number` counts from 1.

    Raises Refusal where there is no such question or no protocol to extract from.
    """
    said = Content.from_json(protocol.content)
    if protocol.kind != Layout.PROTOCOL or not protocol.is_registered or not 1 <= number <= len(said.agenda):
        raise Refusal(_("Выписка делается из вопроса подписанного протокола."))
    item = said.agenda[number - 1]
    source = _("из документа: %(what)s, %(body)s", what=document_label(protocol), body=said.body)
    content = replace(said, agenda=(item,), preamble=source, present=(), appendix=None, items=())
    made = issue_document(
        actor, "extract", protocol.organization, content=content, title=item.title, based_on=protocol,
        body=protocol.body,
    )  # fmt: skip
    made.signatory_post, made.signatory_name = _("Секретарь"), said.secretary
    db.session.flush()
    return made


def edit_draft(actor: Actor, document: Document, *, title: str, content: Content, **signing: Any) -> None:
    """Change the free parts. `signing` are `signatory` (a Person), `signatory_post` and the like, where they change.

    Raises Refusal when it is no draft any more. Call with the document locked.
    """
    _refuse_unless_draft(document)
    person, post = signing.get("signatory"), signing.get("signatory_post")
    wanted: dict[str, Any] = {"title": clean_line(title), "content": content.cleaned().as_json}
    if person is not None:
        wanted |= {"signatory_id": person.id, "signatory_name": person.full_name}
    if post is not None:
        wanted["signatory_post"] = clean_line(post)
    if document.definition.signer == Signer.CHAIR and document.kind == Layout.PROTOCOL:
        wanted["signatory_name"] = clean_line(content.chair)
    changed = [name for name, value in wanted.items() if getattr(document, name) != value]
    for name in changed:
        setattr(document, name, wanted[name])
    document.version += 1
    db.session.flush()
    index_document(document)
    audit.record(actor, AuditEvent.DOCUMENT_CHANGED, document, changes={"fields": changed})


def refresh_draft(actor: Actor, document: Document) -> None:
    """Make the content anew from the data of the room above. Raises Refusal where no room knows the kind."""
    _refuse_unless_draft(document)
    made = fresh(document)
    if made is None:
        raise Refusal(_("Этот документ пишется вручную: обновить его из данных нельзя."))
    edit_draft(actor, document, title=document.title, content=made.content)


def put_person(actor: Actor, document: Document, named: Named) -> None:
    """Put a person into a draft; the same person again changes the remark."""
    _refuse_unless_draft(document)
    _put(document, named)
    document.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_CHANGED, document, changes={"fields": ["people"]})


def drop_person(actor: Actor, document: Document, person: Person) -> None:
    """Take a person out of a draft; who is not in it stays out."""
    _refuse_unless_draft(document)
    run(
        sa.delete(DocumentPerson).where(
            DocumentPerson.document_id == document.id, DocumentPerson.person_id == person.id
        )
    )
    document.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_CHANGED, document, changes={"fields": ["people"]})


def send_to_signature(actor: Actor, document: Document) -> None:
    """The draft is ready: it is printed and signed, and changes no more. Raises Refusal with what is missing."""
    _refuse_unless_draft(document)
    if missing := problems_of(document, people_of(document)):
        raise Refusal(_("Осталось: %(what)s", what="; ".join(gap.what for gap in missing)))
    _move(actor, document, DocumentState.ON_SIGNATURE, AuditEvent.DOCUMENT_SENT)


def return_to_draft(actor: Actor, document: Document) -> None:
    """Back to be changed; nothing of it was signed yet."""
    if document.state != DocumentState.ON_SIGNATURE:
        raise Refusal(_("Вернуть в черновики можно то, что ждёт подписи."))
    _move(actor, document, DocumentState.DRAFT, AuditEvent.DOCUMENT_RETURNED)


def cancel(actor: Actor, document: Document, *, reason: str) -> None:
    """Give up a document that is not signed. What is registered is repealed by another document (`repeals`)."""
    if document.is_registered:
        raise Refusal(_("Подписанный документ отменяет другой документ: составьте приказ об отмене."))
    if not document.is_open:
        raise Refusal(_("Документ уже отменён."))
    if not reason.strip():
        raise Refusal(_("Напишите, почему документ не нужен."))
    document.cancelled_on, document.reason = clock.today(document.organization.time_zone), clean_line(reason)
    _move(actor, document, DocumentState.CANCELLED, AuditEvent.DOCUMENT_CANCELLED)


def _put(document: Document, named: Named) -> None:
    person, kind = named.person, document.definition
    post = post_of(person.id, document.organization_id, clock.today(document.organization.time_zone))
    known: Sequence[DocumentPerson] = people_of(document)
    if kind.one_person and any(each.person_id != person.id for each in known):
        raise Refusal(_("В этом документе один человек: сначала уберите прежнего."))
    standing = next((each for each in known if each.person_id == person.id), None)
    if standing is None:
        standing = DocumentPerson(document_id=document.id, person_id=person.id, person=person, part=Part.NAMED)
        db.session.add(standing)
    standing.name, standing.post, standing.note = person.full_name, post, clean_line(named.note)
    if kind.signer == Signer.PERSON:
        document.signatory_id, document.signatory_name, document.signatory_post = person.id, person.full_name, post
    db.session.flush()


def _let_sign(document: Document, kind: KindDefinition) -> None:
    """Who signs unless said otherwise: the head, or the chair of the body."""
    if kind.signer in (Signer.HEAD, Signer.SIDES):
        head_id = document.organization.head_id
        head = db.session.scalars(sa.select(Person).where(Person.id == head_id)).one_or_none() if head_id else None
        if head is not None and head.erased_on is None:
            today = clock.today(document.organization.time_zone)
            document.signatory_id, document.signatory_name = head.id, head.full_name
            document.signatory_post = post_of(head.id, document.organization_id, today) or _("Руководитель")
    elif kind.signer == Signer.CHAIR:
        said = Content.from_json(document.content)
        document.signatory_name, document.signatory_post = said.chair, _("Председатель")
    db.session.flush()


def _move(actor: Actor, document: Document, state: DocumentState, event: AuditEvent) -> None:
    document.state = state
    document.version += 1
    db.session.flush()
    audit.record(actor, event, document, changes={"state": state})


def _refuse_unless_draft(document: Document) -> None:
    if not document.may_be_edited:
        raise Refusal(_("Это уже не черновик: документ больше не меняется."))
