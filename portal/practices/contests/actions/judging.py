"""Judging: jurors are called, conflicts found and declared, points given."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.people.models import Person
from portal.practices.contests.actions.announcing import locked
from portal.practices.contests.kinds import ALIVE, Bond, ContestState, EntryState
from portal.practices.contests.models import Contest, ContestConflict, ContestEntry, ContestJuror, ContestReview
from portal.practices.contests.queries import chair_of, review_of
from portal.practices.contests.ties import find_ties

KIND = "contest"
LOW = 2  # below it, and at the very top, a figure is explained


def seat_juror(actor: Actor, contest: Contest, person: Person, *, is_chair: bool) -> ContestJuror:
    """Call somebody into the jury. Call with the contest locked.

    Raises Refusal once the points are counted, for a second chair, and twice.
    """
    if contest.state not in (ContestState.DRAFT, ContestState.OPEN, ContestState.JUDGING):
        raise Refusal(_("Оценки подсчитаны: состав жюри больше не меняется."))
    made = ContestJuror(
        contest_id=contest.id, person_id=person.id, is_chair=is_chair,
        joined_on=clock.today(contest.organization.time_zone),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Этот человек уже в жюри, или председатель уже есть.")) from None
    refresh_conflicts(actor, contest)
    audit.record(actor, AuditEvent.CONTEST_JUROR_SEATED, contest, changes={"chair": is_chair})
    notify([person.id], KIND, _("Вы в жюри конкурса"), f"/contests/{contest.public_id}")
    return made


def unseat_juror(actor: Actor, contest: Contest, juror: ContestJuror) -> None:
    """Let a juror go before judging begins. Call with the contest locked."""
    if contest.state not in (ContestState.DRAFT, ContestState.OPEN):
        raise Refusal(_("Жюри уже работает: состав только дополняют."))
    run(sa.delete(ContestConflict).where(ContestConflict.juror_id == juror.id))
    db.session.delete(juror)
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_JUROR_UNSEATED, contest)


def refresh_conflicts(actor: Actor, contest: Contest) -> int:
    """Write down conflicts that the portal finds and that stand nowhere yet; returns how many.

    Asked whenever a juror or an entry comes, when judging begins and before points are counted: bonds change meanwhile.
    """
    today = clock.today(contest.organization.time_zone)
    jurors = db.session.scalars(sa.select(ContestJuror).where(ContestJuror.contest_id == contest.id)).all()
    entries = db.session.scalars(
        sa.select(ContestEntry).where(ContestEntry.contest_id == contest.id, ContestEntry.state.in_(ALIVE))
    ).all()
    known = {
        (row[0], row[1])
        for row in db.session.execute(
            sa.select(ContestConflict.juror_id, ContestConflict.entry_id)
            .join(ContestJuror, ContestJuror.id == ContestConflict.juror_id)
            .where(ContestJuror.contest_id == contest.id)
        )
    }
    found = {key: bond for key, bond in find_ties(contest, jurors, entries, today).items() if key not in known}
    db.session.add_all(
        ContestConflict(juror_id=juror_id, entry_id=entry_id, bond=bond, noted_on=today)
        for (juror_id, entry_id), bond in sorted(found.items())
    )
    db.session.flush()
    return len(found)


def begin_judging(actor: Actor, contest: Contest) -> None:
    """Entries are closed, the jury may read them. Call with the contest locked.

    Raises Refusal before the last day of applying is over, without a chair, without enough jurors and without entries.
    """
    if contest.state != ContestState.OPEN:
        raise Refusal(_("Оценивать начинают после приёма заявок."))
    if clock.today(contest.organization.time_zone) <= contest.apply_until:
        raise Refusal(_("Приём заявок ещё идёт."))
    jurors = db.session.scalars(sa.select(ContestJuror).where(ContestJuror.contest_id == contest.id)).all()
    if len(jurors) < contest.least_jurors or chair_of(contest) is None:
        raise Refusal(_("Нужен председатель и не меньше членов жюри, чем оценок: %(n)s.", n=contest.least_jurors))
    n = db.session.scalar(
        sa.select(sa.func.count()).select_from(ContestEntry)
        .where(ContestEntry.contest_id == contest.id, ContestEntry.state == EntryState.ACCEPTED)
    )  # fmt: skip
    if not n:
        raise Refusal(_("Заявок нет: оценивать нечего."))
    refresh_conflicts(actor, contest)
    contest.state = ContestState.JUDGING
    contest.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_JUDGING_BEGUN, contest)
    words = _("Можно оценивать заявки конкурса")
    notify([each.person_id for each in jurors], KIND, words, f"/contests/{contest.public_id}/judging")


def declare_conflict(actor: Actor, juror: ContestJuror, entry: ContestEntry) -> None:
    """The juror has an interest that the portal cannot know: the entry goes out of sight, their review is gone.

    Raises Refusal once the points are counted.
    """
    contest = locked(entry.contest_id)
    if contest.state != ContestState.JUDGING:
        raise Refusal(_("Оценки уже подсчитаны."))
    today = clock.today(contest.organization.time_zone)
    run(sa.delete(ContestReview).where(ContestReview.juror_id == juror.id, ContestReview.entry_id == entry.id))
    row = {"juror_id": juror.id, "entry_id": entry.id, "bond": Bond.DECLARED, "noted_on": today}
    if not upsert(ContestConflict.__table__, row, keys=("juror_id", "entry_id")):
        return  # a second click
    audit.record(actor, AuditEvent.CONTEST_CONFLICT_DECLARED, entry)


def give_points(
    actor: Actor, juror: ContestJuror, entry: ContestEntry, *, points: Mapping[str, int], comment: str
) -> ContestReview:
    """Weigh an entry, or weigh it anew; a criterion left out is not zero, it is not weighed.

    Raises Refusal outside judging, for a bond that has come up since, for figures out of range, and for the lowest and
    the highest figures without a word of why.
    """
    contest = locked(entry.contest_id)
    if contest.state != ContestState.JUDGING:
        raise Refusal(_("Сейчас оценки не ставят."))
    if find_ties(contest, [juror], [entry], clock.today(contest.organization.time_zone)):
        raise Refusal(_("У вас конфликт интересов с этой заявкой: её оценивают другие."))
    most = {each.public_id: each.most for each in contest.criteria}
    if not points or any(key not in most or not 0 <= value <= most[key] for key, value in points.items()):
        raise Refusal(_("Поставьте баллы хотя бы по одному критерию."))
    words = clean_text(comment)
    if not words and any(value < min(LOW, most[key]) or value == most[key] for key, value in points.items()):
        raise Refusal(_("Объясните самые низкие и самые высокие баллы: автор получит комментарий без вашего имени."))
    review = review_of(juror, entry)
    if review is None:
        review = ContestReview(juror_id=juror.id, entry_id=entry.id)
        db.session.add(review)
    else:
        review.version += 1
    review.points, review.comment = dict(points), words
    review.weighed_on = clock.today(contest.organization.time_zone)
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_WEIGHED, entry)
    return review
