"""Questions to a mentor: asked, taken on, answered, solved, closed, asked about again after two weeks."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.community.actions.posts import Upload, start_thread
from portal.community.kinds import OVER, WAITING, Outcome, QuestionState, SpaceKind, ThreadKind
from portal.community.models import Post, Question, Space, Thread
from portal.community.queries.spaces import mentors_of, readers_among
from portal.community.telling import QUESTION, path_of, tell
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.models import Person
from portal.programs.queries.days import add_working_days

TERM_DAYS = 3
ASK_AGAIN_AFTER = timedelta(days=14)


def ask(
    actor: Actor, space: Space, *, title: str, body: str, tried: str = "", wanted: str = "",
    addressee: Person | None = None, hides_author: bool = False, uploads: Sequence[Upload] = (),
) -> Thread:  # fmt: skip
    """Ask any mentor of the space, or one by name, for an answer within three working days.

    Raises Refusal for a space without questions and for an addressee who is no mentor of it.
    """
    if space.kind != SpaceKind.QUESTIONS:
        raise Refusal(_("В этом пространстве вопросов не задают."))
    today = clock.today(space.organization.time_zone)
    mentors = mentors_of(space, today)
    if addressee is not None and addressee.id not in {one.id for one in mentors}:
        raise Refusal(_("Этого наставника здесь спросить нельзя. Выберите другого."))
    thread = start_thread(
        actor, space, title=title, body=body, kind=ThreadKind.QUESTION, hides_author=hides_author, uploads=uploads
    )
    asked = Question(
        thread_id=thread.id, addressee_id=addressee.id if addressee else None, tried=clean_text(tried),
        wanted=clean_text(wanted), due_on=add_working_days(space.organization, today, TERM_DAYS),
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    called = [addressee.id] if addressee else [one.id for one in mentors]
    text = _("Вам задали вопрос") if addressee else _("Новый вопрос: «%(space)s»", space=space.title)
    tell([one for one in called if one != actor.person_id], QUESTION, text, path_of(thread))
    audit.record(
        actor, AuditEvent.QUESTION_ASKED, thread, organization_id=space.organization_id,
        changes={"named": addressee is not None},
    )  # fmt: skip
    return thread


def take(actor: Actor, asked: Question) -> None:
    """Somebody takes the question on: the others see that it is not forgotten. Call with the thread locked."""
    if asked.state != QuestionState.NEW:
        raise Refusal(_("Вопрос уже взят в работу."))
    if asked.thread.author_id == actor.person_id:
        raise Refusal(_("Свой вопрос в работу не берут."))
    asked.state, asked.taken_by_id = QuestionState.TAKEN, actor.person_id
    _record(actor, AuditEvent.QUESTION_TAKEN, asked)


def note_answer(thread: Thread, post: Post) -> None:
    """A post of anybody but the author is an answer."""
    asked = db.session.scalars(sa.select(Question).where(Question.thread_id == thread.id)).one_or_none()
    if asked is not None and asked.state in WAITING and post.author_id != thread.author_id:
        asked.state = QuestionState.ANSWERED


def accept(actor: Actor, asked: Question, post: Post) -> None:
    """This answer solved the question: one act of situational mentoring of its author. Call with the thread locked."""
    if post.thread_id != asked.thread_id or post.number == 1 or not post.is_shown:
        raise Refusal(_("Такого ответа на этот вопрос нет."))
    if post.author_id == asked.thread.author_id:
        raise Refusal(_("Решением может быть только чужой ответ."))
    if asked.state == QuestionState.CLOSED:
        raise Refusal(_("Вопрос закрыт."))
    if asked.answer_id == post.id:
        return
    asked.state, asked.answer_id, asked.reason = QuestionState.SOLVED, post.id, ""
    asked.solved_at = asked.solved_at or clock.now()
    if actor.person_id != post.author_id:
        today = clock.today(actor.time_zone)
        readers = readers_among(asked.thread.space_id, [post.author_id], today)
        tell(readers, QUESTION, _("Ваш ответ решил вопрос"), path_of(asked.thread))
    _record(actor, AuditEvent.QUESTION_SOLVED, asked)


def close_question(actor: Actor, asked: Question, *, reason: str) -> None:
    """No answer is waited for any more, and why. Call with the thread locked."""
    if asked.state in OVER:
        raise Refusal(_("Вопрос уже решён или закрыт."))
    if not clean_line(reason):
        raise Refusal(_("Напишите, почему вопрос закрыт."))
    asked.state, asked.reason = QuestionState.CLOSED, clean_line(reason)
    _record(actor, AuditEvent.QUESTION_CLOSED, asked)


def follow_up(actor: Actor, asked: Question, outcome: Outcome) -> None:
    """The author says whether the answer helped; may be said anew."""
    if asked.state != QuestionState.SOLVED:
        raise Refusal(_("Об этом спрашивают, когда вопрос решён."))
    asked.outcome = outcome
    _record(actor, AuditEvent.QUESTION_FOLLOWED_UP, asked)


def ask_again() -> int:
    """Ask the authors of questions solved two weeks ago whether it helped, each once; returns how many."""
    due = db.session.scalars(
        sa.select(Question)
        .join(Thread, Thread.id == Question.thread_id)
        .join(Person, Person.id == Thread.author_id)
        .where(
            Question.state == QuestionState.SOLVED, Question.solved_at <= clock.now() - ASK_AGAIN_AFTER,
            Question.asked_again_at.is_(None), Question.outcome.is_(None), Person.erased_on.is_(None),
        )
        .order_by(Question.id)
        .limit(500)
    ).all()  # fmt: skip
    for asked in due:
        asked.asked_again_at = clock.now()
        tell([asked.thread.author_id], QUESTION, _("Получилось применить ответ?"), path_of(asked.thread))
    db.session.flush()
    return len(due)


def _record(actor: Actor, event: AuditEvent, asked: Question) -> None:
    db.session.flush()
    organization_id = asked.thread.space.organization_id
    audit.record(actor, event, asked.thread, organization_id=organization_id, changes={"state": asked.state})
