"""The bases of the city in bulk: profiles of mentors, requests of mentees, as the decisions of the year left them."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.search.index import SearchDocument, document_row
from portal.demo.city_programs import House
from portal.demo.town import SYSTEM, ZONE
from portal.matching.kinds import Origin, RequestState
from portal.matching.mentors.kinds import MentorCategory, MentorState, TraitKind
from portal.matching.mentors.labels import category_label
from portal.matching.mentors.models import MentorPeriod, MentorProfile, MentorTrait
from portal.matching.mentors.search import MENTOR
from portal.matching.models import MentoringRequest
from portal.mentorships.meetings.moments import moment_of
from portal.programs.kinds import Side

Row = dict[str, Any]
CAPACITY, NOON = 3, time(12)
DECISION = "Кураторы наставничества, протокол № 1"
CATEGORIES = {
    Side.PUPIL: MentorCategory.PUPIL, Side.STUDENT: MentorCategory.STUDENT, Side.TEACHER: MentorCategory.TEACHER,
    Side.ADMINISTRATION: MentorCategory.ADMINISTRATION, Side.EMPLOYER: MentorCategory.EMPLOYER,
    Side.NGO: MentorCategory.NGO,
}  # fmt: skip
COMPETENCES = (
    "Помогаю освоиться: расписание, мастерские, с кем о чём говорить.",
    "Готовлю к выступлениям и защите проектов, разбираю каждую репетицию.",
    "Показываю, как устроена работа на участке и чего ждут от новичка.",
    "Разбираю трудные темы шаг за шагом, без спешки.",
)
AREAS, AGES, TIMES = ("subject", "project", "practice", "career"), ("c1", "c2"), ("mon.afternoon", "wed.afternoon")
GOALS = (
    "Увереннее чувствовать себя на практике и не бояться спрашивать.",
    "Подготовиться к защите проекта и рассказать о нём без листка.",
    "Освоиться на новом месте и наладить первые занятия.",
    "Разобраться с трудной темой и сдать её в срок.",
    "Понять, куда идти дальше, и попробовать это в деле.",
)
ORIGINS = (Origin.OWN, Origin.GROUP_CURATOR, Origin.TEACHER, Origin.CURATOR)
# State of a request → what its journal says after it was added.
SAID: dict[str, tuple[AuditEvent, ...]] = {
    RequestState.PRELIMINARY: (),
    RequestState.IN_BASE: (AuditEvent.REQUEST_ACCEPTED,),
    RequestState.MATCHED: (AuditEvent.REQUEST_ACCEPTED, AuditEvent.REQUEST_MATCHED),
    RequestState.CLOSED: (AuditEvent.REQUEST_ACCEPTED, AuditEvent.REQUEST_CLOSED),
}


def enter_mentors(house: House, mentors: Sequence[tuple[int, Side, Sequence[str]]], since: date) -> dict[int, int]:
    """Person, side and formats of each → person id: profile id. All are active from the day on."""
    if not mentors:
        return {}
    heads = [_profile_row(house, one, side, since) for one, side, _formats in mentors]
    ids = db.session.scalars(
        sa.insert(MentorProfile).returning(MentorProfile.id, sort_by_parameter_order=True), heads
    ).all()
    traits, periods, documents = [], [], []
    for key, head, (one, side, codes) in zip(ids, heads, mentors, strict=True):
        chosen = [(TraitKind.FORMAT, code) for code in codes]
        chosen += [(TraitKind.AREA, AREAS[one % len(AREAS)]), (TraitKind.AGE, AGES[one % len(AGES)]),
                   (TraitKind.TIME, TIMES[one % len(TIMES)])]  # fmt: skip
        traits += [{"profile_id": key, "kind": kind, "code": code} for kind, code in chosen]
        periods.append({"profile_id": key, "state": MentorState.ACTIVE, "starts_on": since})
        title = f"{category_label(CATEGORIES[side])}, {house.school.short_name}"
        documents.append(document_row(MENTOR, key, title, head["competences"]))
    insert(MentorTrait, traits)
    insert(MentorPeriod, periods)
    insert(SearchDocument, documents)
    said = [(AuditEvent.MENTOR_ADDED, head, since) for head in heads]
    note(house, MentorProfile, said + [(AuditEvent.MENTOR_APPROVED, head, since) for head in heads])
    return {head["person_id"]: key for key, head in zip(ids, heads, strict=True)}


def enter_requests(house: House, rows: Sequence[Row]) -> Sequence[int]:
    """Rows of `request_row` → their ids in the same order."""
    if not rows:
        return []
    ids = db.session.scalars(
        sa.insert(MentoringRequest).returning(MentoringRequest.id, sort_by_parameter_order=True), list(rows)
    ).all()
    said = [(AuditEvent.REQUEST_ADDED, row, row["starts_on"]) for row in rows]
    said += [(event, row, row["ends_on"] or row["decided_on"]) for row in rows for event in SAID[row["state"]]]
    note(house, MentoringRequest, said)
    return ids


def request_row(
    house: House, cycle_id: int, format_id: int, person_id: int, *, state: RequestState, since: date,
    until: date | None = None,
) -> Row:  # fmt: skip
    """A request that began on the day; whoever stands or stood in the base was accepted three days later."""
    is_decided = state != RequestState.PRELIMINARY
    decided_on = min(since + timedelta(days=3), until or since + timedelta(days=3)) if is_decided else None
    return {
        "public_id": new_public_id(), "person_id": person_id, "organization_id": house.school.id, "cycle_id": cycle_id,
        "format_id": format_id, "origin": ORIGINS[person_id % len(ORIGINS)], "goal": GOALS[person_id % len(GOALS)],
        "state": state, "agreed_on": since, "decision": DECISION if is_decided else "", "decided_on": decided_on,
        "reason": "Год закончился" if state == RequestState.CLOSED else "", "starts_on": since, "ends_on": until,
    }  # fmt: skip


def insert(model: Any, rows: Sequence[Row]) -> None:
    """Rows as they are, past the session."""
    if rows:
        db.session.execute(sa.insert(model.__table__), list(rows))


def note(house: House, model: Any, said: Sequence[tuple[AuditEvent, Row, date]]) -> None:
    """What the actions would have left in the journal, each at noon of its day."""
    insert(AuditEntry, [
        {"happened_at": moment_of(day, NOON, ZONE), "person_id": SYSTEM.person_id, "event": event, "changes": {},
         "organization_id": house.school.id, "subject_kind": model.__tablename__, "subject_id": row["public_id"]}
        for event, row, day in said
    ])  # fmt: skip


def _profile_row(house: House, person_id: int, side: Side, since: date) -> Row:
    return {
        "public_id": new_public_id(), "person_id": person_id, "organization_id": house.school.id,
        "category": CATEGORIES[side], "origin": Origin.OWN, "competences": COMPETENCES[person_id % len(COMPETENCES)],
        "minutes_week": 60 + 30 * (person_id % 3), "capacity": CAPACITY, "state": MentorState.ACTIVE,
        "agreed_on": since, "decision": DECISION, "decided_on": since, "starts_on": since,
    }  # fmt: skip
