"""Answers in people's own words: found, tagged, and read without the names that stand in them.

Pages follow the random ids, each from where the last one ended, so they cost the same in a wave of any size. Readers
without names meet another order and other keys at each question: the n-th line of two questions, or one key at both,
would be the same person. They read only what is released, see «[имя скрыто]» where staff hid a name, and cannot search
for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from portal.core.db import db, is_sqlite
from portal.core.errors import NotSeen
from portal.people.models import Person
from surveys.conditions import visible_answers
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import NA
from surveys.items.choice import other_code
from surveys.models import (
    Answer,
    AnswerTag,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
    TextTag,
)
from surveys.queries import answers_of
from surveys.results.filters import json_text
from surveys.results.names import WORD, hidden_in, marked, names_in, without_names
from surveys.results.privacy import Reading
from surveys.secrets import slug

PER_PAGE = 20
LONGEST_SEARCH = 100
MOST_ROUNDS = 12  # a search looks through so many pages at once, then says where to go on


@dataclass(frozen=True, kw_only=True)
class TextFilter:
    """What the reader looks for: a part of a text, a tag (its public id), and after which answer to go on."""

    search: str = ""
    tag: str = ""
    after: str = ""

    @classmethod
    def from_args(cls, args: Any) -> "TextFilter":
        """From the address; what is not known is no filter."""
        return cls(
            search=" ".join(args.get("q", "").split())[:LONGEST_SEARCH],
            tag=args.get("tag", "")[:22],
            after=args.get("after", "")[:22],
        )


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """One answer: `shown` is what this reader may read of it, `tags` its tags, `names` words that may be names."""

    key: str
    shown: Markup
    tags: tuple[TextTag, ...] = ()
    names: tuple[str, ...] = ()
    has_hidden: bool = False
    given_name: str = ""
    family_name: str = ""
    submitted_at: Any = None


@dataclass(frozen=True, kw_only=True)
class TextPage:
    """Answers of one page; `after` leads to the next one, empty at the end."""

    rows: tuple[TextRow, ...]
    after: str


def text_code(item: ItemDefinition) -> str:
    """Under which code the words to a question are kept."""
    return item.code if item.type == "text" else other_code(item)


def text_page(
    reading: Reading,
    wave: SurveyAssignment,
    definition: QuestionnaireDefinition,
    item: ItemDefinition,
    wanted: TextFilter,
    *,
    suggests: bool = False,
) -> TextPage:
    """The answers to one question that fit; `suggests` also looks for names of people of the organisation."""
    code, found, after = text_code(item), list[Any](), wanted.after
    for _round in range(MOST_ROUNDS):
        rows = _rows_after(reading, wave, code, wanted, after)
        fit = rows[:PER_PAGE]
        after = key_of(reading, wave, code, fit[-1].response_id) if len(rows) > PER_PAGE else ""
        spans = hidden_in(code, [row.response_id for row in fit])
        seen = _counted(definition, code, fit)
        found += [
            (row, spans.get(row.response_id, ()))
            for row in fit
            if row.response_id in seen and _holds(reading, row.value, spans.get(row.response_id, ()), wanted.search)
        ]
        if not after or found:
            break
    ids = [row.response_id for row, _spans in found]
    tags = _tags_of(code, ids)
    names = names_in(wave, [str(row.value) for row, _spans in found]) if suggests else {}
    return TextPage(
        rows=tuple(
            _row(
                reading,
                row,
                hidden,
                key=key_of(reading, wave, code, row.response_id),
                tags=tags.get(row.response_id, ()),
                names=names,
            )
            for row, hidden in found
        ),
        after=after,
    )


def key_of(reading: Reading, wave: SurveyAssignment, code: str, response_id: str) -> str:
    """Under which key this reader meets an answer: without names, one that says nothing at any other question."""
    return response_id if reading.names else slug("survey-text", wave.id, code, response_id)


def response_behind(reading: Reading, wave: SurveyAssignment, code: str, key: str) -> str:
    """The id of the response whose answer the reader met under this key. Raises NotSeen where there is none."""
    if reading.names:
        return key
    ids = db.session.scalars(_ids(wave, code).where(Response.batch.is_not(None)))
    found: str | None = next((each for each in ids if key_of(reading, wave, code, each) == key), None)
    if found is None:
        raise NotSeen
    return found


def tags_with_counts(reading: Reading, wave: SurveyAssignment, code: str) -> Sequence[Any]:
    """(tag, how many answers to this question bear it) by name, tags of other questions with none."""
    counted = (
        sa.select(AnswerTag.tag_id, sa.func.count().label("n"))
        .join(Response, Response.id == AnswerTag.response_id)
        .join(TextTag, TextTag.id == AnswerTag.tag_id)
        .where(AnswerTag.item_code == code, TextTag.assignment_id == wave.id)
        .group_by(AnswerTag.tag_id)
    )
    if not reading.names:
        counted = counted.where(Response.batch.is_not(None))
    numbers = counted.subquery()
    return db.session.execute(
        sa.select(TextTag, sa.func.coalesce(numbers.c.n, 0).label("n"))
        .outerjoin(numbers, numbers.c.tag_id == TextTag.id)
        .where(TextTag.assignment_id == wave.id)
        .order_by(TextTag.name)
    ).all()


def _rows_after(reading: Reading, wave: SurveyAssignment, code: str, wanted: TextFilter, after: str) -> Sequence[Any]:
    """The answers of a page and one more, in the order of this reader."""
    ids = _filtered(_ids(wave, code), wave, code, wanted)
    if reading.names:
        ids = ids.where(Response.id > after).order_by(Response.id).limit(PER_PAGE + 1)
        keys = {key: key for key in db.session.scalars(ids)}
    else:
        met = db.session.scalars(ids.where(Response.batch.is_not(None)))
        later = sorted((key, each) for each in met if (key := key_of(reading, wave, code, each)) > after)
        keys = {each: key for key, each in later[: PER_PAGE + 1]}
    query: Any = (
        sa.select(Answer.value, Response.id.label("response_id"))
        .join(Answer, sa.and_(Answer.response_id == Response.id, Answer.item_code == code))
        .where(Response.id.in_(list(keys)))
    )
    if reading.names:
        query = (
            query.add_columns(Person.given_name, Person.family_name, Response.submitted_at)
            .outerjoin(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
            .outerjoin(Person, Person.id == SurveyInvitation.person_id)
        )
    return sorted(db.session.execute(query).all(), key=lambda row: keys[row.response_id])


def _ids(wave: SurveyAssignment, code: str) -> Any:
    """Ids of submitted responses with words of their own at this question."""
    return (
        sa.select(Response.id)
        .join(Answer, sa.and_(Answer.response_id == Response.id, Answer.item_code == code))
        .where(
            Response.assignment_id == wave.id,
            Response.state == ResponseState.SUBMITTED,
            sa.cast(Answer.value, sa.Text).not_in([json_text(NA), '""']),
        )
    )


def _filtered(query: Any, wave: SurveyAssignment, code: str, wanted: TextFilter) -> Any:
    if wanted.tag:
        tag = sa.select(TextTag.id).where(TextTag.public_id == wanted.tag, TextTag.assignment_id == wave.id)
        bears = sa.select(AnswerTag.response_id).where(
            AnswerTag.item_code == code, AnswerTag.tag_id == tag.scalar_subquery()
        )
        query = query.where(Response.id.in_(bears))
    if wanted.search:
        query = query.where(_folded(_plain()).contains(wanted.search.lower().replace("ё", "е"), autoescape=True))
    return query


def _plain() -> Any:
    """The stored JSON text as the words that were typed."""
    if is_sqlite():
        return sa.func.json_extract(sa.cast(Answer.value, sa.Text), "$")
    return sa.type_coerce(Answer.value, sa.dialects.postgresql.JSONB)[()].astext


def _folded(column: Any) -> Any:
    return sa.func.replace(sa.func.lower(column), "ё", "е")


def _holds(reading: Reading, value: Any, spans: Sequence[tuple[int, int]], search: str) -> bool:
    """Whether the words that were looked for stand in what this reader may read."""
    if reading.names or not search or not spans:
        return True
    return search.lower().replace("ё", "е") in without_names(str(value), spans).lower().replace("ё", "е")


def _counted(definition: QuestionnaireDefinition, code: str, rows: Sequence[Any]) -> set[str]:
    """Without answers to a question that was hidden in the end: they count nowhere."""
    ids = [row.response_id for row in rows]
    if all(each.show_if is None for each in definition.items):
        return set(ids)
    answers = answers_of(ids)
    return {key for key in ids if code in visible_answers(definition, answers[key])}


def _tags_of(code: str, ids: Collection[str]) -> dict[str, tuple[TextTag, ...]]:
    rows = db.session.execute(
        sa.select(AnswerTag.response_id, TextTag)
        .join(TextTag, TextTag.id == AnswerTag.tag_id)
        .where(AnswerTag.item_code == code, AnswerTag.response_id.in_(list(ids)))
        .order_by(TextTag.name)
    )
    found: dict[str, tuple[TextTag, ...]] = {}
    for key, tag in rows:
        found[key] = (*found.get(key, ()), tag)
    return found


def _row(
    reading: Reading,
    row: Any,
    spans: Sequence[tuple[int, int]],
    *,
    key: str,
    tags: tuple[TextTag, ...],
    names: dict[str, str],
) -> TextRow:
    text = str(row.value)
    visible = text if reading.names else without_names(text, spans)
    known = dict.fromkeys(word for word in WORD.findall(without_names(text, spans)) if word in names)
    return TextRow(
        key=key,
        shown=marked(text, spans) if reading.names else Markup("{}").format(visible),
        tags=tags,
        names=tuple(known),
        has_hidden=bool(spans),
        given_name=getattr(row, "given_name", "") or "",
        family_name=getattr(row, "family_name", "") or "",
        submitted_at=getattr(row, "submitted_at", None),
    )
