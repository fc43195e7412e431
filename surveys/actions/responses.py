"""Saving answers one by one and submitting them once, whatever happens on the way."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.actions.public_links import count_unnamed
from surveys.counting import response_counts
from surveys.doors import refuse_unless_open, words_for
from surveys.filling import Door, Filling, HasInvitation, lock_filling
from surveys.items import Fields, Value
from surveys.models import Mode, ResponseState
from surveys.packets import Packet, problems_of, read_packet, visible_codes
from surveys.records import (
    count_submission,
    drop_answers,
    drop_response,
    note_participation,
    packet_number,
    put_answers,
    put_response,
    wait_no_more,
    with_packet,
)
from surveys.scoring import block_scores
from surveys.secrets import draft_id, keyed, link_code, receipt_code, slug
from surveys.signals import response_submitted
from surveys.storage import compiled

CLIENT = re.compile(r"[A-Za-z0-9_-]{1,32}")
KEY = re.compile(r"[!-~]{1,64}")
LAST_PACKET = 1_000_000_000


class Incomplete(Refusal):
    """The questionnaire cannot be sent yet: answer code → what to put right."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(_("Проверьте ответы: анкета ещё не готова к отправке."))
        self.errors = errors


@dataclass(frozen=True)
class Saved:
    """What stands after a packet: all answers, codes that are shown, and what could not be read."""

    answers: dict[str, Value]
    visible: list[str]
    errors: dict[str, str]
    is_late: bool = False


def save_answers(actor: Actor, invitation: HasInvitation, fields: Fields, client: str = "", seq: int = 0) -> Saved:
    """Store the named fields in the draft and leave all others as they are.

    A packet that left its page before one already taken (`seq` of the same `client`) is acknowledged and ignored.
    Raises Refusal when no answers are taken now; the message says what to do.
    """
    definition = compiled(invitation.assignment.version_id)
    packet = read_packet(definition, fields)
    client, seq = client if CLIENT.fullmatch(client) else "", min(max(seq, 0), LAST_PACKET)
    filling = lock_filling(invitation.id)
    refuse_unless_open(filling)
    is_late = bool(client) and seq <= packet_number(filling.clients, client)
    merged = filling.answers if is_late else packet.over(filling.answers)
    if not is_late and not packet.is_empty:
        response_id = filling.response_id or _new_draft_id(filling)
        put_response(_draft_row(filling, response_id, with_packet(filling.clients, client, seq)))
        put_answers(response_id, packet.answers)
        drop_answers(response_id, packet.cleared & set(filling.answers))
    return Saved(merged, visible_codes(definition, merged), packet.errors, is_late)


def submit_response(
    actor: Actor, invitation: HasInvitation, fields: Fields, key: str, *, from_paper: bool = False
) -> str:
    """Submit the draft together with the named fields; returns the receipt code.

    A sheet of paper is taken with what stands on it (`from_paper`): a question left out there stays left out.

    Exactly once: the same key, and any other attempt that says nothing new, gets the same receipt.
    Raises Incomplete with what to put right, Refusal when no answers are taken now.
    """
    definition = compiled(invitation.assignment.version_id)
    if not KEY.fullmatch(key):
        raise Refusal(_("Форма устарела. Откройте страницу заново: сохранённые ответы на месте."))
    packet = read_packet(definition, fields)
    body = _digest(invitation, packet)
    filling = lock_filling(invitation.id)
    if filling.is_answered:
        return _receipt_again(filling, packet, key, body)
    refuse_unless_open(filling)
    merged = packet.over(filling.answers)
    errors = problems_of(definition, packet, merged)
    if from_paper:
        errors = {code: words for code, words in errors.items() if code in merged or code in packet.errors}
    if errors:
        raise Incomplete(errors)
    submissions.claim(key, _purpose(invitation), body, day_only=not filling.is_named)
    today = clock.today(filling.zone)
    if not note_participation(invitation.id, today if filling.is_named else None):
        return receipt_code(invitation.public_id)
    response_id = _submit_named(actor, filling, packet, merged) if filling.is_named else None
    if not filling.is_named:
        _submit_unnamed(filling, merged)
    count_submission(filling.assignment.id, response_counts(definition, merged))
    count_unnamed(filling)
    response_submitted.send(invitation=filling.invitation, response_id=response_id)
    return receipt_code(invitation.public_id)


def _submit_named(actor: Actor, filling: Filling, packet: Packet, merged: dict[str, Value]) -> str:
    """The draft becomes the response and keeps its id; the journal learns that it happened, not what was said."""
    response_id = filling.response_id or new_public_id()
    now = clock.now()
    row = _draft_row(filling, response_id, filling.clients) | {
        "state": ResponseState.SUBMITTED,
        "submitted_at": now,
        "receipt": receipt_code(filling.invitation.public_id),
        "scores": _scores(filling, merged),
    }
    put_response({**row, "started_at": row["started_at"] or now})
    put_answers(response_id, packet.answers)
    drop_answers(response_id, packet.cleared & set(filling.answers))
    wait_no_more(filling.invitation.id)
    school = filling.assignment.organization_id
    audit.record(actor, AuditEvent.RESPONSE_SUBMITTED, filling.invitation, organization_id=school)
    return response_id


def _submit_unnamed(filling: Filling, merged: dict[str, Value]) -> None:
    """A new response under a random id, without invitation, receipt or an hour; the draft is gone."""
    if filling.response_id:
        drop_response(filling.response_id)
    response_id, person_id = new_public_id(), filling.invitation.person_id
    joined = None
    if filling.assignment.mode == Mode.LINKED and person_id is not None:
        joined = link_code(filling.assignment.organization_id, person_id)
    put_response(
        {
            "id": response_id,
            "assignment_id": filling.assignment.id,
            "version_id": filling.assignment.version_id,
            "invitation_id": None,
            "state": ResponseState.SUBMITTED,
            "submitted_at": datetime.combine(clock.today(filling.zone), time(), UTC),
            "link_code": joined,
            "clients": {},
            "scores": _scores(filling, merged),
        }
    )
    put_answers(response_id, merged)


def _receipt_again(filling: Filling, packet: Packet, key: str, body: str) -> str:
    """The receipt for a repetition; whoever brings other answers is told that they were not taken."""
    receipt = receipt_code(filling.invitation.public_id)
    used = db.session.scalars(sa.select(submissions.SubmissionKey).where(submissions.SubmissionKey.key == key)).first()
    if used is not None:
        submissions.claim(key, _purpose(filling.invitation), body)
        return receipt
    says_something_else = packet.errors or packet.over(filling.answers) != filling.answers
    if filling.is_named and says_something_else:
        raise Refusal(words_for(Door.ANSWERED, filling).text)
    return receipt


def _draft_row(filling: Filling, response_id: str, clients: dict[str, Any]) -> dict[str, Any]:
    is_named = filling.is_named
    return {
        "id": response_id,
        "assignment_id": filling.assignment.id,
        "version_id": filling.assignment.version_id,
        "invitation_id": filling.invitation.id if is_named else None,
        "state": ResponseState.DRAFT,
        "started_at": clock.now() if is_named else None,
        "clients": clients,
        "scores": {},
    }


def _new_draft_id(filling: Filling) -> str:
    return new_public_id() if filling.is_named else draft_id(filling.invitation.public_id)


def _scores(filling: Filling, merged: dict[str, Value]) -> dict[str, Any]:
    return {code: score.value for code, score in block_scores(filling.definition, merged).items()}


def _purpose(invitation: HasInvitation) -> str:
    """Binds a key to the invitation without naming it: the key of an anonymous form must lead to nobody."""
    return slug("survey-purpose", invitation.public_id)


def _digest(invitation: HasInvitation, packet: Packet) -> str:
    """What was submitted, to tell a repetition from other answers under the same key; keyed, so it fits no answers."""
    said = (sorted(packet.answers.items()), sorted(packet.cleared), sorted(packet.errors))
    return keyed("survey-body", invitation.public_id, repr(said)).hex()
