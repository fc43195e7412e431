"""The project's own questionnaires, kept in step with their files: published, renewed, retired, never deleted."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.reference import reference
from surveys.loading import load_questionnaires
from surveys.mapping import checksum
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.storage import FROM_FILE, publish_questionnaire

ACTOR = Actor.system("reference")


@reference("surveys")
def sync_questionnaires() -> int:
    """Publish every questionnaire of `surveys/data` that says something new; returns how many did.

    One that has left the folder is retired: it stays in every wave, and nobody is offered it.
    """
    definitions = load_questionnaires()
    in_force = _checksums_in_force()
    changed = [each for each in definitions if in_force.get(each.code) != checksum(each)]
    for definition in changed:
        version = publish_questionnaire(ACTOR, definition)
        version.details = {**version.details, FROM_FILE: True}
    _retire({each.code for each in definitions})
    return len(changed)


def _checksums_in_force() -> dict[str, str]:
    """Code → checksum of the last version of what stands in the library."""
    rows = db.session.execute(
        sa.select(Questionnaire.code, QuestionnaireVersion.checksum)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(Questionnaire.organization_id.is_(None), Questionnaire.retired_on.is_(None))
        .order_by(QuestionnaireVersion.number)
    )
    return {row.code: row.checksum for row in rows}


def _retire(codes: set[str]) -> None:
    """Only what came from a file: a questionnaire that somebody imported stays."""
    rows = db.session.execute(
        sa.select(Questionnaire, QuestionnaireVersion.details)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(
            Questionnaire.organization_id.is_(None),
            Questionnaire.retired_on.is_(None),
            Questionnaire.code.not_in(codes),
        )
        .order_by(QuestionnaireVersion.number)
    )
    last = {row.Questionnaire: row.details for row in rows}
    for questionnaire, details in last.items():
        if details.get(FROM_FILE):
            questionnaire.retired_on = clock.now().date()
            audit.record(ACTOR, AuditEvent.QUESTIONNAIRE_RETIRED, questionnaire)
    db.session.flush()
