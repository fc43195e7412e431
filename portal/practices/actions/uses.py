"""What others do with a practice: use it and tell how it went, find it useful, hear it presented."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_line, clean_text
from portal.people.models import Organization
from portal.practices.kinds import Level, Outcome
from portal.practices.models import Practice, PracticeAdoption, PracticeAuthor, PracticeMark, PracticePresentation

ASK_AFTER = timedelta(days=60)


def adopt(
    actor: Actor, practice: Practice, organization: Organization, *, starts_on: date, note: str
) -> PracticeAdoption:
    """«Мы тоже используем»: the organisation works by the published version. Once; call with the practice locked.

    Raises Refusal for one's own practice, for one that is not open to readers and the second time.
    """
    if practice.current_number is None or practice.archived_on is not None:
        raise Refusal(_("Использовать можно опубликованную практику."))
    if practice.organization_id == organization.id:
        raise Refusal(_("Это практика вашей организации: она и так считается."))
    if starts_on > clock.today(organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
    made = PracticeAdoption(
        practice_id=practice.id, organization_id=organization.id, recorded_by_id=actor.person_id,
        number=practice.current_number, starts_on=starts_on, note=clean_text(note), ask_on=starts_on + ASK_AFTER,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Ваша организация уже отмечена.")) from None
    practice.uses = _uses_of(practice)
    audit.record(actor, AuditEvent.PRACTICE_ADOPTED, practice, organization_id=organization.id)
    _tell_authors(practice, _("Вашу практику взяла ещё одна организация"))
    return made


def tell_outcome(actor: Actor, adoption: PracticeAdoption, *, outcome: Outcome, done: str, changed: str) -> None:
    """What came of it; told again, the later word stands. «Не помогло» is published like the rest."""
    adoption.outcome, adoption.answered_on = outcome, clock.today(adoption.organization.time_zone)
    adoption.done, adoption.changed = clean_text(done), clean_text(changed)
    adoption.version += 1
    audit.record(actor, AuditEvent.PRACTICE_OUTCOME_TOLD, adoption, changes={"outcome": outcome})
    _tell_authors(adoption.practice, _("О вашей практике рассказали, что вышло"))


def set_mark(actor: Actor, practice: Practice, *, is_useful: bool) -> None:
    """«Полезно», or not any more. Saying it twice changes nothing."""
    if actor.person_id is None or practice.current_number is None:
        raise Refusal(_("Отметить можно опубликованную практику."))
    if is_useful:
        row = {"practice_id": practice.id, "person_id": actor.person_id, "marked_on": clock.today(actor.time_zone)}
        upsert(PracticeMark.__table__, row, keys=("practice_id", "person_id"))
    else:
        db.session.execute(
            sa.delete(PracticeMark).where(
                PracticeMark.practice_id == practice.id, PracticeMark.person_id == actor.person_id
            )
        )
    audit.record(actor, AuditEvent.PRACTICE_MARKED, practice)


def add_presentation(
    actor: Actor, practice: Practice, *, held_on: date, level: Level, event: str
) -> PracticePresentation:
    """When, where and at which level the practice was told of (PRAC-5)."""
    if practice.current_number is None:
        raise Refusal(_("Сначала практику публикуют."))
    if held_on > clock.today(practice.organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
    made = PracticePresentation(practice_id=practice.id, held_on=held_on, level=level, event=clean_line(event))
    db.session.add(made)
    audit.record(actor, AuditEvent.PRACTICE_PRESENTED, practice, changes={"level": level})
    return made


def remove_presentation(actor: Actor, practice: Practice, presentation: PracticePresentation) -> None:
    """It was written down by mistake."""
    db.session.delete(presentation)
    audit.record(actor, AuditEvent.PRACTICE_PRESENTATION_REMOVED, practice)


def _uses_of(practice: Practice) -> int:
    return db.session.scalar(
        sa.select(sa.func.count()).select_from(PracticeAdoption).where(PracticeAdoption.practice_id == practice.id)
    ) or 0  # fmt: skip


def _tell_authors(practice: Practice, words: str) -> None:
    people = db.session.scalars(sa.select(PracticeAuthor.person_id).where(PracticeAuthor.practice_id == practice.id))
    notify(list(people), "practice", words, f"/practices/{practice.public_id}#uses")
