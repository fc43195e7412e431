"""What search finds of this room: questionnaires by their words and questions, waves by their names."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable
from surveys.models import Item, Questionnaire, QuestionnaireVersion, SurveyAssignment, SurveyInvitation

QUESTIONNAIRE, WAVE = "questionnaire", "survey"


def index_questionnaire(version: QuestionnaireVersion) -> None:
    """Make the words of the version in force findable; called in the transaction of its publication."""
    texts = db.session.scalars(sa.select(Item.text).where(Item.version_id == version.id).order_by(Item.position))
    index.put(QUESTIONNAIRE, version.questionnaire_id, version.title, "\n".join([version.about, *texts]))


def index_wave(wave: SurveyAssignment, version: QuestionnaireVersion) -> None:
    """Make the wave findable; called in the transaction in which it is opened."""
    index.put(WAVE, wave.id, wave.title, f"{version.title}\n{version.about}")


def _questionnaires() -> Iterator[Document]:
    later = aliased(QuestionnaireVersion)
    is_last = ~sa.exists().where(
        later.questionnaire_id == QuestionnaireVersion.questionnaire_id, later.number > QuestionnaireVersion.number
    )
    for version in db.session.scalars(sa.select(QuestionnaireVersion).where(is_last)).all():
        texts = db.session.scalars(sa.select(Item.text).where(Item.version_id == version.id).order_by(Item.position))
        yield version.questionnaire_id, version.title, "\n".join([version.about, *texts])


def _waves() -> Iterator[Document]:
    rows = db.session.execute(
        sa.select(SurveyAssignment.id, SurveyAssignment.title, QuestionnaireVersion.title, QuestionnaireVersion.about)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
        .order_by(SurveyAssignment.id)
    )
    for key, title, of_version, about in rows.all():
        yield key, title, f"{of_version}\n{about}"


def _readable_questionnaires(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Questionnaire.code)
        .join(hits, hits.c.ref_id == Questionnaire.id)
        .where(allowed(actor, Permission.QUESTIONNAIRE_READ, Questionnaire), Questionnaire.retired_on.is_(None))
    )


def _readable_waves(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    """Waves in the reader's care, and one's own questionnaires, which open where they are filled in."""
    leads = allowed(actor, Permission.SURVEY_READ, SurveyAssignment)
    own = (
        sa.select(sa.func.min(SurveyInvitation.public_id))
        .where(
            SurveyInvitation.assignment_id == SurveyAssignment.id,
            SurveyInvitation.withdrawn_at.is_(None),
            SurveyAssignment.opens_at <= clock.now(),
            allowed(actor, Permission.RESPONSE_SUBMIT, SurveyInvitation),
        )
        .correlate(SurveyAssignment)
        .scalar_subquery()
    )
    return (
        sa.select(SurveyAssignment.public_id, leads.label("leads"), own.label("own"))
        .join(hits, hits.c.ref_id == SurveyAssignment.id)
        .where(sa.or_(leads, own.is_not(None)))
    )


def _wave_path(row: Any) -> str:
    return f"/surveys/{row.public_id}" if row.leads else f"/s/{row.own}"


searchable(
    Kind(
        code=WAVE,
        label=_("Анкеты"),
        documents=_waves,
        readable=_readable_waves,
        path=_wave_path,
    )
)
searchable(
    Kind(
        code=QUESTIONNAIRE,
        label=_("Библиотека анкет"),
        documents=_questionnaires,
        readable=_readable_questionnaires,
        path=lambda row: f"/surveys/templates/{row.code}",
    )
)
