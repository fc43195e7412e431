"""What the community holds where no key leads: names in texts of others, and posts of an erased person in the index."""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.community.models import Post, Question, Thread
from portal.community.search import POST, UNTITLED
from portal.core.db import db, run
from portal.core.search.index import SearchDocument
from portal.core.search.lemmas import normalized
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention

may_mention("thread", "title")
may_mention("post", "body", "html", "remark")
may_mention("post_revision", "body")
may_mention("post_draft", "title", "body")
may_mention("flag", "note")
may_mention("moderation_act", "remark")
may_mention("question", "tried", "wanted", "reason")
may_mention("community_member", "about")


def _count(erasing: Erasing) -> Iterable[Line]:
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(SearchDocument).where(_own(erasing))) or 0
    yield Line(table="search_document", columns=("title", "body"), rows=rows, how="erased")


@erases(counted_by=_count)
def forget_own_posts(erasing: Erasing) -> Iterable[Line]:
    """Posts of the person are found no more; answers of others lose the title that the person wrote."""
    titled = sa.select(Post.id).join(Thread, Thread.id == Post.thread_id)
    titled = titled.where(Thread.author_id == erasing.subject.person_id)
    rows = run(sa.delete(SearchDocument).where(_own(erasing)))
    if erasing.is_whole:
        of_threads = sa.and_(SearchDocument.kind == POST, SearchDocument.ref_id.in_(titled))
        run(sa.update(SearchDocument).where(of_threads).values(title=UNTITLED, title_lemmas=normalized(UNTITLED)))
    yield Line(table="search_document", columns=("title", "body"), rows=rows, how="erased")


@collects("question")
def own_questions(subject: Subject) -> Iterable[Held]:
    """Questions of the person, whole; of those put to the person, or taken on, that it was so: no word of others."""
    me = subject.person_id
    asked = sa.select(Question.__table__).join(Thread, Thread.id == Question.thread_id).where(Thread.author_id == me)
    put = (
        sa.select(Question.addressee_id, Question.taken_by_id, Question.state, Question.due_on)
        .join(Thread, Thread.id == Question.thread_id)
        .where(sa.or_(Question.addressee_id == me, Question.taken_by_id == me), Thread.author_id.is_distinct_from(me))
    )
    both = [db.session.execute(query.order_by(Question.id)).mappings().all() for query in (asked, put)]
    yield Held(table="question", rows=[dict(row) for rows in both for row in rows])


def _own(erasing: Erasing) -> sa.ColumnElement[bool]:
    if not erasing.is_whole:
        return sa.false()
    own = sa.select(Post.id).where(Post.author_id == erasing.subject.person_id)
    return sa.and_(SearchDocument.kind == POST, SearchDocument.ref_id.in_(own))
