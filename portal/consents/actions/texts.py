"""Wordings of consents: never edited, only followed by the next."""

import hashlib
from datetime import date

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.models import ConsentText
from portal.core.db import db
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
) -> ConsentText:
    """Put a wording of a consent in force; the hash of its body goes into every consent given to it."""
    text = ConsentText(
        organization_id=organization.id,
        purpose=purpose,
        category=category,
        title=title,
        body=body,
        body_hash=hashlib.sha256(body.encode()).hexdigest(),
        starts_on=starts_on,
    )
    db.session.add(text)
    db.session.flush()
    return text
