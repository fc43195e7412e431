"""Files with answers come in: into the draft of their invitation, and on to the results where nothing is missing."""

from dataclasses import dataclass, replace

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.actions.responses import Incomplete, save_answers, submit_response
from surveys.answer_files import open_file, read_file
from surveys.filling import HasInvitation
from surveys.models import Mode, SurveyAssignment, SurveyInvitation
from surveys.secrets import slug


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of one file: how many answers were stored, how many of the portal are newer and stayed.

    `is_sent` says that nothing was missing and the questionnaire was sent, `refusal` why a file was not taken.
    """

    saved: int = 0
    newer: int = 0
    is_sent: bool = False
    refusal: str = ""


def take_own_file(actor: Actor, invitation: HasInvitation, raw: bytes) -> Taken:
    """The respondent brings back a file of this very invitation; it goes into the draft and is not sent.

    Raises Refusal for a file of another one, and where no answers are taken.
    """
    file = read_file(raw)
    if file.invitation != invitation.public_id:
        raise Refusal(_("Этот файл от другой анкеты или от другого человека."))
    return _save(actor, invitation, raw)


def take_files(actor: Actor, wave: SurveyAssignment, raws: list[bytes], *, submit: bool) -> list[Taken]:
    """Staff bring files of respondents of this wave; one that cannot be taken does not hinder the others.

    With `submit` a questionnaire in which nothing is missing is sent, except in the linked mode: its private code is
    with the respondent. The journal tells how many files there were and nothing of whose they are.
    """
    found = [_take(actor, wave, raw, submit=submit and wave.mode != Mode.LINKED) for raw in raws]
    accepted = sum(1 for each in found if not each.refusal)
    audit.record(
        actor, AuditEvent.SURVEY_FILES_TAKEN, wave, changes={"files": len(found), "taken": accepted}
    )  # fmt: skip
    return found


def _take(actor: Actor, wave: SurveyAssignment, raw: bytes, *, submit: bool) -> Taken:
    with db.session.begin_nested() as step:
        try:
            file = read_file(raw)
            invitation = db.session.scalars(
                sa.select(SurveyInvitation).where(
                    SurveyInvitation.assignment_id == wave.id, SurveyInvitation.public_id == file.invitation
                )
            ).one_or_none()
            if invitation is None:
                raise Refusal(_("Этот файл от другой анкеты."))
            taken = _save(actor, invitation, raw)
            return _submitted(actor, invitation, raw, taken) if submit else taken
        except Refusal as refusal:
            step.rollback()
            return Taken(refusal=refusal.message)


def _save(actor: Actor, invitation: HasInvitation, raw: bytes) -> Taken:
    typed = open_file(read_file(raw))
    saved = save_answers(actor, invitation, typed.fields, stamps=typed.stamps)
    stored = sum(1 for code in saved.answers if code in typed.fields and code not in saved.newer)
    return Taken(saved=stored, newer=len(saved.newer))


def _submitted(actor: Actor, invitation: SurveyInvitation, raw: bytes, taken: Taken) -> Taken:
    """The key follows from the file, so that the same file twice is one submission."""
    key = slug("survey-file", invitation.public_id, raw.hex())
    try:
        submit_response(actor, invitation, {}, key)
    except Incomplete:
        return taken
    return replace(taken, is_sent=True)
