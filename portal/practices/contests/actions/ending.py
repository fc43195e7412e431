"""The end: points are counted, the chair signs the protocol, results are published and practices get their line."""

import hashlib
import json
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.practices.contests.actions.judging import refresh_conflicts
from portal.practices.contests.kinds import ContestState, EntryState
from portal.practices.contests.models import Contest, ContestEntry, ContestJuror
from portal.practices.contests.queries import entries_of, protocol_of, reviews_missing
from portal.practices.kinds import Level
from portal.practices.models import PracticeAuthor, PracticePresentation

KIND = "contest"


def count_points(actor: Actor, contest: Contest) -> None:
    """Judging is over: nobody weighs any more, the jury sees all points. Call with the contest locked.

    Raises Refusal while somebody still owes a review and the day is not over.
    """
    if contest.state != ContestState.JUDGING:
        raise Refusal(_("Подсчёт бывает после оценки."))
    refresh_conflicts(actor, contest)
    missing = reviews_missing(contest)
    if missing and clock.today(contest.organization.time_zone) <= contest.judge_until:
        raise Refusal(
            _("Жюри ещё оценивает, не хватает оценок: %(n)s. После срока подсчитать можно без них.", n=missing)
        )
    contest.state = ContestState.COUNTED
    contest.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_COUNTED, contest, changes={"missing": missing})
    chairs = sa.select(ContestJuror.person_id).where(ContestJuror.contest_id == contest.id, ContestJuror.is_chair)
    words = _("Протокол конкурса ждёт вашей подписи")
    notify(list(db.session.scalars(chairs)), KIND, words, f"/contests/{contest.public_id}/results")


def sign_protocol(actor: Actor, contest: Contest) -> None:
    """The chair signs: the protocol is frozen with its digest. Call with the contest locked.

    Raises Refusal for anybody but the chair and in any other state.
    """
    chair = db.session.scalar(
        sa.select(ContestJuror.person_id).where(ContestJuror.contest_id == contest.id, ContestJuror.is_chair)
    )
    if chair is None or chair != actor.person_id:
        raise Refusal(_("Протокол подписывает председатель жюри."))
    if contest.state != ContestState.COUNTED:
        raise Refusal(_("Подписывают подсчитанный протокол, один раз."))
    contest.protocol = protocol_of(contest)
    contest.digest = digest_of(contest.protocol)
    contest.state, contest.signed_by_id = ContestState.SIGNED, actor.person_id
    contest.signed_on = clock.today(contest.organization.time_zone)
    contest.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_SIGNED, contest, changes={"digest": contest.digest})


def publish_results(actor: Actor, contest: Contest) -> None:
    """Everybody reads the results; each practice gets its line of where it was presented, authors get the comments.

    Call with the contest locked. Raises Refusal before the chair has signed.
    """
    if contest.state != ContestState.SIGNED or contest.protocol is None:
        raise Refusal(_("Сначала председатель подписывает протокол."))
    today = clock.today(contest.organization.time_zone)
    contest.state, contest.published_on = ContestState.PUBLISHED, today
    contest.version += 1
    entries = entries_of(contest)
    places = {each["entry"]: each["place"] for one in contest.protocol["results"] for each in one["entries"]}
    level = Level.MUNICIPALITY if contest.is_for_town else Level.ORGANIZATION
    db.session.add_all(
        PracticePresentation(
            practice_id=each.practice_id, held_on=today, level=level,
            event=_presented(contest, each, places.get(each.public_id)),
        )
        for each in entries if each.practice_id
    )  # fmt: skip
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_PUBLISHED, contest)
    notify(_interested(contest), KIND, _("Итоги конкурса опубликованы"), f"/contests/{contest.public_id}")


def digest_of(protocol: dict[str, Any]) -> str:
    """SHA-256 of the protocol written as JSON with sorted keys: whoever has the data can repeat it."""
    written = json.dumps(protocol, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _presented(contest: Contest, entry: ContestEntry, place: int | None) -> str:
    if place is not None and place <= 3:
        return _("Конкурс «%(title)s»: место %(n)s", title=contest.title, n=place)
    return _("Конкурс «%(title)s»: участие", title=contest.title)


def _interested(contest: Contest) -> list[int]:
    """Whoever applied, is put forward or wrote a practice that took part."""
    taking_part = (ContestEntry.contest_id == contest.id, ContestEntry.state == EntryState.ACCEPTED)
    rows: Any = db.session.execute(
        sa.union(
            sa.select(ContestEntry.applied_by_id.label("id")).where(*taking_part),
            sa.select(ContestEntry.person_id).where(*taking_part),
            sa.select(PracticeAuthor.person_id).join(
                ContestEntry, ContestEntry.practice_id == PracticeAuthor.practice_id
            ).where(*taking_part),
        )
    )  # fmt: skip
    return sorted(row[0] for row in rows if row[0])
