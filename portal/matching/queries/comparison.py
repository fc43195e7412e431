"""Wishes of a year compared with the formats that run in it (MTEE-6): what is missing, what nobody asked for.

A wish is a request that is open or has led to a pair. A person counts once in a format, however many requests stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.matching.kinds import OPEN, RequestState
from portal.matching.models import MentoringRequest
from portal.people.models import Person
from portal.programs.models import Cycle, CycleFormat, Program
from portal.programs.queries.programs import formats_of

WISHED = (*OPEN, RequestState.MATCHED)
WITH_ITS_PROGRAM = (joinedload(Cycle.program).joinedload(Program.organization),)


class Gap(StrEnum):
    """How wishes and the programme differ."""

    MISSING = "missing"
    IDLE = "idle"


@dataclass(frozen=True, kw_only=True)
class AskedFormat:
    """A format of the year and the people who asked for it: by state of the request and by category."""

    format: CycleFormat
    people: int
    by_state: dict[str, int] = field(default_factory=dict)
    by_variant: dict[str, int] = field(default_factory=dict)

    @property
    def gap(self) -> Gap | None:
        """Asked for and does not run, or runs and nobody asks for it."""
        if self.people and not self.format.is_on:
            return Gap.MISSING
        return Gap.IDLE if self.format.is_on and not self.people else None


def compare_with_program(cycle: Cycle) -> list[AskedFormat]:
    """Every format of the year that runs or was asked for, in the order of the year."""
    people = {row[0]: row[1] for row in _counted(cycle)}
    states = _parts(cycle, MentoringRequest.state)
    variants = _parts(cycle, MentoringRequest.variant)
    return [
        AskedFormat(
            format=each, people=people.get(each.format_id, 0), by_state=states.get(each.format_id, {}),
            by_variant=variants.get(each.format_id, {}),
        )
        for each in formats_of(cycle) if each.is_on or each.format_id in people
    ]  # fmt: skip


def years_to_compare(actor: Actor) -> Sequence[Cycle]:
    """Years whose requests the actor decides about: open ones first, by organisation, the latest first."""
    found = db.session.scalars(
        select_allowed(actor, Permission.REQUEST_EDIT, Cycle)
        .options(*WITH_ITS_PROGRAM)
        .order_by(Cycle.closed_on.is_not(None), Cycle.starts_on.desc(), Cycle.id)
    ).all()
    return sorted(found, key=lambda each: (each.closed_on is not None, each.program.organization.sort_name))


def _parts(cycle: Cycle, column: Any) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for format_id, code, number in _counted(cycle, column):
        found.setdefault(format_id, {})[code] = number
    return found


def _counted(cycle: Cycle, *more: Any) -> Sequence[Any]:
    """(format, *more, people) of the year; whoever's processing is restricted is not counted."""
    return db.session.execute(
        sa.select(MentoringRequest.format_id, *more, sa.func.count(sa.distinct(MentoringRequest.person_id)))
        .join(Person, Person.id == MentoringRequest.person_id)
        .where(
            MentoringRequest.cycle_id == cycle.id, MentoringRequest.state.in_(WISHED), Person.restricted_on.is_(None),
            Person.erased_on.is_(None),
        )
        .group_by(MentoringRequest.format_id, *more)
        .order_by(MentoringRequest.format_id, *more)
    ).all()  # fmt: skip
