"""The screen of a computer class: of a group in a named wave who has not begun, begun, finished; else only numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from surveys.links import in_threes, personal_code
from surveys.models import (
    Channel,
    Participation,
    PublicLink,
    Response,
    SurveyAssignment,
    SurveyInvitation,
)


class Seat(StrEnum):
    """How far somebody is."""

    WAITING = "waiting"
    BEGUN = "begun"
    FINISHED = "finished"

    @property
    def label(self) -> str:
        return {"waiting": _("Не начато"), "begun": _("В работе"), "finished": _("Отправлено")}[self.value]

    @property
    def tone(self) -> str:
        return {"waiting": "none", "begun": "info", "finished": "good"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """One of the group in a named wave, with the code of the card."""

    full_name: str
    seat: Seat
    code: str


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What may be said of a wave without names; None stands for «fewer than k»."""

    begun: int | None
    finished: int | None
    k: int


def pupils_of(assignment_id: int, group_id: int, on: date) -> list[Pupil]:
    """The invited people of a group, by name; one statement. Only for the named mode."""
    rows = db.session.execute(
        sa.select(
            Person.family_name, Person.given_name, SurveyInvitation.public_id, SurveyInvitation.link_revision,
            Participation.invitation_id.label("participated"), Response.id.label("response_id"),
        )
        .join(Person, Person.id == SurveyInvitation.person_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .outerjoin(Response, Response.invitation_id == SurveyInvitation.id)
        .where(
            SurveyInvitation.assignment_id == assignment_id,
            SurveyInvitation.withdrawn_at.is_(None),
            sa.exists().where(
                Membership.person_id == Person.id, Membership.group_id == group_id, in_force(Membership, on)
            ),
        )
        .order_by(Person.sort_name, SurveyInvitation.id)
    )  # fmt: skip
    return [
        Pupil(full_name=f"{row.family_name} {row.given_name}", seat=_seat(row), code=in_threes(personal_code(row)))
        for row in rows
    ]


def tally(pupils: Sequence[Pupil]) -> dict[Seat, int]:
    """How many are how far."""
    return {seat: sum(1 for each in pupils if each.seat is seat) for seat in Seat}


def numbers_of(wave: SurveyAssignment, link: PublicLink | None, k: int) -> Numbers:
    """How many have begun by the public link and how many of them have sent, from k on."""
    begun = db.session.scalar(
        sa.select(sa.func.count()).where(
            SurveyInvitation.assignment_id == wave.id, SurveyInvitation.channel == Channel.PUBLIC
        )
    )
    finished = link.answered if link else 0
    return Numbers(begun=_from(begun or 0, k), finished=_from(finished, k), k=k)


def _from(number: int, k: int) -> int | None:
    return number if number >= k or number == 0 else None


def _seat(row: Any) -> Seat:
    if row.participated is not None:
        return Seat.FINISHED
    return Seat.BEGUN if row.response_id is not None else Seat.WAITING
