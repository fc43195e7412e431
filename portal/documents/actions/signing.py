"""From the signature on: number and day, the file that never changes, its scan, its publication, its amendment."""

import io
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.documents.actions.acquaintance import ask_to_read
from portal.documents.kinds import DocumentState
from portal.documents.labels import document_label
from portal.documents.models import Document, DocumentTemplate
from portal.documents.numbering import take_number
from portal.documents.paper import context_of, hash_of, layout_of, render
from portal.documents.queries import above_of, address_of, people_of, template_for
from portal.documents.search import index_document
from portal.documents.signals import document_repealed, document_signed


def register(
    actor: Actor, document: Document, *, registered_on: date, number: str = "", scan: files.Upload | None = None
) -> None:
    """The paper is signed: it gets its number and its file, and never changes from now on.

    `number` is typed only where the secretary's journal leads; else the portal gives the next one. Whom the document
    names is asked to read it, where its kind says so. Raises Refusal for a paper that does not wait for a signature,
    an impossible day, a number that is taken, a scan that is not accepted: then roll back. Call with it locked.
    """
    if document.state != DocumentState.ON_SIGNATURE:
        raise Refusal(_("Подписать можно документ, который передан на подпись."))
    if registered_on > clock.today(document.organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
    if scan is not None:
        document.scan_id = files.store(*scan).id
    people = people_of(document)
    written, serial = take_number(document.organization_id, document.series, registered_on, number)
    context = context_of(
        document, people, above=above_of(document.organization), address=address_of(document), number=written,
        registered_on=registered_on,
    )  # fmt: skip
    own = template_for(document.organization_id, document.kind)
    made = render(_template_bytes(document, own), context)
    name = _("%(what)s № %(number)s.docx", what=document.definition.heading, number=written)
    kept = files.store(io.BytesIO(made), name, made_here=True)
    document.snapshot, document.snapshot_hash = context, hash_of(context)
    document.file_id, document.file_hash, document.template_id = kept.id, kept.sha256, own.id if own else None
    document.number, document.serial = written, serial
    document.registered_on, document.year = registered_on, registered_on.year
    document.state = DocumentState.SIGNED
    document.version += 1
    try:
        db.session.flush()
    except IntegrityError:  # somebody else typed the same number at the same time
        raise Refusal(_("Номер %(number)s в этом году уже занят.", number=written)) from None
    index_document(document)
    audit.record(
        actor, AuditEvent.DOCUMENT_SIGNED, document, changes={"series": document.series, "year": document.year}
    )
    _amend(actor, document)
    if document.definition.acquaints:
        ask_to_read(actor, document, [each.person for each in people if each.person.erased_on is None])
    document_signed.send(actor, document=document)


def regenerate(document: Document) -> bytes:
    """The file of a registered document made once more from its snapshot: the same bytes.

    Raises Refusal where the portal's own layout has changed since: then the stored file is the only one.
    """
    if document.snapshot is None:
        raise Refusal(_("У неподписанного документа файл каждый раз новый."))
    made = render(_template_bytes(document, _template_of(document)), document.snapshot)
    if files.digest_of(io.BytesIO(made)) != document.file_hash:
        raise Refusal(_("Макет портала с тех пор изменился: действует сохранённый файл."))
    return made


def attach_scan(actor: Actor, document: Document, scan: files.Upload) -> None:
    """Keep the scan of the signed sheet; a better one takes the place of the former."""
    if not document.is_registered:
        raise Refusal(_("Скан прикладывают к подписанному документу."))
    former, document.scan = document.scan, files.store(*scan)
    document.version += 1
    db.session.flush()
    if former is not None:
        files.erase(former)
    audit.record(actor, AuditEvent.DOCUMENT_SCANNED, document)


def flag_for_amendment(actor: Actor, document: Document, reason: str) -> bool:
    """Say that the data under a registered document has changed; the first reason stays. Returns whether it is news.

    The mark goes when a document that amends or repeals this one is registered.
    """
    if document.state != DocumentState.SIGNED or document.flagged_on is not None:
        return False
    document.flag, document.flagged_on = clean_line(reason), clock.today(document.organization.time_zone)
    document.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_FLAGGED, document)
    return True


def publish(actor: Actor, document: Document, *, is_open: bool) -> None:
    """Let everybody with its address read the version without names, or no more."""
    if not document.is_registered:
        raise Refusal(_("Публикуют подписанные документы."))
    document.published_on = clock.today(document.organization.time_zone) if is_open else None
    document.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_PUBLISHED, document, changes={"is_open": is_open})


def _amend(actor: Actor, by: Document) -> None:
    """What this one amends needs it no more; what it repeals is over."""
    target = by.amends
    if target is None:
        return
    target.flag, target.flagged_on = "", None
    if by.repeals and target.state == DocumentState.SIGNED:
        target.state, target.cancelled_on = DocumentState.CANCELLED, by.registered_on
        target.reason = document_label(by)
        target.version += 1
        db.session.flush()
        audit.record(actor, AuditEvent.DOCUMENT_CANCELLED, target, changes={"by": by.public_id})
        document_repealed.send(actor, document=target, by=by)
    db.session.flush()


def _template_of(document: Document) -> DocumentTemplate | None:
    found = sa.select(DocumentTemplate).where(DocumentTemplate.id == document.template_id)
    return db.session.scalars(found).one() if document.template_id else None


def _template_bytes(document: Document, own: DocumentTemplate | None) -> bytes:
    if own is None:
        return layout_of(document.definition.layout)
    with files.open_file(own.file) as stream:
        return stream.read()
