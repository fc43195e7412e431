"""One order that ends pairs: drafted for many at once, done when it is signed."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.documents.actions import Named, issue_document
from portal.documents.kinds import OPEN
from portal.documents.models import Document, DocumentSubject
from portal.mentorships.changing.actions import end_early
from portal.mentorships.closing.models import ClosingSheet
from portal.mentorships.closing.papers import ORDER, end_content
from portal.mentorships.closing.queries.sheets import sheets_of
from portal.mentorships.kinds import WORKING, Ending
from portal.mentorships.models import Mentorship
from portal.mentorships.papers import TABLE, pairs_of


def draft_end(actor: Actor, pairs: Sequence[Mentorship], *, ending: Ending, reason: str) -> Document:
    """Draft one order on the end of these pairs, with an appendix; they work until it is signed.

    Why they end is kept on their closing sheets. Raises Refusal for none, for a pair that does not work, stands in such
    an order already or belongs to another organisation than the rest. Call with the pairs locked.
    """
    if not pairs:
        raise Refusal(_("Выберите хотя бы одну пару."))
    organization = pairs[0].organization
    for pair in pairs:
        if pair.state not in WORKING:
            raise Refusal(_("Одна из пар уже не работает. Откройте страницу заново."))
        if pair.organization_id != organization.id:
            raise Refusal(_("В одном приказе пары одной организации. Выберите их отдельно."))
    if _in_open_order(pairs):
        raise Refusal(_("Одна из пар уже стоит в проекте приказа: подпишите его или отмените."))
    sheets = sheets_of(pairs)
    for pair in pairs:
        sheet = sheets.get(pair.id)
        if sheet is None:
            sheet = ClosingSheet(mentorship_id=pair.id)
            db.session.add(sheet)
        sheet.ending, sheet.reason = ending, clean_line(reason)
    db.session.flush()
    people = {each.person_id: each.person for pair in pairs for each in pair.members if each.ends_on is None}
    made = issue_document(
        actor, ORDER, organization, content=end_content(pairs), people=[Named(person=one) for one in people.values()],
        subjects=[(TABLE, pair.public_id) for pair in pairs],
    )  # fmt: skip
    audit.record_each(actor, AuditEvent.CLOSING_ORDERED, [(pair, {"document": made.public_id}) for pair in pairs])
    return made


def end_signed(actor: Actor, document: Document) -> None:
    """Pairs of the signed order end on its day; those that are over by then stay as they are."""
    pairs = [pair for pair in pairs_of(document, lock=True) if pair.state in WORKING]
    sheets = sheets_of(pairs)
    for pair in pairs:
        sheet = sheets.get(pair.id)
        ending = Ending(sheet.ending) if sheet and sheet.ending else Ending.COMPLETED
        last = max(filter(None, (document.registered_on, pair.starts_on)))
        end_early(actor, pair, ending=ending, reason=sheet.reason if sheet else "", on=last)


def _in_open_order(pairs: Sequence[Mentorship]) -> bool:
    """Whether an order on the end that is not signed yet names one of these."""
    named = sa.exists().where(
        DocumentSubject.document_id == Document.id, DocumentSubject.kind == TABLE,
        DocumentSubject.ref.in_([pair.public_id for pair in pairs]), Document.kind == ORDER, Document.state.in_(OPEN),
    )  # fmt: skip
    return bool(db.session.scalar(sa.select(named)))
