"""Reads of the builder: drafts on the table and questionnaires that were put away."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.people.models import Organization, Person
from surveys.models import Questionnaire, QuestionnaireDraft, QuestionnaireVersion


def find_drafts(actor: Actor) -> Any:
    """Drafts that the actor may go on with, the latest first, each with the version it will become and its author."""
    return (
        sa.select(
            Questionnaire.public_id, Questionnaire.title, QuestionnaireDraft.updated_at, Organization.short_name,
            QuestionnaireVersion.number, Person.given_name, Person.family_name,
        )
        .join(Questionnaire, Questionnaire.id == QuestionnaireDraft.questionnaire_id)
        .join(Organization, Organization.id == Questionnaire.organization_id)
        .outerjoin(QuestionnaireVersion, QuestionnaireVersion.id == QuestionnaireDraft.base_version_id)
        .outerjoin(Person, Person.id == QuestionnaireDraft.edited_by_id)
        .where(allowed(actor, Permission.QUESTIONNAIRE_EDIT, Questionnaire))
        .order_by(QuestionnaireDraft.updated_at.desc(), QuestionnaireDraft.id.desc())
    )  # fmt: skip


def find_retired(actor: Actor) -> Any:
    """Own questionnaires that are offered no more, by name."""
    return (
        sa.select(Questionnaire.public_id, Questionnaire.code, Questionnaire.title, Questionnaire.retired_on)
        .where(allowed(actor, Permission.QUESTIONNAIRE_EDIT, Questionnaire), Questionnaire.retired_on.is_not(None))
        .order_by(Questionnaire.sort_title, Questionnaire.id)
    )


def has_draft(questionnaire_id: int) -> bool:
    """Whether somebody has begun the next version."""
    wanted = sa.select(QuestionnaireDraft.id).where(QuestionnaireDraft.questionnaire_id == questionnaire_id)
    return db.session.scalar(wanted) is not None
