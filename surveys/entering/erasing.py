"""What the staff brought in about a person goes with the person's own answers, and is in the package of data."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.files import StoredFile
from portal.core.row_erasure import erase_files
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from surveys.models import Clarification, ExternalResult, SurveyAssignment, SurveyInvitation

TABLES = (Clarification.__tablename__, ExternalResult.__tablename__)
COLUMNS = {TABLES[0]: ("note", "answers"), TABLES[1]: ("score", "conclusion")}


def _count(erasing: Erasing) -> Iterable[Line]:
    for model, where in _mine(erasing):
        n = db.session.scalar(sa.select(sa.func.count()).select_from(model).where(where)) or 0
        yield Line(table=model.__tablename__, columns=COLUMNS[model.__tablename__], rows=n, how="erased")


@erases(*TABLES, counted_by=_count)
def erase_entered(erasing: Erasing) -> Iterable[Line]:
    """Delete clarifications and results of the person, their files too."""
    of_person = dict(_mine(erasing))[ExternalResult]
    files = list(db.session.scalars(sa.select(ExternalResult.file_id).where(of_person)))
    for model, where in _mine(erasing):
        n = run(sa.delete(model).where(where))
        yield Line(table=model.__tablename__, columns=COLUMNS[model.__tablename__], rows=n, how="erased")
    erase_files([file for file in files if file is not None])


@collects(*TABLES)
def own_entered(subject: Subject) -> Iterable[Held]:
    """What was written down and the results, with who wrote them down left out: that is the portal's trail."""
    talks = (
        sa.select(
            SurveyAssignment.title, Clarification.kind, Clarification.happened_on, Clarification.note,
            Clarification.answers,
        )
        .join(SurveyInvitation, SurveyInvitation.id == Clarification.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(SurveyInvitation.person_id == subject.person_id)
        .order_by(Clarification.id)
    )  # fmt: skip
    results = (
        sa.select(
            ExternalResult.source, ExternalResult.taken_on, ExternalResult.score, ExternalResult.most,
            ExternalResult.conclusion,
        )
        .where(ExternalResult.person_id == subject.person_id)
        .order_by(ExternalResult.id)
    )  # fmt: skip
    for table, query in zip(TABLES, (talks, results), strict=True):
        yield Held(table=table, rows=[dict(row) for row in db.session.execute(query).mappings()])


def result_files_of(subject: Subject) -> list[StoredFile]:
    """Files of the person's results, for the package of data."""
    ids = sa.select(ExternalResult.file_id).where(ExternalResult.person_id == subject.person_id)
    return list(db.session.scalars(sa.select(StoredFile).where(StoredFile.id.in_(ids))))


def _mine(erasing: Erasing) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    person, organization = erasing.subject.person_id, erasing.organization_id
    invited = sa.select(SurveyInvitation.id).where(SurveyInvitation.person_id == person)
    result = ExternalResult.person_id == person
    if organization is not None and not erasing.is_whole:
        invited = invited.join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id).where(
            SurveyAssignment.organization_id == organization
        )
        result = sa.and_(result, ExternalResult.organization_id == organization)
    return [(Clarification, Clarification.invitation_id.in_(invited)), (ExternalResult, result)]
