"""Reads of registered papers and of facts."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.people.models import Organization
from portal.people.periods import in_force
from portal.programs.kinds import PaperKind
from portal.programs.models import Program, ProgramFact, ProgramPaper


def papers_of(program: Program) -> Sequence[ProgramPaper]:
    """Papers of the programme, the latest first."""
    return db.session.scalars(
        sa.select(ProgramPaper)
        .where(ProgramPaper.program_id == program.id)
        .options(joinedload(ProgramPaper.file))
        .order_by(ProgramPaper.adopted_on.desc(), ProgramPaper.id.desc())
    ).all()


def paper_in_force(program: Program, kind: PaperKind, on: date) -> ProgramPaper | None:
    """The paper of this kind that an order of the day refers to: the one adopted last."""
    return db.session.scalars(
        sa.select(ProgramPaper)
        .where(ProgramPaper.program_id == program.id, ProgramPaper.kind == kind, in_force(ProgramPaper, on))
        .order_by(ProgramPaper.adopted_on.desc(), ProgramPaper.id.desc())
        .limit(1)
    ).one_or_none()


def facts_of(organization: Organization, kind: str, first: date, last: date) -> Sequence[ProgramFact]:
    """Facts of the kind within the days, in the order in which they happened."""
    return db.session.scalars(
        sa.select(ProgramFact)
        .where(
            ProgramFact.organization_id == organization.id,
            ProgramFact.kind == kind,
            ProgramFact.happened_on.between(first, last),
        )
        .order_by(ProgramFact.happened_on, ProgramFact.id)
    ).all()
