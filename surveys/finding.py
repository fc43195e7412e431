"""Finds a questionnaire in one person's hands, for a page or for a write.

One query however long the questionnaire is: who is asked, on what basis, and what is saved.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import GUARDED, Guarded, allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.consents.kinds import Purpose
from portal.consents.queries import facts, missing_in
from portal.core import clock
from portal.core.db import Json, dialect, is_sqlite, read_columns
from portal.core.errors import NotSeen
from portal.people.models import Organization, Person
from surveys.filling import AskedInvitation, AskedOrganization, AskedWave, Filling, HasInvitation, Invited
from surveys.models import Answer, Mode, Participation, Response, SurveyAssignment, SurveyInvitation
from surveys.secrets import draft_id


def find_invited(actor: Actor, public_id: str) -> Invited:
    """The invitation, if the actor may answer it. Raises NotSeen otherwise; one query, which asks for no basis."""
    return _invited(_ask(actor, public_id, [], saved=""))


def find_filling(actor: Actor, public_id: str) -> Filling:
    """The invitation with its basis and what is saved, if the actor may answer it; one query."""
    days = _days()
    return _filling(_ask(actor, public_id, days, saved=dialect()), days)


def lock_filling(invitation: HasInvitation) -> Filling:
    """The same for a write: the invitation is held, so that two packets of one person come one after another.

    What is saved is read after the lock is there; on SQLite the writer is alone anyway.
    """
    if not is_sqlite():
        read_columns(_holding(), {"invitation": invitation.id})
    days = _days()
    named = {"invitation": invitation.id, "draft": draft_id(invitation.public_id)}
    return _filling(_row(_held(len(days), dialect()), days, named), days)


def _ask(actor: Actor, public_id: str, days: list[date], *, saved: str) -> Mapping[Any, Any]:
    named = {"draft": draft_id(public_id)} if saved else {}
    if actor.person_id is None:
        reach = scope_of(Permission.RESPONSE_SUBMIT, Role.GUEST)
        asked = _asked_by_link(len(days), saved, GUARDED[SurveyInvitation], reach)
        return _row(asked, days, {"public_id": public_id, "link": actor.link, **named})
    may = allowed(actor, Permission.RESPONSE_SUBMIT, SurveyInvitation)
    return _row(_facts(len(days), saved).where(SurveyInvitation.public_id == public_id, may), days, named)


def _row(asked: sa.Select[Any], days: list[date], named: dict[str, Any]) -> Mapping[Any, Any]:
    moments = {f"day_{place}": day for place, day in enumerate(days)}
    row: Mapping[Any, Any] | None = read_columns(asked, moments | named).mappings().one_or_none()
    if row is None:
        raise NotSeen
    return row


def _invited(row: Mapping[Any, Any]) -> Invited:
    invitation = AskedInvitation(**_part(row, "invitation"), assignment=AskedWave(**_part(row, "wave")))
    return Invited(invitation=invitation, organization=AskedOrganization(**_part(row, "organization")))


@cache
def _asked_by_link(days: int, saved: str, guarded: Guarded, reach: Scope) -> sa.Select[Any]:
    """The question of everybody who has nothing but a link: the same for all of them but for the link itself.

    `guarded` and `reach` are what the gate's answer rests on: another rule is another question.
    """
    link: Any = sa.bindparam("link")
    may = allowed(Actor.guest(link=link), Permission.RESPONSE_SUBMIT, SurveyInvitation)
    return _facts(days, saved).where(SurveyInvitation.public_id == sa.bindparam("public_id"), may)


@cache
def _held(days: int, saved: str) -> sa.Select[Any]:
    """The question of those who are about to write."""
    return _facts(days, saved).where(SurveyInvitation.id == sa.bindparam("invitation"))


@cache
def _holding() -> sa.Select[Any]:
    mine = sa.select(SurveyInvitation.id).where(SurveyInvitation.id == sa.bindparam("invitation"))
    return mine.with_for_update(key_share=True)


@cache
def _facts(days: int, saved: str) -> sa.Select[Any]:
    """The question that every page asks, put together once a process; the days come as parameters.

    `saved` is the dialect in which the answers are asked for, empty where nobody wants them.
    """
    query: Any = (
        sa.select(*_columns(), Person.birth_on, *_basis_on(days))
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .join(Organization, Organization.id == SurveyAssignment.organization_id)
        .outerjoin(Person, Person.id == SurveyInvitation.person_id)
    )
    asked: sa.Select[Any] = _beside(query, saved) if saved else query
    return asked


def _beside(query: Any, saved: str) -> Any:
    """Whether the invitation was used, and what is saved: of a named one by its id, of others by the draft's."""
    is_named = SurveyAssignment.mode == Mode.NAMED
    belongs = sa.or_(
        sa.and_(is_named, Response.invitation_id == SurveyInvitation.id),
        sa.and_(~is_named, Response.id == sa.bindparam("draft")),
    )
    return (
        query.outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .outerjoin(Response, belongs)
        .add_columns(
            Participation.invitation_id.label("participated"), Response.id.label("response_id"), Response.state,
            Response.submitted_at, Response.clients, Response.typed, _answers_in(saved).label("answers"),
        )
    )  # fmt: skip


def _answers_in(saved: str) -> Any:
    """The answers of the response as one JSON object, code → value."""
    if saved == "sqlite":
        packed = sa.func.json_group_object(Answer.item_code, sa.func.json(Answer.value))
    else:
        packed = sa.func.jsonb_object_agg(Answer.item_code, Answer.value)
    answers = sa.select(sa.type_coerce(packed, Json)).where(Answer.response_id == Response.id)
    return answers.correlate(Response).scalar_subquery()


PARTS: tuple[tuple[str, Any, Any], ...] = (
    ("invitation", SurveyInvitation, AskedInvitation),
    ("wave", SurveyAssignment, AskedWave),
    ("organization", Organization, AskedOrganization),
)


def _columns() -> list[sa.ColumnElement[Any]]:
    """The columns of the plain copies, each under the name of its part."""
    return [
        getattr(model, each.name).label(f"{part}_{each.name}")
        for part, model, plain in PARTS
        for each in fields(plain)
        if each.name != "assignment"
    ]


NAMES = {
    part: tuple((each.name, f"{part}_{each.name}") for each in fields(plain) if each.name != "assignment")
    for part, _model, plain in PARTS
}


def _part(row: Mapping[Any, Any], part: str) -> dict[str, Any]:
    return {name: row[column] for name, column in NAMES[part]}


def _filling(row: Mapping[Any, Any], days: list[date]) -> Filling:
    invited = _invited(row)
    return Filling(
        invitation=invited.invitation,
        organization=invited.organization,
        missing=tuple(_missing(invited, row, days)),
        response_id=row["response_id"],
        state=row["state"],
        submitted_at=row["submitted_at"],
        has_participated=row["participated"] is not None,
        clients=row["clients"] or {},
        typed=row["typed"] or {},
        answers=row["answers"] or {},
    )


def _days() -> list[date]:
    """The calendar days that it is now somewhere between Kaliningrad and Kamchatka: one or two.

    Which of them counts is known only with the row, since the organisation's zone comes with it.
    """
    return sorted({(clock.now() + timedelta(hours=hours)).date() for hours in (2, 12)})


def _basis_on(days: int) -> list[sa.ColumnElement[Any]]:
    """Columns for each day: what the answer about a basis rests on."""
    columns: list[sa.ColumnElement[Any]] = []
    for place in range(days):
        day: Any = sa.bindparam(f"day_{place}", type_=sa.Date)
        asked = facts(SurveyInvitation.person_id, SurveyAssignment.organization_id, Purpose.PARTICIPATION, day)
        columns += [clause.label(f"{name}_{place}") for name, clause in asked.items()]
    return columns


def _missing(invited: Invited, row: Mapping[Any, Any], days: list[date]) -> list[str]:
    """Signatures without which named answers may not be taken; anonymous answers are nobody's data."""
    if not invited.is_named or invited.invitation.person_id is None:
        return []
    today = clock.today(invited.zone)
    place = min(range(len(days)), key=lambda each: abs(days[each] - today))
    told = {name.removesuffix(f"_{place}"): value for name, value in row.items() if name.endswith(f"_{place}")}
    return missing_in(told, row["birth_on"], today)
