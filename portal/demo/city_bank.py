"""The bank of the city: what the town has published, done anew in other organisations by their own staff."""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.core.search.index import SearchDocument, document_row
from portal.demo.city_people import staff_of
from portal.demo.schools import SUBJECTS
from portal.demo.town import SYSTEM, ZONE
from portal.people.models import Organization
from portal.practices.actions.faceting import facets_of
from portal.practices.actions.reviews import ALIVE, KIND
from portal.practices.kinds import Evidence, VersionState
from portal.practices.models import (
    Practice,
    PracticeAuthor,
    PracticeFacet,
    PracticeResult,
    PracticeStep,
    PracticeVersion,
)
from portal.practices.sections import searchable_text

Progress = Callable[[str], None]
Row = dict[str, Any]
BATCH = 100  # practices a transaction; with steps, facets, the index and the journal some 2,500 rows
OLDEST, REVIEWED = timedelta(days=500), timedelta(days=10)
OWN = {"id", "practice_id", "created_at", "updated_at"}  # what a copy does not take over
PLACES = ("пятая параллель", "первый курс", "девятые классы", "вечернее отделение", "вторая смена", "общежитие")


def fill_bank(schools: Sequence[Organization], *, practices: int, seed: int, progress: Progress) -> None:
    """Publish exactly `practices` practices of the schools, each after one of the town's."""
    chance = random.Random(f"city/{seed}/bank")  # noqa: S311 — invented practices
    patterns, authors = _patterns(), {school.id: staff_of(school) for school in schools}
    for start in range(0, practices, BATCH):
        some = [schools[number % len(schools)] for number in range(start, min(start + BATCH, practices))]
        _publish([(school, chance.choice(authors[school.id]), chance.choice(patterns)) for school in some], chance)
        db.session.commit()
        if start % (BATCH * 10) == 0:
            progress(_("Практики: %(done)s из %(total)s", done=start + len(some), total=practices))


def _patterns() -> Sequence[PracticeVersion]:
    """What readers of the town see."""
    asked = sa.select(PracticeVersion).join(
        Practice, sa.and_(Practice.id == PracticeVersion.practice_id, Practice.current_number == PracticeVersion.number)
    )
    return db.session.scalars(asked.where(Practice.archived_on.is_(None)).order_by(Practice.id)).all()


def _publish(asked: Sequence[tuple[Organization, int, PracticeVersion]], chance: random.Random) -> None:
    today = clock.today(ZONE)
    days = [today - timedelta(days=chance.randrange(OLDEST.days)) for _one in asked]
    heads = [_head(school, day) for (school, _author, _pattern), day in zip(asked, days, strict=True)]
    keys = db.session.scalars(sa.insert(Practice).returning(Practice.id, sort_by_parameter_order=True), heads).all()
    texts = [_text(pattern, key, day, chance) for (_s, _a, pattern), key, day in zip(asked, keys, days, strict=True)]
    versions = db.session.scalars(
        sa.insert(PracticeVersion).returning(PracticeVersion.id, sort_by_parameter_order=True), texts
    ).all()
    rows: dict[Any, list[Row]] = {model: [] for model in
                                  (PracticeAuthor, PracticeStep, PracticeResult, PracticeFacet, SearchDocument,
                                   AuditEntry)}  # fmt: skip
    for (school, author, pattern), head, key, text, version, day in zip(
        asked, heads, keys, texts, versions, days, strict=True
    ):
        rows[PracticeAuthor].append({"practice_id": key, "person_id": author, "position": 1, "joined_on": day})
        rows[PracticeStep] += [{**_copied(step), "version_id": version} for step in pattern.steps]
        rows[PracticeResult] += [{**_copied(result), "version_id": version} for result in pattern.results]
        rows[PracticeFacet] += facets_of(key, head["evidence"], school.public_id, pattern)
        rows[SearchDocument].append(document_row(KIND, key, text["title"], searchable_text(pattern)))
        rows[AuditEntry].append(_entry(school, head))
    for model, some in rows.items():
        db.session.execute(sa.insert(model), some)


def _head(school: Organization, day: date) -> Row:
    return {
        "public_id": new_public_id(), "organization_id": school.id, "current_number": 1, "submitted_on": day - REVIEWED,
        "published_on": day, "review_on": day + ALIVE, "evidence": Evidence.DESCRIBED.value, "evidence_on": day,
    }  # fmt: skip


def _text(pattern: PracticeVersion, practice_id: int, day: date, chance: random.Random) -> Row:
    title = f"{pattern.title}: {chance.choice(SUBJECTS).lower()}, {chance.choice(PLACES)}"
    return {
        **_copied(pattern), "practice_id": practice_id, "title": title, "number": 1, "state": VersionState.PUBLISHED,
        "round": 1, "submitted_on": day - REVIEWED, "published_on": day, "licensed_on": day, "depicted_on": day,
        "change_note": "",
    }  # fmt: skip


def _copied(row: Any) -> Row:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in OWN}


def _entry(school: Organization, head: Row) -> Row:
    return {
        "happened_at": clock.now(), "person_id": SYSTEM.person_id, "organization_id": school.id,
        "event": AuditEvent.PRACTICE_PUBLISHED, "subject_kind": Practice.__tablename__,
        "subject_id": head["public_id"], "changes": {"number": 1, "evidence": head["evidence"]},
    }  # fmt: skip
