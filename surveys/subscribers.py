"""What this room does when others speak: a consent that ended closes what rested on it, in the same transaction."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.signals import consent_withdrawn, withdrawal_considered
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.files import StoredFile, erase
from portal.core.i18n import ngettext
from surveys.models import Answer, Item, Mode, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.records import drop_response


@withdrawal_considered.connect
def tell_what_closes(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> str | None:
    """How many questionnaires would close."""
    if purpose != Purpose.PARTICIPATION:
        return None
    waiting = len(_unanswered(person_id, organization_id))
    if not waiting:
        return None
    return ngettext(
        "Закроется %(num)s именная анкета вместе с личной ссылкой, начатые ответы сотрутся сразу.",
        "Закроется %(num)s именных анкет вместе с личными ссылками, начатые ответы сотрутся сразу.",
        waiting,
    )


@consent_withdrawn.connect
def close_questionnaires(
    actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, **_more: Any
) -> str | None:
    """Withdraw named invitations that were not answered, end their links and erase drafts with their files.

    Submitted answers wait for destruction within the thirty days of the law.
    """
    if purpose != Purpose.PARTICIPATION:
        return None
    invitations = _unanswered(person_id, organization_id, lock=True)
    for invitation in invitations:
        invitation.withdrawn_at = clock.now()
        invitation.link_revision += 1
    db.session.flush()
    for invitation in invitations:
        audit.record(actor, AuditEvent.SURVEY_INVITATION_WITHDRAWN, invitation, organization_id=organization_id)
    drafts = _drop_drafts([invitation.id for invitation in invitations])
    if not invitations:
        return None
    closed = ngettext("Закрыта %(num)s именная анкета.", "Закрыто %(num)s именных анкет.", len(invitations))
    erased = ngettext("Стёрт %(num)s черновик.", "Стёрто %(num)s черновиков.", drafts) if drafts else ""
    return f"{closed} {erased}".strip()


def _unanswered(person_id: int, organization_id: int, *, lock: bool = False) -> list[SurveyInvitation]:
    """Named invitations of the person in waves of the organisation, not withdrawn and not submitted."""
    submitted = sa.exists().where(
        Response.invitation_id == SurveyInvitation.id, Response.state == ResponseState.SUBMITTED
    )
    found = (
        sa.select(SurveyInvitation)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(
            SurveyInvitation.person_id == person_id,
            SurveyInvitation.withdrawn_at.is_(None),
            SurveyAssignment.organization_id == organization_id,
            SurveyAssignment.mode == Mode.NAMED,
            ~submitted,
        )
        .order_by(SurveyInvitation.id)
    )
    return list(db.session.scalars(found.with_for_update(of=SurveyInvitation) if lock else found))


def _drop_drafts(invitation_ids: list[int]) -> int:
    """Erase what was written and not sent, files too; returns how many drafts there were."""
    drafts = db.session.scalars(
        sa.select(Response.id).where(Response.invitation_id.in_(invitation_ids), Response.state == ResponseState.DRAFT)
    ).all()
    for draft in drafts:
        files = db.session.scalars(
            sa.select(Answer.value)
            .join(Response, Response.id == Answer.response_id)
            .join(Item, sa.and_(Item.version_id == Response.version_id, Item.code == Answer.item_code))
            .where(Answer.response_id == draft, Item.type == "file")
        ).all()
        for file in db.session.scalars(sa.select(StoredFile).where(StoredFile.public_id.in_(files))):
            erase(file)
        drop_response(draft)
    return len(drafts)
