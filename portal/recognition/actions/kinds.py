"""The system of incentives: awards of the reference taken over, own ones added, changed, turned on and off."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.text import clean_line, clean_text
from portal.people.models import Organization
from portal.recognition.definitions import known_awards
from portal.recognition.kinds import Audience, AwardNature, Giver, Paper
from portal.recognition.models import AwardKind


@dataclass(frozen=True, kw_only=True)
class KindFacts:
    """What is said about an award."""

    name: str
    nature: AwardNature
    audience: Audience
    decided_by: str = ""
    giver: Giver = Giver.ORGANIZATION
    paper: Paper = Paper.NONE
    needs_order: bool = True
    criteria: str = ""
    package: str = ""
    due_on: date | None = None
    is_on: bool = True


def fill_kinds(actor: Actor, organization: Organization) -> int:
    """Take over the awards of the reference that the organisation does not have yet; returns how many.

    Call with the organisation locked.
    """
    known = set(db.session.scalars(sa.select(AwardKind.code).where(AwardKind.organization_id == organization.id)))
    made = [each for each in known_awards() if each.code not in known]
    for each in made:
        said = {name: value for name, value in asdict(each).items() if name != "source"}
        db.session.add(AwardKind(organization_id=organization.id, organization=organization, **said))
    db.session.flush()
    if made:
        audit.record(actor, AuditEvent.AWARD_KIND_SAVED, organization, changes={"added": len(made)})
    return len(made)


def add_kind(actor: Actor, organization: Organization, facts: KindFacts) -> AwardKind:
    """An award of the organisation's own."""
    made = AwardKind(organization_id=organization.id, organization=organization, **_cleaned(facts))
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_KIND_SAVED, made)
    return made


def change_kind(actor: Actor, kind: AwardKind, facts: KindFacts) -> None:
    """Put it right, under the organisation's own name too. Call with the row locked."""
    for name, value in _cleaned(facts).items():
        setattr(kind, name, value)
    kind.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_KIND_SAVED, kind, changes={"on": facts.is_on})


def _cleaned(facts: KindFacts) -> dict[str, Any]:
    said = asdict(facts)
    is_title = facts.nature == AwardNature.TITLE
    lines = filter(None, map(clean_line, clean_text(facts.package).splitlines()))
    return {
        **said, "name": clean_line(facts.name), "decided_by": clean_line(facts.decided_by),
        "criteria": clean_text(facts.criteria), "package": "\n".join(lines) if is_title else "",
        "due_on": facts.due_on if is_title else None,
        "needs_order": facts.needs_order and facts.giver == Giver.ORGANIZATION,
    }  # fmt: skip
