"""The public link of a wave without names: made, switched off, replaced; a questionnaire begun and counted by it."""

import secrets
from datetime import UTC, datetime, time

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.filling import Filling
from surveys.models import Channel, Mode, PublicLink, SurveyAssignment, SurveyInvitation
from surveys.secrets import LETTERS, slug

CODE_LENGTH = 8
MOST_ANSWERS = 100_000


def mint_public_link(actor: Actor, wave: SurveyAssignment, most_answers: int | None = None) -> PublicLink:
    """The link of the wave, made or replaced: posters printed before open nothing any more.

    Raises Refusal for a wave with names: whoever comes by a public link has none.
    """
    if wave.mode == Mode.NAMED:
        raise Refusal(_("Общая ссылка бывает только у анкеты без имён. Для именной печатают личные ссылки."))
    link = public_link_of(wave.id)
    if link is None:
        link = PublicLink(assignment_id=wave.id, answered=0, code=_new_code(), most_answers=most_answers)
        db.session.add(link)
    else:
        link.code, link.closed_at = _new_code(), None
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_PUBLIC_LINK_MADE, wave)
    return link


def limit_public_link(actor: Actor, link: PublicLink, most_answers: int | None) -> None:
    """Take at most so many answers by this link, or any number. Raises Refusal for fewer than have come."""
    if most_answers is not None and not 1 <= most_answers <= MOST_ANSWERS:
        raise Refusal(_("Укажите число от 1 до 100 000 или оставьте поле пустым."))
    if most_answers is not None and most_answers < link.answered:
        raise Refusal(_("По ссылке уже пришло %(n)s: предел не может быть меньше.", n=link.answered))
    link.most_answers = most_answers
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_PUBLIC_LINK_LIMITED, link.assignment, changes={"most": most_answers or 0})


def switch_public_link(actor: Actor, link: PublicLink, *, is_on: bool) -> None:
    """Let people begin by this link, or no more; whoever has begun may finish. Twice changes nothing."""
    if (link.closed_at is None) != is_on:
        link.closed_at = None if is_on else clock.now()
        db.session.flush()
        event = AuditEvent.SURVEY_PUBLIC_LINK_MADE if is_on else AuditEvent.SURVEY_PUBLIC_LINK_CLOSED
        audit.record(actor, event, link.assignment)


def begin_by_public_link(link: PublicLink, key: str) -> SurveyInvitation:
    """A questionnaire for whoever stands before the poster. The same key of the form begins the same one.

    Neither person nor hour is kept. Raises Refusal where the link is closed or full, or the key is none.
    """
    refuse_unless_free(link)
    body = slug("survey-public", link.public_id, key)
    used = submissions.claim(body, "survey-public", day_only=True)
    if used is not None:
        return db.session.scalars(sa.select(SurveyInvitation).where(SurveyInvitation.public_id == used.outcome)).one()
    invitation = unnamed_invitation(link.assignment_id, Channel.PUBLIC)
    submissions.set_outcome(body, invitation.public_id)
    return invitation


def unnamed_invitation(assignment_id: int, channel: Channel) -> SurveyInvitation:
    """An invitation of nobody, with no time finer than a day."""
    day = datetime.combine(clock.now().date(), time(), UTC)
    invitation = SurveyInvitation(
        public_id=new_public_id(), assignment_id=assignment_id, channel=channel, is_waiting=False,
        created_at=day, updated_at=day, link_revision=0, class_revision=0,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    return invitation


def refuse_unless_free(link: PublicLink) -> None:
    """Raise Refusal with the reason unless one more person may begin by this link."""
    if link.closed_at is not None:
        raise Refusal(_("Эта ссылка больше не работает. Новую даст тот, кто проводит опрос."))
    if link.most_answers is not None and link.answered >= link.most_answers:
        raise Refusal(full_words())


def full_words() -> str:
    """Why no more answers are taken by the link, and what can be done."""
    return _(
        "По этой ссылке собрано столько ответов, сколько нужно. "
        "Если ответить всё же нужно, обратитесь к тому, кто проводит опрос: предел можно поднять, ответы сохранены."
    )


def count_unnamed(filling: Filling) -> None:
    """Count a response that came without a person: in the wave, and under the limit of its public link.

    Called in the transaction of the submission, after the wave counted the response. One conditional UPDATE decides
    who gets the last place. Raises Refusal when there is none.
    """
    if filling.invitation.person_id is not None:
        return
    wave_id = filling.assignment.id
    of_public = sa.exists().where(
        SurveyInvitation.id == filling.invitation.id, SurveyInvitation.channel == Channel.PUBLIC
    )
    if db.session.scalar(sa.select(of_public)):
        place = sa.update(PublicLink).where(
            PublicLink.assignment_id == wave_id,
            sa.or_(PublicLink.most_answers.is_(None), PublicLink.answered < PublicLink.most_answers),
        )
        if not run(place.values(answered=PublicLink.answered + 1, updated_at=PublicLink.updated_at)):
            raise Refusal(full_words())
    wave = sa.update(SurveyAssignment).where(SurveyAssignment.id == wave_id)
    db.session.execute(
        wave.values(uninvited=SurveyAssignment.uninvited + 1, updated_at=SurveyAssignment.updated_at),
        execution_options={"synchronize_session": False},
    )


def uncount_unnamed(filling: Filling) -> None:
    """Take a response that came without a person off the counts again, before the wave counts it out."""
    if filling.invitation.person_id is None:
        wave = sa.update(SurveyAssignment).where(
            SurveyAssignment.id == filling.assignment.id, SurveyAssignment.uninvited > 0
        )
        db.session.execute(
            wave.values(uninvited=SurveyAssignment.uninvited - 1, updated_at=SurveyAssignment.updated_at),
            execution_options={"synchronize_session": False},
        )


def public_link_of(assignment_id: int) -> PublicLink | None:
    """The public link of a wave, where it has one."""
    return db.session.scalars(sa.select(PublicLink).where(PublicLink.assignment_id == assignment_id)).one_or_none()


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))
