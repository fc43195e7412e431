"""Entries: a practice or a person is put forward; a person says yes; whoever applied may withdraw."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.people.models import Organization, Person
from portal.practices.contests.actions.announcing import locked
from portal.practices.contests.actions.judging import refresh_conflicts
from portal.practices.contests.kinds import ALIVE, ContestState, EntryState, Subject
from portal.practices.contests.models import Contest, ContestEntry, ContestNomination
from portal.practices.models import Practice
from portal.practices.sections import all_words

KIND = "contest"


def enter_practice(
    actor: Actor, contest: Contest, nomination: ContestNomination, practice: Practice, *, words: str
) -> ContestEntry:
    """Put a practice forward with its text as it stands today. Call with the contest locked.

    Raises Refusal outside the days of applying, for an archived practice, another organisation's contest, and twice.
    """
    _refuse(contest, nomination, Subject.PRACTICE, practice.organization)
    if practice.archived_on is not None:
        raise Refusal(_("Практика снята: на конкурс идут действующие."))
    version = practice.working or practice.published
    if version is None:
        raise Refusal(_("Практика отклонена: сначала начните новую версию."))
    content = [[label, text] for label, text in all_words(version).items() if text]
    entry = ContestEntry(
        contest_id=contest.id, nomination_id=nomination.id, organization_id=practice.organization_id,
        practice_id=practice.id, applied_by_id=actor.person_id, state=EntryState.ACCEPTED, title=version.title,
        words=clean_text(words), content=content, applied_on=_today(contest),
    )  # fmt: skip
    return _entered(actor, contest, entry)


def enter_person(
    actor: Actor, contest: Contest, nomination: ContestNomination, person: Person, home: Organization, *, words: str
) -> ContestEntry:
    """Put an adult forward: oneself at once, anybody else only with their yes. Call with the contest locked.

    Raises Refusal outside the days of applying, for another organisation's contest, and twice.
    """
    _refuse(contest, nomination, Subject.PERSON, home)
    today, is_self = _today(contest), person.id == actor.person_id
    entry = ContestEntry(
        contest_id=contest.id, nomination_id=nomination.id, organization_id=home.id, person_id=person.id,
        applied_by_id=actor.person_id, state=EntryState.ACCEPTED if is_self else EntryState.ASKED, title="",
        words=clean_text(words), content=[], applied_on=today, agreed_on=today if is_self else None,
    )  # fmt: skip
    return _entered(actor, contest, entry)


def answer_nomination(actor: Actor, entry: ContestEntry, *, agrees: bool) -> None:
    """The person put forward says yes or no, while entries are taken. Raises Refusal for anybody else and too late."""
    contest = locked(entry.contest_id)
    if entry.person_id is None or entry.person_id != actor.person_id:
        raise Refusal(_("Отвечает только тот, кого выдвинули."))
    if entry.state != EntryState.ASKED:
        raise Refusal(_("Ответ уже записан."))
    if contest.state != ContestState.OPEN:
        raise Refusal(_("Приём заявок закончен."))
    entry.state = EntryState.ACCEPTED if agrees else EntryState.DECLINED
    entry.agreed_on = _today(contest) if agrees else None
    entry.version += 1
    db.session.flush()
    if agrees:
        refresh_conflicts(actor, contest)
    audit.record(actor, AuditEvent.CONTEST_NOMINATION_ANSWERED, entry, changes={"agrees": agrees})
    if entry.applied_by_id:
        text = _("Согласие на участие в конкурсе получено") if agrees else _("В конкурсе участвовать не согласны")
        notify([entry.applied_by_id], KIND, text, f"/contests/entries/{entry.public_id}")


def withdraw(actor: Actor, entry: ContestEntry) -> None:
    """Take the entry back until the points are counted: it is weighed no more."""
    contest = locked(entry.contest_id)
    if entry.state not in ALIVE:
        raise Refusal(_("Заявка уже отозвана."))
    if contest.state not in (ContestState.OPEN, ContestState.JUDGING):
        raise Refusal(_("Оценки уже подсчитаны: заявку не отозвать."))
    entry.state = EntryState.WITHDRAWN
    entry.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CONTEST_ENTRY_WITHDRAWN, entry)


def _refuse(contest: Contest, nomination: ContestNomination, subject: Subject, home: Organization) -> None:
    if nomination.contest_id != contest.id or nomination.subject != subject:
        raise Refusal(_("Эта номинация для другого."))
    if not contest.takes_entries(_today(contest)):
        raise Refusal(_("Сейчас заявки не принимают."))
    if not contest.is_for_town and home.id != contest.organization_id:
        raise Refusal(_("Конкурс только для своей организации."))


def _entered(actor: Actor, contest: Contest, entry: ContestEntry) -> ContestEntry:
    """Once in a nomination; whatever was withdrawn or declined comes back as a new entry of the same row."""
    former = db.session.scalars(_same(entry)).one_or_none()
    if former is not None:
        if former.state in ALIVE:
            raise Refusal(_("В этой номинации такая заявка уже есть."))
        if former.state == EntryState.DECLINED and entry.state == EntryState.ASKED:
            raise Refusal(_("Участвовать уже не согласились: второй раз не спрашиваем."))
        for name in (
            "organization_id",
            "applied_by_id",
            "state",
            "title",
            "words",
            "content",
            "applied_on",
            "agreed_on",
        ):
            setattr(former, name, getattr(entry, name))
        former.version += 1
        entry = former
        db.session.flush()
    else:
        try:
            with db.session.begin_nested():
                db.session.add(entry)
                db.session.flush()
        except IntegrityError:  # somebody else was quicker
            raise Refusal(_("В этой номинации такая заявка уже есть.")) from None
    refresh_conflicts(actor, contest)
    audit.record(actor, AuditEvent.CONTEST_ENTERED, entry)
    if entry.state == EntryState.ASKED and entry.person_id:
        words = _("Вас выдвигают на конкурс: нужен ваш ответ")
        notify([entry.person_id], KIND, words, f"/contests/entries/{entry.public_id}")
    return entry


def _same(entry: ContestEntry) -> Any:
    about = (
        ContestEntry.practice_id == entry.practice_id
        if entry.practice_id
        else ContestEntry.person_id == entry.person_id
    )
    return sa.select(ContestEntry).where(ContestEntry.nomination_id == entry.nomination_id, about)


def _today(contest: Contest) -> Any:
    return clock.today(contest.organization.time_zone)
