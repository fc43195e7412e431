"""Reads of programmes: the register, years, formats that run, and the route that holds for a pair or a base."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import ANY_FORMAT
from portal.programs.kinds import RouteSubject
from portal.programs.models import ApprovalRoute, Cycle, CycleFormat, MentoringFormat, Program
from portal.programs.routes import Route, read_route

TEACHING = (OrganizationKind.SCHOOL, OrganizationKind.COLLEGE, OrganizationKind.ADDITIONAL)


def find_programs(actor: Actor, today: date, organization: str = "") -> Any:
    """Programmes the actor may see as rows (programme, short name of the organisation, name of the year that runs)."""
    running = (
        sa.select(sa.func.max(Cycle.name))
        .where(
            Cycle.program_id == Program.id, Cycle.closed_on.is_(None), Cycle.starts_on <= today, Cycle.ends_on >= today
        )
        .correlate(Program)
        .scalar_subquery()
    )
    query = (
        sa.select(Program, Organization.short_name, running.label("running"))
        .join(Organization, Organization.id == Program.organization_id)
        .where(allowed(actor, Permission.PROGRAM_READ, Program))
        .order_by(Organization.sort_name, Organization.id, Program.sort_name, Program.id)
    )
    return query.where(Organization.public_id == organization) if organization else query


def without_program(actor: Actor) -> Sequence[Organization]:
    """Organisations of the actor's that teach and have no programme yet, by name (C8 №19)."""
    has_one = sa.exists().where(Program.organization_id == Organization.id)
    return db.session.scalars(
        select_allowed(actor, Permission.PROGRAM_READ, Organization)
        .where(Organization.kind.in_(TEACHING), Organization.ends_on.is_(None), ~has_one)
        .order_by(Organization.sort_name, Organization.id)
    ).all()


def cycles_of(program: Program) -> Sequence[Cycle]:
    """Years of the programme, the latest first."""
    return db.session.scalars(
        sa.select(Cycle).where(Cycle.program_id == program.id).order_by(Cycle.starts_on.desc())
    ).all()


def cycle_of(program: Program, on: date) -> Cycle | None:
    """The year of the programme that covers the day; None where there is none."""
    return db.session.scalars(
        sa.select(Cycle).where(Cycle.program_id == program.id, Cycle.starts_on <= on, Cycle.ends_on >= on)
    ).one_or_none()


def settings_of(cycle: Cycle) -> CycleSettings:
    """What the organisation decided for the year."""
    return CycleSettings.from_data(cycle.settings)


def formats_of(cycle: Cycle) -> Sequence[CycleFormat]:
    """Every format of the year in order, those that do not run too."""
    return db.session.scalars(
        sa.select(CycleFormat)
        .join(MentoringFormat, MentoringFormat.id == CycleFormat.format_id)
        .where(CycleFormat.cycle_id == cycle.id)
        .options(contains_eager(CycleFormat.format))
        .order_by(CycleFormat.position)
    ).all()


def forms_that_run(cycle: Cycle) -> list[CycleFormat]:
    """Formats that are on in the year, under the names of the organisation."""
    return [each for each in formats_of(cycle) if each.is_on]


def routes_of(program: Program) -> Sequence[ApprovalRoute]:
    """Every route of the programme: pairs first, then the bases, the general one last."""
    rows = db.session.scalars(sa.select(ApprovalRoute).where(ApprovalRoute.program_id == program.id)).all()
    subjects = list(RouteSubject)
    return sorted(
        rows,
        key=lambda each: (
            subjects.index(RouteSubject(each.subject)),
            not each.format_code,
            not each.category,
            each.format_code,
            each.category,
        ),
    )


def route_of(
    program: Program, format_code: str = ANY_FORMAT, category: str = "", *, subject: RouteSubject = RouteSubject.PAIR
) -> Route:
    """Who approves, step by step: the route of this format and category, else the nearest more general one.

    `category` is a side of a format (`kinds.Side`): bases are approved by it. Empty where the programme says nothing.
    """
    rows = db.session.scalars(
        sa.select(ApprovalRoute).where(
            ApprovalRoute.program_id == program.id,
            ApprovalRoute.subject == subject,
            ApprovalRoute.format_code.in_({format_code, ANY_FORMAT}),
            ApprovalRoute.category.in_({category, ""}),
        )
    ).all()
    nearest = max(rows, key=lambda each: (bool(each.format_code), bool(each.category)), default=None)
    return read_route(nearest.steps) if nearest else ()


def other_names(program: Program) -> dict[str, str]:
    """Format code → how the programme's latest year calls it."""
    latest = db.session.scalars(
        sa.select(Cycle)
        .where(Cycle.program_id == program.id)
        .order_by(Cycle.starts_on.desc())
        .limit(1)
        .options(joinedload(Cycle.formats).joinedload(CycleFormat.format))
    ).unique()
    return {each.format.code: each.name for cycle in latest for each in cycle.formats}
