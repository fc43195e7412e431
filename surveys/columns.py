"""The column «Анкета» of the curator's table: asked by name in the waves of the organisation, and what came back."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.consents.columns import Cell, column
from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Organization, Person
from surveys.models import Mode, Participation, SurveyAssignment, SurveyInvitation


@column("questionnaire", _("Анкета"), order=30, filter_label=_("Анкета не заполнена"))
def questionnaires(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
    """Answered, asked or not asked. Anonymous waves stay out: nobody is shown who took part in them."""
    ids = [person.id for person in people]
    rows = db.session.execute(
        sa.select(
            SurveyInvitation.person_id,
            sa.func.count(SurveyInvitation.id).label("asked"),
            sa.func.count(Participation.invitation_id).label("answered"),
        )
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .where(
            SurveyAssignment.organization_id == organization.id,
            SurveyAssignment.mode == Mode.NAMED,
            SurveyInvitation.withdrawn_at.is_(None),
            SurveyInvitation.person_id.in_(ids),
        )
        .group_by(SurveyInvitation.person_id)
    )
    cells = {row.person_id: _cell(row.asked, row.answered) for row in rows}
    return {key: cells.get(key, Cell(label=_("Не спрашивали"))) for key in ids}


def _cell(asked: int, answered: int) -> Cell:
    if answered == asked:
        return Cell(label=_("Заполнена"), tone="good", is_done=True)
    note = _("%(n)s из %(of)s", n=answered, of=asked) if asked > 1 else ""
    return Cell(label=_("Ждём ответа"), tone="wait", note=note)
