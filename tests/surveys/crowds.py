"""Waves with responses for tests of the staff side, written straight into the tables and their counters."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db, new_public_id
from portal.people.models import Organization, Person
from surveys.counting import response_counts
from surveys.definitions import QuestionnaireDefinition
from surveys.models import (
    Answer,
    AnswerCount,
    Mode,
    Participation,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.results.release import release_rest
from surveys.storage import publish_questionnaire

SYSTEM = Actor.system("test")


def make_wave(
    organization: Organization,
    definition: QuestionnaireDefinition,
    answers: Sequence[dict[str, Any]] = (),
    *,
    waiting: int = 0,
    mode: Mode = Mode.NAMED,
    readers: Sequence[str] = ("curator",),
    title: str = "Волна",
    family: str = "Ответов",
) -> SurveyAssignment:
    """A wave open since yesterday with one person an answer and `waiting` people who have not answered."""
    version = publish_questionnaire(SYSTEM, definition)
    now, invited = clock.now(), len(answers) + waiting
    wave = SurveyAssignment(
        organization_id=organization.id, version_id=version.id, title=title, mode=mode, audience={"kind": "people"},
        readers=list(readers), opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=10),
        invited=invited, submitted=len(answers),
    )  # fmt: skip
    people = [
        Person(family_name=f"{family}{n:05}", given_name="Имя", sort_name=f"{family.lower()}{n:05} имя")
        for n in range(invited)
    ]
    db.session.add_all([wave, *people])
    db.session.flush()
    invitations = [SurveyInvitation(assignment_id=wave.id, person_id=person.id) for person in people]
    db.session.add_all(invitations)
    db.session.flush()
    _respond(wave, definition, invitations, answers)
    release_rest(wave)
    db.session.commit()
    return wave


def _respond(
    wave: SurveyAssignment,
    definition: QuestionnaireDefinition,
    invitations: Sequence[SurveyInvitation],
    answers: Sequence[dict[str, Any]],
) -> None:
    responses, values, parts, counts = [], [], [], Counter[tuple[str, str]]()
    for given, invitation in zip(answers, invitations, strict=False):
        key = new_public_id()
        named = wave.mode == Mode.NAMED
        responses.append({
            "id": key, "assignment_id": wave.id, "version_id": wave.version_id, "state": ResponseState.SUBMITTED,
            "invitation_id": invitation.id if named else None, "submitted_at": clock.now(), "clients": {}, "scores": {},
        })  # fmt: skip
        values += [{"response_id": key, "item_code": code, "value": value} for code, value in given.items()]
        parts.append({"invitation_id": invitation.id, "submitted_on": None})
        counts.update(response_counts(definition, given))
    rows = [
        {"assignment_id": wave.id, "item_code": code, "value": value, "n": n} for (code, value), n in counts.items()
    ]
    for model, found in ((Response, responses), (Answer, values), (Participation, parts), (AnswerCount, rows)):
        if found:
            db.session.execute(sa.insert(model), found)
