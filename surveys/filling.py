"""One questionnaire in one person's hands: what was asked, whether it may be filled in now, what is saved so far."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, Protocol

from portal.core import clock
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Value
from surveys.models import Mode, ResponseState, SurveyInvitation
from surveys.storage import compiled


class Door(StrEnum):
    """Whether answers are taken, and why not."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    NOT_YET = "not_yet"
    NO_CONSENT = "no_consent"


class HasVersion(Protocol):
    """A wave, as far as an action must know it before its first statement."""

    @property
    def version_id(self) -> int: ...


class HasInvitation(Protocol):
    """An invitation: the row itself or its plain copy."""

    @property
    def id(self) -> int: ...
    @property
    def public_id(self) -> str: ...
    @property
    def assignment(self) -> HasVersion: ...


@dataclass(frozen=True, kw_only=True)
class AskedOrganization:
    """What the respondent's pages need of the organisation."""

    short_name: str
    time_zone: str
    role_labels: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class AskedWave:
    """What they need of the wave; the names are those of SurveyAssignment."""

    id: int
    organization_id: int
    version_id: int
    title: str
    mode: Mode
    occasion: dict[str, Any]
    readers: list[Any]
    min_group: int
    opens_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    uninvited: int


@dataclass(frozen=True, kw_only=True)
class AskedInvitation:
    """A plain copy of an invitation: it outlives its transaction and costs no second query."""

    __tablename__: ClassVar[str] = SurveyInvitation.__tablename__
    id: int
    public_id: str
    person_id: int | None
    subject: str
    link_revision: int
    class_revision: int
    withdrawn_at: datetime | None
    assignment: AskedWave


@dataclass(frozen=True, kw_only=True)
class Invited:
    """An invitation with its wave and organisation."""

    invitation: AskedInvitation
    organization: AskedOrganization

    @property
    def assignment(self) -> AskedWave:
        return self.invitation.assignment

    @property
    def zone(self) -> str:
        return self.organization.time_zone

    @property
    def is_named(self) -> bool:
        return self.assignment.mode == Mode.NAMED

    @cached_property
    def definition(self) -> QuestionnaireDefinition:
        return compiled(self.assignment.version_id)


@dataclass(frozen=True, kw_only=True)
class Filling(Invited):
    """An invitation together with what came back so far. Anonymous answers leave it when they are submitted.

    `missing` names the signatures that consent still lacks.
    """

    missing: tuple[str, ...]
    response_id: str | None = None
    state: ResponseState | None = None
    submitted_at: datetime | None = None
    has_participated: bool = False
    clients: dict[str, Any]
    typed: dict[str, int]
    answers: dict[str, Value]

    @property
    def is_answered(self) -> bool:
        return self.has_participated or self.state == ResponseState.SUBMITTED

    @property
    def door(self) -> Door:
        """The first reason that applies now: an answered questionnaire stays answered after it closes."""
        now, assignment = clock.now(), self.assignment
        if self.is_answered:
            return Door.ANSWERED
        if self.invitation.withdrawn_at is not None:
            return Door.WITHDRAWN
        if assignment.closed_at is not None or (assignment.closes_at is not None and assignment.closes_at < now):
            return Door.CLOSED
        if assignment.opens_at > now:
            return Door.NOT_YET
        return Door.NO_CONSENT if self.missing else Door.OPEN
