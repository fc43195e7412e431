"""Questionnaires for measures and faults: twenty questions, a wave, many invitations, thousands of stored responses."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db, new_public_id
from portal.demo.town import consent_to_participate
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Organization, Person
from surveys.definitions import QuestionnaireDefinition
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import (
    Answer,
    AnswerCount,
    Mode,
    Participation,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.results.release import release_rest
from surveys.storage import publish_questionnaire
from tests.world import World

SYSTEM = Actor.system("tests")
BEGAN_ON = date(2024, 9, 1)
QUESTIONS = 20
CODES = tuple(f"Q{number:02}" for number in range(1, QUESTIONS + 1))
CHUNK = 20_000


def twenty_questions(code: str = "twenty") -> QuestionnaireDefinition:
    """Twenty questions with five choices each, all of them required."""
    words = ("Совсем нет", "Скорее нет", "Когда как", "Скорее да", "Да")
    options = [{"value": str(value), "label": word} for value, word in enumerate(words, 1)]
    items = [
        {"code": code, "type": "single", "text": "Насколько полезной была встреча?", "required": True,
         "options": options}
        for code in CODES
    ]  # fmt: skip
    return from_mapping({"code": code, "title": "Двадцать вопросов", "items": items})


def mark_of(token: str, code: str) -> str:
    """The answer that a made-up respondent gives: the same however often it is asked."""
    return str(1 + (sum(token.encode()) + int(code[1:])) % 5)


def open_wave(
    organization: Organization, version: QuestionnaireVersion, title: str, mode: Mode = Mode.NAMED
) -> SurveyAssignment:
    """A wave that takes answers now."""
    wave = SurveyAssignment(
        organization_id=organization.id, version_id=version.id, title=title, mode=mode, audience={}, occasion={},
        readers=[], opens_at=clock.now() - timedelta(days=1), closes_at=clock.now() + timedelta(days=30),
    )  # fmt: skip
    db.session.add(wave)
    db.session.flush()
    return wave


def publish_twenty() -> QuestionnaireVersion:
    """Twenty questions in the library."""
    return publish_questionnaire(SYSTEM, twenty_questions())


def respondents(world: World, n: int) -> list[int]:
    """Ids of `n` employees of school 1 who consented to take part."""
    found = []
    for number in range(n):
        person = people.add_person(SYSTEM, family_name=f"Ответов{number}", given_name="Пётр", birth_on=date(1990, 1, 1))
        people.add_membership(
            SYSTEM, person, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON, post="Мастер"
        )
        consent_to_participate(person, world.town.consent_texts[1], clock.today("Asia/Irkutsk"))
        found.append(person.id)
    return found


def invite(wave: SurveyAssignment, person_ids: Sequence[int], each: int = 1, *, subject: str = "meeting") -> list[str]:
    """`each` invitations for every person (about one meeting after another); returns the signed tokens."""
    now = clock.now()
    rows = [
        {
            "public_id": new_public_id(), "assignment_id": wave.id, "person_id": person_id,
            "subject": f"{subject}:{turn}", "link_revision": 0, "created_at": now, "updated_at": now,
        }
        for turn in range(each)
        for person_id in person_ids
    ]  # fmt: skip
    _insert(SurveyInvitation, rows)
    wave.invited += len(rows)
    db.session.flush()
    made = [row["public_id"] for row in rows]
    known = db.session.scalars(sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)).all()
    tokens = {invitation.public_id: token_of(invitation) for invitation in known}
    return [tokens[public_id] for public_id in made]


def store_responses(wave: SurveyAssignment, n: int) -> None:
    """`n` people who were invited to the wave and have submitted, with the counters that their answers make."""
    now, today = clock.now(), clock.now().date()
    first = (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    mine = (db.session.scalar(sa.select(sa.func.max(SurveyInvitation.id))) or 0) + 1
    stamps = {"created_at": now, "updated_at": now}
    responses = [new_public_id() for _n in range(n)]
    _insert(Person, [
        {"id": first + k, "public_id": new_public_id(), "family_name": f"Прежний{k}", "given_name": "Олег",
         "patronymic": "", "sort_name": f"прежний{k} олег", **stamps}
        for k in range(n)
    ])  # fmt: skip
    _insert(SurveyInvitation, [
        {"id": mine + k, "public_id": new_public_id(), "assignment_id": wave.id, "person_id": first + k,
         "subject": "", "link_revision": 0, **stamps}
        for k in range(n)
    ])  # fmt: skip
    _insert(Participation, [{"invitation_id": mine + k, "submitted_on": today} for k in range(n)])
    _insert(Response, [
        {"id": responses[k], "assignment_id": wave.id, "version_id": wave.version_id, "invitation_id": mine + k,
         "state": ResponseState.SUBMITTED, "started_at": now, "submitted_at": now, "receipt": "R", "clients": {},
         "scores": {}}
        for k in range(n)
    ])  # fmt: skip
    marks = {code: [str(1 + (k * 7 + place) % 5) for k in range(n)] for place, code in enumerate(CODES)}
    for code in CODES:
        _insert(Answer, [
            {"response_id": responses[k], "item_code": code, "value": marks[code][k]} for k in range(n)
        ])  # fmt: skip
    _insert(AnswerCount, counters_of(wave.id, marks))
    wave.submitted += n
    wave.invited += n
    db.session.flush()
    release_rest(wave)


def counters_of(wave_id: int, marks: dict[str, list[str]]) -> list[dict[str, Any]]:
    """What the counters of the wave hold when these answers were submitted: counted as a submission counts them."""
    from collections import Counter

    from surveys.counting import response_counts

    definition, total = twenty_questions(), Counter[tuple[str, str]]()
    for answers in zip(*marks.values(), strict=True):
        total.update(response_counts(definition, dict(zip(marks, answers, strict=True))))
    return [{"assignment_id": wave_id, "item_code": code, "value": value, "n": n} for (code, value), n in total.items()]


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        db.session.execute(sa.insert(model.__table__), rows[start : start + CHUNK])
