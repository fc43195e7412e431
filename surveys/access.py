"""What own, link, organisation and municipality mean for questionnaires, waves and invitations."""

from functools import partial

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.people.queries import organizations_under
from surveys.models import (
    Clarification,
    ExternalResult,
    Mode,
    Questionnaire,
    QuestionnaireUpload,
    QuestionnaireVersion,
    SurveyAssignment,
    SurveyInvitation,
)


@scopes(Questionnaire, read=Permission.QUESTIONNAIRE_READ)
def questionnaire_scopes(actor: Actor, role: Role) -> Scopes:
    """PUBLIC is the library of the portal, ORGANIZATION what a school made for itself."""
    return {
        Scope.PUBLIC: Questionnaire.organization_id.is_(None),
        Scope.ORGANIZATION: Questionnaire.organization_id.in_(actor.organization_ids(role)),
    }


@scopes(QuestionnaireUpload, read=Permission.QUESTIONNAIRE_EDIT)
def upload_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the one for which the file was read."""
    return {Scope.ORGANIZATION: QuestionnaireUpload.organization_id.in_(actor.organization_ids(role))}


_CONCLUSIONS = sa.select(QuestionnaireVersion.id).where(QuestionnaireVersion.details["status"].as_string() != "")


@scopes(SurveyAssignment, read=Permission.SURVEY_READ)
def assignment_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is a wave of conclusions that the actor is asked to write, ORGANIZATION one's own, MUNICIPALITY the town's.

    Conclusions are questionnaires that others hear of by a status alone. They are open to whoever writes them where
    the role was announced as their reader; a questionnaire of any other kind is not, whomever it names.
    """
    ids = actor.organization_ids(role)
    return {
        Scope.OWN: partial(_is_written_by, actor, role),
        Scope.ORGANIZATION: SurveyAssignment.organization_id.in_(ids),
        Scope.MUNICIPALITY: lambda: SurveyAssignment.organization_id.in_(organizations_under(ids)),
    }


def _is_written_by(actor: Actor, role: Role) -> sa.ColumnElement[bool]:
    asked = sa.select(SurveyInvitation.assignment_id).where(
        SurveyInvitation.person_id == actor.person_id, SurveyInvitation.withdrawn_at.is_(None)
    )
    return sa.and_(
        SurveyAssignment.organization_id.in_(actor.organization_ids(role)),
        SurveyAssignment.mode == Mode.NAMED,
        sa.cast(SurveyAssignment.readers, sa.Text).contains(f'"{role.value}"'),
        SurveyAssignment.version_id.in_(_CONCLUSIONS),
        SurveyAssignment.id.in_(asked),
    )


@scopes(SurveyInvitation, read=Permission.RESPONSE_SUBMIT)
def invitation_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is the invited person's, LINK what a signed address opens, ORGANIZATION the curator's school's."""
    of_school = sa.select(SurveyAssignment.id).where(SurveyAssignment.organization_id.in_(actor.organization_ids(role)))
    return {
        Scope.OWN: SurveyInvitation.person_id == actor.person_id,
        Scope.LINK: SurveyInvitation.public_id == actor.link,
        Scope.ORGANIZATION: SurveyInvitation.assignment_id.in_(of_school),
    }


@scopes(Clarification, read=Permission.RESPONSE_READ)
def clarification_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the curator's school; whether the role was announced to the person, the view asks."""
    of_school = (
        sa.select(SurveyInvitation.id)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(SurveyAssignment.organization_id.in_(actor.organization_ids(role)))
    )
    return {Scope.ORGANIZATION: Clarification.invitation_id.in_(of_school)}


@scopes(ExternalResult, read=Permission.EXTERNAL_RESULT_READ)
def external_result_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is about oneself, ORGANIZATION the curator's school."""
    return {
        Scope.OWN: ExternalResult.person_id == actor.person_id,
        Scope.ORGANIZATION: ExternalResult.organization_id.in_(actor.organization_ids(role)),
    }
