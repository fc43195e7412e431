"""Wordings of consents: never edited, only followed by the next."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Category, Item, Purpose, Term
from portal.consents.models import ConsentText
from portal.consents.queries.texts import policy_of, texts_in_force
from portal.consents.wordings import wordings
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.models import Organization


def add_consent_text(
    actor: Actor,
    organization: Organization,
    *,
    purpose: Purpose,
    category: str,
    title: str,
    body: str,
    starts_on: date,
    items: Sequence[Item] = (),
    term: Term = Term.OPEN,
    term_months: int | None = None,
    is_material: bool = False,
) -> ConsentText:
    """Put the next edition of a wording in force; the hash of its body goes into every consent given to it.

    The edition before ends the day earlier. With `is_material` consents given to earlier editions stop counting
    from `starts_on` and must be given again. Raises Refusal when the wording was in force before or the day lies
    before the edition in force began.
    """
    body = clean_text(body)
    body_hash = hashlib.sha256(body.encode()).hexdigest()
    earlier = _editions(organization.id, purpose, category)
    if any(edition.body_hash == body_hash for edition in earlier):
        raise Refusal(_("Такой текст уже вводили. Измените его или оставьте действующий."))
    if earlier and starts_on < earlier[-1].starts_on:
        raise Refusal(_("Новая редакция не может начаться раньше предыдущей."))
    for edition in earlier:
        if edition.ends_on is None or edition.ends_on >= starts_on:
            edition.ends_on = starts_on - timedelta(days=1)
        if is_material and edition.void_from is None:
            edition.void_from = starts_on
    text = ConsentText(
        organization_id=organization.id, published_by_id=actor.person_id, purpose=purpose, category=Category(category),
        number=len(earlier) + 1, title=clean_line(title), body=body, body_hash=body_hash, starts_on=starts_on,
        items=[Item(item).value for item in items], term=term,
        term_months=term_months if term == Term.MONTHS else None, is_material=is_material,
    )  # fmt: skip
    db.session.add(text)
    db.session.flush()
    changes = {"purpose": purpose, "category": text.category, "number": text.number, "material": is_material}
    audit.record(actor, AuditEvent.CONSENT_TEXT_PUBLISHED, text, changes=changes)
    return text


def _editions(organization_id: int, purpose: Purpose, category: str) -> Sequence[ConsentText]:
    return db.session.scalars(
        sa.select(ConsentText)
        .where(
            ConsentText.organization_id == organization_id,
            ConsentText.purpose == purpose,
            ConsentText.category == category,
        )
        .order_by(ConsentText.number)
        .with_for_update()
    ).all()


def adopt_wordings(actor: Actor, organization: Organization, *, starts_on: date) -> list[ConsentText]:
    """Put every model wording in force for which the organisation has none yet; returns what was added."""
    policy = policy_of(organization)
    known = {(text.purpose, text.category) for text in texts_in_force(organization.id, starts_on)}
    return [
        add_consent_text(
            actor, organization, purpose=wording.purpose, category=wording.category, title=wording.title,
            body=wording.body(policy), starts_on=starts_on, items=wording.items, term=Term(policy.term),
            term_months=policy.term_months,
        )
        for key, wording in wordings().items()
        if key not in known
    ]  # fmt: skip
