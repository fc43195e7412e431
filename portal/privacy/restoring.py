"""After a restore: every erasure of the journal is done again and looked over, before anybody may come in."""

from dataclasses import dataclass

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.erasure_journal import JournalLine, journal_lines
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.personal_data import Basis
from portal.core.row_erasure import erase, preview
from portal.core.subjects import Erasing
from portal.people.models import Organization, Person
from portal.privacy.cleaning import AT_ONCE, clean_up
from portal.privacy.kinds import ErasureScope
from portal.privacy.queries.holdings import find_subject

SYSTEM = Actor.system("restore")


@dataclass(frozen=True)
class Replayed:
    """How many erasures the journal knows, and how many of them the copy had undone."""

    known: int
    again: int


def replay() -> Replayed:
    """Erase again whom the journal names; commits. Raises Refusal when something of them is still there afterwards."""
    lines = journal_lines()
    again = 0
    for line in lines:
        erasing = _erasing_of(line)
        if erasing is None:
            continue
        if _left(erasing):
            done = erase(erasing)
            again += 1
            changes = {"person": line.person, "act": line.act, "tables": [each.table for each in done]}
            audit.record(SYSTEM, AuditEvent.DATA_ERASED, None, changes=changes)
        if _left(erasing):
            raise Refusal(_("Копия вернула стёртые данные, и стереть их снова не вышло: акт %(act)s.", act=line.act))
    db.session.commit()
    if again:
        clean_up(fresh=AT_ONCE)  # the copy has just written every blob, theirs too
    return Replayed(len(lines), again)


def _erasing_of(line: JournalLine) -> Erasing | None:
    person = db.session.scalars(sa.select(Person).where(Person.public_id == line.person)).one_or_none()
    if person is None:
        return None
    if line.scope == ErasureScope.PERSON:
        return Erasing(subject=find_subject(person), with_papers=line.with_papers)
    organization_id = db.session.scalar(sa.select(Organization.id).where(Organization.public_id == line.organization))
    return Erasing(subject=find_subject(person), basis=Basis.CONSENT, organization_id=organization_id)


def _left(erasing: Erasing) -> bool:
    """Whether the copy brought something back: a person without the mark of erasure, or rows that should be gone."""
    if erasing.is_whole:
        erased_on = db.session.scalar(sa.select(Person.erased_on).where(Person.id == erasing.subject.person_id))
        if erased_on is None:
            return True
    return any(line.rows for line in preview(erasing) if line.how == "erased" and line.table != "job")
