"""What questionnaires hold about a person: named responses and drafts go whole, prepared totals stay.

Anonymous responses have no key to anybody, so they cannot be found; the respondent was told so before answering.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, run
from portal.core.erasing import spares
from portal.core.files import StoredFile
from portal.core.jobs import Job
from portal.core.row_erasure import erase_files
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from surveys.entering.erasing import result_files_of
from surveys.exchange.answers.jobs import EXPORT
from surveys.models import Answer, Item, Participation, Response, SurveyAssignment, SurveyInvitation

TABLES = ("response", "answer", "participation")


def _count(erasing: Erasing) -> Iterable[Line]:
    ids = sa.select(Response.id).where(Response.invitation_id.in_(_invitations(erasing)))
    for table, key in (("response", Response.id), ("answer", Answer.response_id)):
        n = db.session.scalar(sa.select(sa.func.count()).where(key.in_(ids))) or 0
        yield Line(table=table, columns=("value",) if table == "answer" else ("state",), rows=n, how="erased")


@erases(*TABLES, counted_by=_count)
def erase_responses(erasing: Erasing) -> Iterable[Line]:
    """Delete the responses with their answers and files, forget the day of taking part, ask the person no more."""
    invitations = list(db.session.scalars(_invitations(erasing)))
    ids = list(db.session.scalars(sa.select(Response.id).where(Response.invitation_id.in_(invitations))))
    erase_uploads(ids)
    answers = run(sa.delete(Answer).where(Answer.response_id.in_(ids))) if ids else 0
    responses = run(sa.delete(Response).where(Response.id.in_(ids))) if ids else 0
    if invitations:
        mine = Participation.invitation_id.in_(invitations)
        db.session.execute(sa.update(Participation).where(mine).values(submitted_on=None))
        waiting = sa.and_(SurveyInvitation.id.in_(invitations), SurveyInvitation.withdrawn_at.is_(None))
        db.session.execute(sa.update(SurveyInvitation).where(waiting).values(withdrawn_at=clock.now()))
    yield Line(table="response", columns=("state",), rows=responses, how="erased")
    yield Line(table="answer", columns=("value",), rows=answers, how="erased")


@collects(*TABLES)
def own_answers(subject: Subject) -> Iterable[Held]:
    """The answers of the person with the words of the questions."""
    query = (
        sa.select(SurveyAssignment.title, Item.text, Answer.value, Response.state, Response.submitted_at)
        .join(Response, Response.id == Answer.response_id)
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .outerjoin(Item, sa.and_(Item.version_id == Response.version_id, Item.code == Answer.item_code))
        .where(SurveyInvitation.person_id == subject.person_id)
        .order_by(Response.id, Item.position)
    )
    yield Held(table="answer", rows=[dict(row) for row in db.session.execute(query).mappings()])


def uploads_of(subject: Subject) -> list[StoredFile]:
    """Files that the person attached to named answers, and those of results of tests held elsewhere."""
    ids = sa.select(Response.id).where(
        Response.invitation_id.in_(
            sa.select(SurveyInvitation.id).where(SurveyInvitation.person_id == subject.person_id)
        )
    )
    return [*_uploads(list(db.session.scalars(ids))), *result_files_of(subject)]


@spares(EXPORT)
def workbook_of_others(job: Job, subject: Subject) -> bool:
    """A workbook of a wave to which the person was never asked: its rows are of those who were."""
    asked = sa.exists().where(
        SurveyAssignment.public_id == job.args.get("wave"), SurveyInvitation.assignment_id == SurveyAssignment.id
    )
    return db.session.scalar(sa.select(asked)) is True and not db.session.scalar(
        sa.select(asked.where(SurveyInvitation.person_id == subject.person_id))
    )


def _invitations(erasing: Erasing) -> sa.Select[int]:
    query = sa.select(SurveyInvitation.id).where(SurveyInvitation.person_id == erasing.subject.person_id)
    if erasing.organization_id is None or erasing.is_whole:
        return query
    return query.join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id).where(
        SurveyAssignment.organization_id == erasing.organization_id
    )


def _uploads(response_ids: list[str]) -> list[StoredFile]:
    if not response_ids:
        return []
    named = (
        sa.select(Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .join(Item, sa.and_(Item.version_id == Response.version_id, Item.code == Answer.item_code))
        .where(Answer.response_id.in_(response_ids), Item.type == "file")
    )
    keys = [str(value) for value in db.session.scalars(named)]
    return list(db.session.scalars(sa.select(StoredFile).where(StoredFile.public_id.in_(keys))))


def erase_uploads(response_ids: list[str]) -> None:
    """Delete the files that these responses carry."""
    erase_files([file.id for file in _uploads(response_ids)])
