"""Requests of subjects: the queue of those who answer, and one's own."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.privacy.kinds import RequestKind, RequestState
from portal.privacy.models import SubjectRequest


def queue(actor: Actor, *, state: str = "open", kind: str = "") -> sa.Select[Any]:
    """Requests that this actor answers, the earliest term first."""
    query = select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, SubjectRequest).options(
        joinedload(SubjectRequest.person), joinedload(SubjectRequest.organization)
    )
    if state == RequestState.OPEN:
        query = query.where(SubjectRequest.state == RequestState.OPEN)
    elif state == "answered":
        query = query.where(SubjectRequest.state != RequestState.OPEN)
    if kind in set(RequestKind):
        query = query.where(SubjectRequest.kind == kind)
    latest = SubjectRequest.received_at.desc() if state == "answered" else SubjectRequest.due_on
    return query.order_by(latest, SubjectRequest.id)


def requests_about(person_id: int) -> Sequence[SubjectRequest]:
    """All requests about the person, the latest first."""
    return db.session.scalars(
        sa.select(SubjectRequest)
        .where(SubjectRequest.person_id == person_id)
        .order_by(SubjectRequest.received_at.desc(), SubjectRequest.id.desc())
    ).all()


def open_request(person_id: int, kind: RequestKind, *, purpose: str = "") -> SubjectRequest | None:
    """The request of this kind that waits for an answer already."""
    return db.session.scalars(
        sa.select(SubjectRequest)
        .where(
            SubjectRequest.person_id == person_id, SubjectRequest.kind == kind, SubjectRequest.purpose == purpose,
            SubjectRequest.state == RequestState.OPEN,
        )
        .limit(1)
    ).one_or_none()  # fmt: skip
