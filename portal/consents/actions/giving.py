"""Giving a consent: by the person or by who represents the person by law, on paper or on the portal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.consents.actions.publication import checked_items
from portal.consents.actions.signing import refuse_signature, zone_of
from portal.consents.kinds import Category, Evidence, Purpose
from portal.consents.models import Consent, ConsentPolicy, ConsentText
from portal.consents.signals import consent_given
from portal.consents.terms import last_day
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.i18n import _
from portal.people.models import Person


def record_consent(
    actor: Actor,
    person: Person,
    text: ConsentText,
    *,
    given_by: Person,
    evidence: Evidence,
    starts_on: date,
    ends_on: date | None = None,
    file: StoredFile | None = None,
    items: Mapping[str, Any] | None = None,
    device: str = "",
) -> Consent:
    """Record a signature under `text` by the person or by a representative; `starts_on` is the day of signing.

    The text says how long it lasts unless `ends_on` does. A confirmation on the portal waits for the signed sheet
    where the organisation does not take it; recording the sheet afterwards completes the same row.
    Raises Refusal when who signed may not sign, when the day or the wording does not fit, when this signature is
    recorded already, or when the organisation does not take this evidence.
    """
    by_representative = refuse_signature(person, given_by, starts_on)
    _refuse_text(text, starts_on, by_representative)
    is_accepted = _is_taken(text.organization_id, Purpose(text.purpose), evidence)
    decisions = checked_items(text, items or {})
    consent = _waiting(person, text, given_by) or Consent(
        person_id=person.id, organization_id=text.organization_id, text_id=text.id, text_hash=text.body_hash,
        purpose=text.purpose, given_by_id=given_by.id, by_representative=by_representative,
    )  # fmt: skip
    consent.recorded_by_id, consent.evidence, consent.is_accepted = actor.person_id, evidence, is_accepted
    consent.checked_by_id = None if evidence == Evidence.PORTAL else actor.person_id
    consent.starts_on, consent.items, consent.device = starts_on, decisions, device or consent.device or ""
    consent.ends_on = ends_on or last_day(text.term, text.term_months, starts_on)
    consent.file_id = file.id if file else consent.file_id
    _store(consent)
    changes = {"evidence": evidence, "by": "representative" if by_representative else "own", "accepted": is_accepted}
    audit.record(actor, AuditEvent.CONSENT_RECORDED, consent, changes=changes)
    if is_accepted:
        consent_given.send(actor, consent=consent)
    return consent


def renew_consent(
    actor: Actor,
    consent: Consent,
    text: ConsentText,
    *,
    evidence: Evidence,
    starts_on: date,
    file: StoredFile | None = None,
    items: Mapping[str, Any] | None = None,
    device: str = "",
) -> Consent:
    """The same signature for a new period, under the wording in force by now; the old row keeps its own.

    Raises Refusal like `record_consent`, and when the wording is for another purpose or organisation.
    """
    if (text.purpose, text.organization_id) != (consent.purpose, consent.organization_id):
        raise Refusal(_("Этот текст о другом согласии."))
    return record_consent(
        actor, consent.person, text, given_by=consent.given_by, evidence=evidence, starts_on=starts_on,
        file=file, items=items if items is not None else consent.items, device=device,
    )  # fmt: skip


def confirm_on_portal(
    actor: Actor,
    person: Person,
    text: ConsentText,
    *,
    given_by: Person,
    items: Mapping[str, Any] | None = None,
    device: str = "",
) -> Consent:
    """One's own click or a parent's: a signature of today; whether it counts at once, the organisation settled."""
    today = clock.today(zone_of(text.organization_id))
    return record_consent(
        actor, person, text, given_by=given_by, evidence=Evidence.PORTAL, starts_on=today, items=items, device=device
    )


def accept_confirmation(actor: Actor, consent: Consent) -> None:
    """Let a waiting confirmation on the portal count. Raises Refusal where the organisation does not take them."""
    if consent.withdrawn_on is not None:
        raise Refusal(_("Это согласие отозвано."))
    if consent.is_accepted:
        return
    if not _is_taken(consent.organization_id, Purpose(consent.purpose), Evidence.PORTAL):
        raise Refusal(
            _("Такое согласие закон признаёт только письменное: нужен подписанный лист.")
            if Purpose(consent.purpose).is_written
            else _("Подтверждения на портале ваша организация не принимает: нужен подписанный лист.")
        )
    consent.is_accepted, consent.checked_by_id = True, actor.person_id
    db.session.flush()
    audit.record(actor, AuditEvent.CONSENT_ACCEPTED, consent)
    consent_given.send(actor, consent=consent)


def _refuse_text(text: ConsentText, starts_on: date, by_representative: bool) -> None:
    """The wording must speak with the voice of who signs and have been in force on the day of signing."""
    if by_representative and text.category not in (Category.REPRESENTATIVE, Category.ANY):
        raise Refusal(_("Этот текст подписывает сам человек, а не представитель."))
    if not by_representative and text.category == Category.REPRESENTATIVE:
        raise Refusal(_("Этот текст подписывает законный представитель."))
    today = clock.today(zone_of(text.organization_id))
    if starts_on > today:
        raise Refusal(_("День подписи ещё не наступил."))
    if starts_on < text.starts_on:
        raise Refusal(_("В этот день такого текста ещё не было: он действует позже дня подписи."))
    if text.void_from is not None and text.void_from <= today:
        raise Refusal(_("Текст заменён существенно новым: нужна подпись под новой редакцией."))


def _is_taken(organization_id: int, purpose: Purpose, evidence: Evidence) -> bool:
    """Whether the organisation takes this evidence; a scan always proves, a click never where the law wants writing.

    Raises Refusal for paper it does not take.
    """
    taken = db.session.scalar(
        sa.select(ConsentPolicy.evidence).where(ConsentPolicy.organization_id == organization_id)
    ) or []  # fmt: skip
    if evidence == Evidence.PAPER and Evidence.PAPER.value not in taken:
        raise Refusal(
            _("Организация принимает только сканы подписанных листов. Порядок меняют на странице «Порядок сбора».")
        )
    if evidence == Evidence.PORTAL and purpose.is_written:
        return False
    return evidence == Evidence.SCAN or evidence.value in taken


def _waiting(person: Person, text: ConsentText, given_by: Person) -> Consent | None:
    """A confirmation of the same person under the same wording that waits for its sheet."""
    never_counts = sa.literal(Purpose(text.purpose).is_written)
    return db.session.scalars(
        sa.select(Consent)
        .where(
            Consent.person_id == person.id, Consent.text_id == text.id, Consent.given_by_id == given_by.id,
            Consent.withdrawn_on.is_(None),
            sa.or_(Consent.is_accepted.is_(False), sa.and_(Consent.evidence == Evidence.PORTAL, never_counts)),
        )
        .with_for_update(of=Consent)
    ).first()  # fmt: skip


def _store(consent: Consent) -> None:
    """Write the row; the index of signatures in force says whether it is there already."""
    try:
        with db.session.begin_nested():
            db.session.add(consent)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Эта подпись за этот день уже записана.")) from None
