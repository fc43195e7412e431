"""Results of tests held outside the portal («Я учитель», twice a year): a score, a day, a source and perhaps a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import erase, store
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.models import Organization, Person
from surveys.models import ExternalResult

LARGEST_SCORE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Score:
    """One person's result as it was typed, with the file that was chosen for it."""

    person: Person
    score: float
    conclusion: str = ""
    stream: IO[bytes] | None = None
    file_name: str = ""


def add_results(
    actor: Actor,
    organization: Organization,
    *,
    source: str,
    taken_on: date,
    most: float | None,
    scores: Sequence[Score],
) -> tuple[list[ExternalResult], dict[str, str]]:
    """Write down the results of one test on one day; returns what was kept and, by person, why some was not.

    All or nothing is for the caller to decide by committing. A person has one standing result of a source and a day.
    Raises Refusal for a source without a name or a day in the future.
    """
    named = clean_line(source)[:120]
    if not named:
        raise Refusal(_("Укажите, что за диагностика"))
    if taken_on > clock.today(organization.time_zone):
        raise Refusal(_("День диагностики стоит в будущем"))
    kept, problems = [], {}
    for each in scores:
        problem = _problem(organization, named, taken_on, most, each)
        if problem:
            problems[each.person.public_id] = problem
            continue
        try:
            file = store(each.stream, each.file_name) if each.stream and each.file_name else None
        except Refusal as refusal:
            problems[each.person.public_id] = refusal.message
            continue
        result = ExternalResult(
            person_id=each.person.id, organization_id=organization.id, entered_by_id=actor.person_id, source=named,
            taken_on=taken_on, score=each.score, most=most, conclusion=clean_line(each.conclusion)[:300],
            file_id=file.id if file else None,
        )  # fmt: skip
        db.session.add(result)
        db.session.flush()
        audit.record(actor, AuditEvent.EXTERNAL_RESULT_ADDED, result, changes={"person": each.person.public_id})
        kept.append(result)
    return kept, problems


def remove_result(actor: Actor, result: ExternalResult) -> None:
    """Take a result away together with its file; twice changes nothing."""
    if result.removed_at is None:
        file, result.file = result.file, None
        result.removed_at, result.conclusion, result.score, result.most = clock.now(), "", 0.0, None
        db.session.flush()
        if file is not None:
            erase(file)
        audit.record(actor, AuditEvent.EXTERNAL_RESULT_REMOVED, result)


def find_results(actor: Actor, text: str = "") -> sa.Select[ExternalResult]:
    """Standing results that the actor may see, the latest first, narrowed by words of name or source."""
    query = (
        sa.select(ExternalResult)
        .join(Person, Person.id == ExternalResult.person_id)
        .join(Organization, Organization.id == ExternalResult.organization_id)
        .options(sa.orm.contains_eager(ExternalResult.person), sa.orm.contains_eager(ExternalResult.organization))
        .where(allowed(actor, Permission.EXTERNAL_RESULT_READ, ExternalResult), ExternalResult.removed_at.is_(None))
        .order_by(ExternalResult.taken_on.desc(), ExternalResult.source, Person.sort_name, ExternalResult.id)
    )
    for word in sort_key(text[:100]).split():
        of_source = sa.func.lower(ExternalResult.source).contains(word, autoescape=True)
        query = query.where(sa.or_(Person.sort_name.contains(word, autoescape=True), of_source))
    return query


def results_of(person_id: int) -> Sequence[ExternalResult]:
    """The standing results of one person, the earliest first: two points of time make a before and an after."""
    return db.session.scalars(
        sa.select(ExternalResult)
        .where(ExternalResult.person_id == person_id, ExternalResult.removed_at.is_(None))
        .order_by(ExternalResult.source, ExternalResult.taken_on, ExternalResult.id)
    ).all()


def _problem(organization: Organization, source: str, taken_on: date, most: float | None, each: Score) -> str:
    if not 0 <= each.score <= (most if most is not None else LARGEST_SCORE):
        return _("Балл не помещается в границы от 0 до %(most)s", most=f"{most or LARGEST_SCORE:g}")
    if basis_for(each.person.id, organization.id, Purpose.PARTICIPATION, clock.today(organization.time_zone)) is None:
        return _("Нет согласия на участие: результат записать нельзя")
    there = sa.select(ExternalResult.score).where(
        ExternalResult.person_id == each.person.id, ExternalResult.organization_id == organization.id,
        ExternalResult.source == source, ExternalResult.taken_on == taken_on, ExternalResult.removed_at.is_(None),
    )  # fmt: skip
    known = db.session.scalar(there)
    return _("За этот день уже записано: %(score)s", score=f"{known:g}") if known is not None else ""
