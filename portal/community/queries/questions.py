"""Reads of questions: the list, those that wait for the actor, similar ones, acts of situational mentoring."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.community.kinds import WAITING, Outcome, QuestionState
from portal.community.models import Post, Question, Space, Thread
from portal.community.queries.threads import find_threads
from portal.community.search import POST
from portal.core import clock
from portal.core.db import db
from portal.core.search import index
from portal.core.text import clean_line
from portal.people.models import Organization, Person

MOST_SIMILAR, MOST_WORDS, SHORTEST_WORD = 5, 8, 4
SHOWN = ("", "waiting", "to_me", "mine", "solved")


def find_questions(actor: Actor, shown: str = "") -> Any:
    """Rows as `find_threads` of all questions that the actor may read; of SHOWN those that were chosen."""
    query = find_threads(actor, None).where(Question.id.is_not(None)).add_columns(Question.due_on)
    if shown == "waiting":
        return query.where(Question.state.in_(WAITING)).order_by(None).order_by(Question.due_on, Thread.id)
    if shown == "to_me":
        mine = sa.or_(Question.addressee_id == actor.person_id, Question.taken_by_id == actor.person_id)
        return query.where(mine)
    if shown == "mine":
        return query.where(Thread.author_id == actor.person_id)
    if shown == "solved":
        return query.where(Question.state == QuestionState.SOLVED)
    return query


def question_of(thread: Thread) -> Question | None:
    """What makes the thread a question, if it is one."""
    return db.session.scalars(
        sa.select(Question)
        .where(Question.thread_id == thread.id)
        .options(
            joinedload(Question.addressee), joinedload(Question.taken_by), joinedload(Question.answer)
        )
    ).one_or_none()  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Similar:
    """A question that was asked before."""

    title: str
    public_id: str
    state: QuestionState


def similar_to(actor: Actor, text: str) -> list[Similar]:
    """At most five questions that the actor may read and that share words with the text, most of them first."""
    words = list(dict.fromkeys(word for word in clean_line(text).split() if len(word) >= SHORTEST_WORD))[:MOST_WORDS]
    if not words:
        return []
    finds = [index.hits(POST, word) for word in words]
    hits = sa.union_all(*(sa.select(one.c.ref_id) for one in finds)).subquery()
    rows = db.session.execute(
        sa.select(Thread.title, Thread.public_id, Question.state, sa.func.count().label("n"))
        .select_from(hits)
        .join(Post, Post.id == hits.c.ref_id)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Question, Question.thread_id == Thread.id)
        .where(
            allowed(actor, Permission.COMMUNITY_READ, Thread), Post.number == 1, Post.hidden_at.is_(None),
            Post.removed_at.is_(None),
        )
        .group_by(Thread.id, Thread.title, Thread.public_id, Question.state)
        .order_by(sa.func.count().desc(), Thread.id.desc())
        .limit(MOST_SIMILAR)
    ).all()  # fmt: skip
    return [Similar(title=title, public_id=public_id, state=state) for title, public_id, state, _n in rows]


def waiting_for(actor: Actor) -> sa.Select[Thread, date]:
    """Rows (thread, due day) that wait for this person by name, and those for any mentor if the person is one."""
    is_mentor = Role.MENTOR in actor.roles
    to_me = Question.addressee_id == actor.person_id
    to_any = sa.and_(Question.addressee_id.is_(None), Question.taken_by_id.is_(None), sa.literal(is_mentor))
    taken = Question.taken_by_id == actor.person_id
    return (
        sa.select(Thread, Question.due_on)
        .join(Question, Question.thread_id == Thread.id)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.number == 1))
        .where(
            allowed(actor, Permission.COMMUNITY_READ, Thread), Question.state.in_(WAITING),
            sa.or_(to_me, to_any, taken), Thread.author_id != actor.person_id, Post.hidden_at.is_(None),
            Post.removed_at.is_(None),
        )
        .options(joinedload(Thread.space))
        .order_by(Question.due_on, Thread.id)
        .limit(MOST_SIMILAR)
    )  # fmt: skip


def to_follow_up(person_id: int) -> sa.Select[Thread]:
    """One's own solved questions about which the portal has asked whether it helped."""
    return (
        sa.select(Thread)
        .join(Question, Question.thread_id == Thread.id)
        .where(
            Thread.author_id == person_id, Question.asked_again_at.is_not(None), Question.outcome.is_(None),
            Question.state == QuestionState.SOLVED,
        )
        .order_by(Question.asked_again_at, Thread.id)
        .limit(MOST_SIMILAR)
    )  # fmt: skip


def acts(actor: Actor, first: date, last: date) -> Any:
    """Acts of situational mentoring in spaces that the actor moderates: rows by answering person and organisation.

    One solved question is one act. Columns: person, organisation, acts, of them helped, partly, did not.
    """
    zone = actor.time_zone
    since, until = clock.start_of_day(first, zone), clock.end_of_day(last, zone)

    def counted(outcome: Outcome) -> Any:
        return sa.func.sum(sa.case((Question.outcome == outcome, 1), else_=0))

    return (
        sa.select(
            Person.family_name, Person.given_name, Organization.short_name.label("place"),
            sa.func.count().label("n"), counted(Outcome.YES).label("helped"), counted(Outcome.PARTLY).label("partly"),
            counted(Outcome.NO).label("not_helped"),
        )
        .select_from(Question)
        .join(Thread, Thread.id == Question.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .join(Organization, Organization.id == Space.organization_id)
        .join(Post, Post.id == Question.answer_id)
        .join(Person, Person.id == Post.author_id)
        .where(
            allowed(actor, Permission.COMMUNITY_MODERATE, Thread), Question.state == QuestionState.SOLVED,
            Question.solved_at.between(since, until),
        )
        .group_by(Person.id, Person.family_name, Person.given_name, Person.sort_name, Organization.id,
                  Organization.short_name)
        .order_by(sa.func.count().desc(), Person.sort_name, Person.id, Organization.id)
    )  # fmt: skip
