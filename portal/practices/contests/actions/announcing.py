"""A contest is prepared: what it says of itself, nominations, criteria; then it is announced."""

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.models import Organization
from portal.practices.contests.kinds import ContestState, Subject
from portal.practices.contests.models import Contest, ContestCriterion, ContestNomination

MOST_PARTS = 20


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What an organiser says of a contest."""

    title: str
    terms: str
    is_for_town: bool
    apply_from: date
    apply_until: date
    judge_until: date
    results_on: date
    least_jurors: int = 3


def draft_contest(actor: Actor, organization: Organization, said: Announcement) -> Contest:
    """A contest that only its organiser sees. Raises Refusal where the days do not follow each other."""
    _check_days(said)
    made = Contest(organization_id=organization.id, organization=organization, **_cleaned(said))
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_DRAFTED, made)
    return made


def change_contest(actor: Actor, contest: Contest, said: Announcement) -> None:
    """Correct the announcement. Call with the contest locked.

    Once announced, only the text and later days may change: nobody is shut out by a day that moved nearer.
    """
    _check_days(said)
    if contest.state not in (ContestState.DRAFT, ContestState.OPEN):
        raise Refusal(_("Жюри уже работает: условия больше не меняются."))
    if contest.state == ContestState.OPEN:
        if said.apply_until < contest.apply_until or said.apply_from > contest.apply_from:
            raise Refusal(_("Конкурс объявлен: приём заявок можно только продлить."))
        if (said.is_for_town, said.least_jurors) != (contest.is_for_town, contest.least_jurors):
            raise Refusal(_("Конкурс объявлен: кто участвует и сколько нужно оценок, уже не меняется."))
    for name, value in _cleaned(said).items():
        setattr(contest, name, value)
    contest.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_CHANGED, contest)


def add_nomination(actor: Actor, contest: Contest, *, title: str, subject: Subject) -> ContestNomination:
    """One more nomination. Call with the contest locked. Raises Refusal for the same name twice and once announced."""
    _refuse_announced(contest)
    made = ContestNomination(contest_id=contest.id, title=clean_line(title), subject=subject)
    _add(contest, made, len(contest.nominations))
    audit.record(actor, AuditEvent.CONTEST_CHANGED, contest)
    return made


def add_criterion(
    actor: Actor, contest: Contest, *, title: str, grades: str, weight: int, most: int
) -> ContestCriterion:
    """One more criterion. Call with the contest locked. Raises Refusal for the same name twice and once announced."""
    _refuse_announced(contest)
    made = ContestCriterion(
        contest_id=contest.id, title=clean_line(title), grades=clean_text(grades), weight=weight, most=most
    )
    _add(contest, made, len(contest.criteria))
    audit.record(actor, AuditEvent.CONTEST_CHANGED, contest)
    return made


def take_out(actor: Actor, contest: Contest, part_id: str) -> None:
    """Remove a nomination or a criterion by its public id. Call with the contest locked."""
    _refuse_announced(contest)
    parts: list[ContestNomination | ContestCriterion] = [*contest.nominations, *contest.criteria]
    for part in parts:
        if part.public_id == part_id:
            db.session.delete(part)
    db.session.flush()
    db.session.refresh(contest, ["nominations", "criteria"])
    audit.record(actor, AuditEvent.CONTEST_CHANGED, contest)


def announce(actor: Actor, contest: Contest) -> None:
    """Everybody whom it is for may read it and apply. Call with the contest locked.

    Raises Refusal without a nomination or a criterion.
    """
    _refuse_announced(contest)
    if not contest.nominations or not contest.criteria:
        raise Refusal(_("Сначала добавьте хотя бы одну номинацию и один критерий."))
    contest.state = ContestState.OPEN
    contest.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_ANNOUNCED, contest)


def _check_days(said: Announcement) -> None:
    if said.apply_until < said.apply_from:
        raise Refusal(_("Приём заявок заканчивается раньше, чем начинается."))
    if said.judge_until <= said.apply_until:
        raise Refusal(_("Жюри оценивает после приёма заявок: укажите день позже."))
    if said.results_on < said.judge_until:
        raise Refusal(_("Итоги подводят не раньше, чем жюри закончит."))


def _cleaned(said: Announcement) -> dict[str, object]:
    return {**asdict(said), "title": clean_line(said.title), "terms": clean_text(said.terms)}


def _refuse_announced(contest: Contest) -> None:
    if contest.state != ContestState.DRAFT:
        raise Refusal(_("Конкурс уже объявлен: номинации и критерии больше не меняются."))


def _add(contest: Contest, part: Base, n: int) -> None:
    if n >= MOST_PARTS:
        raise Refusal(_("Больше двадцати строк здесь не нужно."))
    try:
        with db.session.begin_nested():
            db.session.add(part)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Такая строка уже есть.")) from None
    db.session.refresh(contest, ["nominations", "criteria"])


def locked(contest_id: int) -> Contest:
    """The contest with its row locked: whoever enters or weighs waits for whoever moves it on."""
    return db.session.scalars(
        sa.select(Contest).where(Contest.id == contest_id).with_for_update(of=Contest)
        .execution_options(populate_existing=True)
    ).one()  # fmt: skip
