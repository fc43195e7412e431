"""Answers are taken back by whoever gave them: live results lose them, what was signed before stays as it is."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.actions.public_links import uncount_unnamed
from surveys.counting import response_counts
from surveys.erasing import erase_uploads
from surveys.filling import Filling, HasInvitation
from surveys.finding import lock_filling
from surveys.models import Answer, Participation, Response, ResponseState
from surveys.records import drop_response, uncount_submission
from surveys.secrets import withdrawal_hash
from surveys.storage import compiled
from surveys.withdrawing import may_take_back


def withdraw_response(actor: Actor, invitation: HasInvitation, code: str = "") -> None:
    """Take the submitted response back: answers and files are deleted, the counters of the wave go down.

    Of a named wave it is the response of the invitation, which may then be answered anew. Of the others it is the one
    that was submitted under the private `code`; who took part stays as it is, since a fact that vanished together
    with a response would tell whose it was. Raises Refusal when the time is over or nothing is found.
    """
    definition = compiled(invitation.assignment.version_id)
    filling = lock_filling(invitation)
    wave = filling.assignment
    if not may_take_back(wave):
        raise Refusal(_("Срок, когда ответы можно отозвать, прошёл. О своих данных напишите куратору."))
    response_id = _found(filling, code)
    rows = db.session.execute(sa.select(Answer.item_code, Answer.value).where(Answer.response_id == response_id))
    answers = {row.item_code: row.value for row in rows}
    was_released = db.session.scalar(sa.select(Response.batch).where(Response.id == response_id)) is not None
    if filling.is_named:
        erase_uploads([response_id])
        db.session.execute(sa.delete(Participation).where(Participation.invitation_id == invitation.id))
        audit.record(actor, AuditEvent.RESPONSE_WITHDRAWN, filling.invitation, organization_id=wave.organization_id)
    drop_response(response_id)
    uncount_unnamed(filling)
    uncount_submission(wave.id, response_counts(definition, answers), was_released=was_released)


def _found(filling: Filling, code: str) -> str:
    wanted = Response.invitation_id == filling.invitation.id
    if not filling.is_named:
        wanted = Response.withdrawal == withdrawal_hash(filling.assignment.id, code)
    found = db.session.scalars(
        sa.select(Response.id).where(
            Response.assignment_id == filling.assignment.id, Response.state == ResponseState.SUBMITTED, wanted
        )
    ).one_or_none()
    if found is None:
        raise Refusal(_("По этому коду отправленных ответов нет: возможно, они уже отозваны."))
    return found
