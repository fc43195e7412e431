"""Saving answers one by one and submitting them once, whatever happens on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

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
from surveys.filling import Door, Filling, HasInvitation
from surveys.finding import lock_filling
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
from surveys.secrets import draft_id, keyed, link_code, receipt_code, slug, withdrawal_hash
from surveys.signals import response_submitted
from surveys.stamps import hidden_stamps, noted, plain_stamps, without_the_old
from surveys.storage import compiled
from surveys.terms import refuse_unless_promised

CLIENT = re.compile(r"[A-Za-z0-9_-]{1,32}")
KEY = re.compile(r"[!-~]{1,64}")
LAST_PACKET = 1_000_000_000
NO_STAMPS: Mapping[str, int] = MappingProxyType({})


class Incomplete(Refusal):
    """The questionnaire cannot be sent yet: answer code → what to put right."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(_("Проверьте ответы: анкета ещё не готова к отправке."))
        self.errors = errors


@dataclass(frozen=True)
class Saved:
    """What stands after a packet: all answers, codes that are shown, and what could not be read.

    `newer` names codes whose answer in the draft is newer than that of the packet and stayed.
    """

    answers: dict[str, Value]
    visible: list[str]
    errors: dict[str, str]
    is_late: bool = False
    newer: frozenset[str] = frozenset()


def save_answers(
    actor: Actor,
    invitation: HasInvitation,
    fields: Fields,
    client: str = "",
    seq: int = 0,
    *,
    stamps: Mapping[str, int] = NO_STAMPS,
    terms: str = "",
) -> Saved:
    """Store the named fields in the draft and leave all others as they are.

    A packet that left its page before one already taken (`seq` of the same `client`) is acknowledged and ignored; an
    answer typed before the one in the draft (`stamps`, field → milliseconds) leaves that one where it is.
    Raises Refusal when no answers are taken now, or when the wave promises less than the page did (`terms`); the
    message says what to do.
    """
    definition = compiled(invitation.assignment.version_id)
    packet = read_packet(definition, fields)
    client, seq = client if CLIENT.fullmatch(client) else "", min(max(seq, 0), LAST_PACKET)
    filling = lock_filling(invitation)
    refuse_unless_open(filling)
    refuse_unless_promised(filling.assignment, terms)
    if client and seq <= packet_number(filling.clients, client):
        return Saved(filling.answers, visible_codes(definition, filling.answers), packet.errors, is_late=True)
    known = _typed(filling)
    packet, newer = without_the_old(packet, known, stamps)
    merged = packet.over(filling.answers)
    if not packet.is_empty:
        response_id = filling.response_id or _new_draft_id(filling)
        put_response(_draft_row(filling, response_id, client=(client, seq), typed=noted(packet, known, stamps)))
        put_answers(response_id, packet.answers)
        drop_answers(response_id, packet.cleared & set(filling.answers))
    return Saved(merged, visible_codes(definition, merged), packet.errors, newer=frozenset(newer))


def submit_response(
    actor: Actor,
    invitation: HasInvitation,
    fields: Fields,
    key: str,
    *,
    stamps: Mapping[str, int] = NO_STAMPS,
    terms: str = "",
    code: str = "",
    from_paper: bool = False,
) -> str:
    """Submit the draft together with the named fields; returns the receipt code.

    `code` is the private code of an unnamed response, as `surveys.codes` writes it: it joins the waves in the linked
    mode, and by it the response can be taken back.
    A sheet of paper is taken with what stands on it (`from_paper`): a question left out there stays left out.

    Exactly once: the same key, and any other attempt that says
    nothing new, gets the same receipt.
    Raises Incomplete with what to put right, Refusal when no answers are taken now.
    """
    definition = compiled(invitation.assignment.version_id)
    if not KEY.fullmatch(key):
        raise Refusal(_("Форма устарела. Откройте страницу заново: сохранённые ответы на месте."))
    packet = read_packet(definition, fields)
    body = _digest(invitation, packet)
    filling = lock_filling(invitation)
    if filling.is_answered:
        return _receipt_again(filling, packet, key, body)
    refuse_unless_open(filling)
    refuse_unless_promised(filling.assignment, terms)
    packet, _newer = without_the_old(packet, _typed(filling), stamps)
    merged = packet.over(filling.answers)
    errors = problems_of(definition, packet, merged)
    if from_paper:
        errors = {code: words for code, words in errors.items() if code in merged or code in packet.errors}
    if errors:
        raise Incomplete(errors)
    receipt = receipt_code(invitation.public_id)
    if submissions.claim(key, _purpose(invitation), body, day_only=not filling.is_named) is not None:
        return receipt  # taken back since: a form that was sent then does not send again
    today = clock.today(filling.zone)
    if not note_participation(invitation.id, today if filling.is_named else None):
        return receipt
    response_id = _submit_named(actor, filling, packet, merged) if filling.is_named else None
    if not filling.is_named:
        _submit_unnamed(filling, merged, code)
    count_submission(filling.assignment.id, response_counts(definition, merged))
    count_unnamed(filling)
    response_submitted.send(invitation=filling.invitation, response_id=response_id)
    return receipt


def _submit_named(actor: Actor, filling: Filling, packet: Packet, merged: dict[str, Value]) -> str:
    """The draft becomes the response and keeps its id; the journal learns that it happened, not what was said."""
    response_id = filling.response_id or new_public_id()
    now = clock.now()
    row = _draft_row(filling, response_id) | {
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


def _submit_unnamed(filling: Filling, merged: dict[str, Value], code: str) -> None:
    """A new response under a random id, without invitation or receipt; the draft is gone.

    Its day is the first of the wave: the day on which somebody answered would tell who it was to anybody who knows
    when people signed in.
    """
    if filling.response_id:
        drop_response(filling.response_id)
    response_id, wave = new_public_id(), filling.assignment
    is_linked = wave.mode == Mode.LINKED
    began_on = wave.opens_at.astimezone(ZoneInfo(filling.zone)).date()
    put_response(
        {
            "id": response_id,
            "assignment_id": wave.id,
            "version_id": wave.version_id,
            "invitation_id": None,
            "state": ResponseState.SUBMITTED,
            "submitted_at": datetime.combine(began_on, time(), UTC),
            "link_code": link_code(wave.organization_id, code) if code and is_linked else None,
            "withdrawal": withdrawal_hash(wave.id, code) if code else None,
            "clients": {},
            "typed": {},
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


def _draft_row(
    filling: Filling, response_id: str, *, client: tuple[str, int] = ("", 0), typed: Mapping[str, int] = NO_STAMPS
) -> dict[str, Any]:
    """The row of a draft after a packet of this page; a submission needs neither pages nor stamps any more."""
    is_named, public_id = filling.is_named, filling.invitation.public_id
    return {
        "id": response_id,
        "assignment_id": filling.assignment.id,
        "version_id": filling.assignment.version_id,
        "invitation_id": filling.invitation.id if is_named else None,
        "state": ResponseState.DRAFT,
        "started_at": clock.now() if is_named else None,
        "clients": with_packet(filling.clients, *client),
        "typed": hidden_stamps(typed, public_id, is_named=is_named),
        "scores": {},
    }


def _typed(filling: Filling) -> dict[str, int]:
    """When each answer of the draft was typed."""
    return plain_stamps(filling.typed, filling.invitation.public_id, is_named=filling.is_named)


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
