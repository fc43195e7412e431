"""By what the answers of a wave can be cut: groups and kinds of people, and answers to closed questions.

A cut is written in the address as `by=CODE:VALUE`; several values of one dimension widen it, several dimensions
narrow it. Rooms above teach further dimensions of people (form, programme, pair) by `learn`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.core.db import is_sqlite, read_columns, shared_alias
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.people.labels import CROWDS
from portal.people.models import Group, Membership, Organization
from portal.people.periods import in_force
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import NA, type_of
from surveys.items.base import texts_of
from surveys.items.choice import SingleChoice
from surveys.items.scale import Scale
from surveys.models import Answer, Mode, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.strict import plain_number

_OWN = shared_alias(Response)  # the response that is asked about, whatever responses the question around is about
MOST_CUTS = 6
LONGEST_CUT = 130


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One way to cut: `find` looks up the raw text of one response, `values_of` reads the values out of such a text.

    `find` takes the column with the id of the response in the question around. One response at a time, because a
    database that does not know yet how many answers there are joins them by going through all of them for each
    response. `raw_of` is the clause «this raw text holds the value». A dimension of an item knows the item.
    """

    code: str
    title: str
    options: Mapping[str, str]
    find: Callable[[Any], sa.ScalarSelect[Any]]
    values_of: Callable[[str], Sequence[str]]
    raw_of: Callable[[sa.ColumnElement[str], str], sa.ColumnElement[bool]]
    item: ItemDefinition | None = None

    @property
    def overlaps(self) -> bool:
        """Whether one response may stand under several values."""
        return self.item is not None and self.item.type == "multiple"

    @property
    def is_nominal(self) -> bool:
        """Whether its values are names, not marks of a scale."""
        return self.item is None or not isinstance(type_of(self.item), Scale)


@dataclass(frozen=True)
class Cut:
    """One value of one dimension that the reader chose."""

    dimension: Dimension
    value: str

    @property
    def key(self) -> str:
        """As the address writes it."""
        return f"{self.dimension.code}:{self.value}"

    @property
    def label(self) -> str:
        """«Группа: ТМ-21»."""
        return f"{self.dimension.title}: {self.dimension.options[self.value]}"


Maker = Callable[[SurveyAssignment], Dimension | None]
LEARNT: dict[str, Maker] = {}


def learn(code: str, maker: Maker) -> None:
    """Take a further dimension of people; the maker says None where a wave does not have it."""
    LEARNT[code] = maker


def dimensions_of(wave: SurveyAssignment, definition: QuestionnaireDefinition) -> list[Dimension]:
    """All dimensions of a wave, people first, then closed questions in their order.

    People are known in the named mode only. A question that not everybody is asked cuts nothing: whoever did not
    see it would be told apart by that.
    """
    if wave.mode != Mode.NAMED:
        return _of_items(wave, definition)
    learnt = (maker(wave) for maker in LEARNT.values())
    return [*_of_people(wave), *(each for each in learnt if each is not None), *_of_items(wave, definition)]


def read_cuts(asked: Iterable[str], dimensions: Sequence[Dimension]) -> list[Cut]:
    """The cuts that the address names; what is not known is no cut, and a repetition is one."""
    known = {each.code: each for each in dimensions}
    found: dict[str, Cut] = {}
    for text in list(asked)[: 10 * MOST_CUTS]:
        code, _colon, value = text[:LONGEST_CUT].partition(":")
        if code in known and value in known[code].options:
            cut = Cut(known[code], value)
            found[cut.key] = cut
    return list(found.values())[:MOST_CUTS]


def responses_of(wave: SurveyAssignment, cuts: Sequence[Cut] = (), *, released: bool = False) -> sa.Select[Any]:
    """Ids of the submitted responses that fit; `released` leaves out those that wait for the next release."""
    query = sa.select(Response.id).where(Response.assignment_id == wave.id, Response.state == ResponseState.SUBMITTED)
    if released:
        query = query.where(Response.batch.is_not(None))
    by_dimension: dict[str, list[Cut]] = {}
    for cut in cuts:
        by_dimension.setdefault(cut.dimension.code, []).append(cut)
    for together in by_dimension.values():
        raw = together[0].dimension.find(Response.id)
        query = query.where(sa.or_(*(cut.dimension.raw_of(raw, cut.value) for cut in together)))
    return query


def item_dimension(wave: SurveyAssignment, item: ItemDefinition) -> Dimension:
    """A closed question as a dimension, whoever was asked."""
    kind = type_of(item)
    options = kind.points(item) if isinstance(kind, Scale) else dict(_words(kind, item))
    several = item.type == "multiple"
    return Dimension(
        code=item.code, title=item.text, options=options, find=partial(answer_to, item.code),
        values_of=_values_of, item=item,
        raw_of=_holds if several else _is_number if isinstance(kind, Scale) else _is_text,
    )  # fmt: skip


def answer_to(code: str, response: Any) -> sa.ScalarSelect[str]:
    """The stored answer of one response to a question as text, looked up by the key."""
    return (
        sa.select(sa.cast(Answer.value, sa.Text))
        .where(Answer.response_id == response, Answer.item_code == code)
        .correlate_except(Answer)
        .scalar_subquery()
    )


def is_answer_to(codes: Iterable[str], answer: Any = Answer) -> sa.ColumnElement[bool]:
    """The clause «an answer to one of these questions» for answers that are joined to responses.

    The code is not named as a plain column, so answers are looked up by their response and then by code. A database
    that takes the table for an empty one would go through every answer to these questions for each response.
    """
    found: sa.ColumnElement[bool] = answer.item_code.concat("").in_(list(codes))
    return found


def json_text(value: str) -> str:
    """A stored text as the column spells it when it is read as text."""
    return json.dumps(value, ensure_ascii=is_sqlite())


def _of_items(wave: SurveyAssignment, definition: QuestionnaireDefinition) -> list[Dimension]:
    found, section_is_free = [], True
    for item in definition.items:
        if item.type == "section":
            section_is_free = item.show_if is None
        elif section_is_free and item.show_if is None:
            found += [item_dimension(wave, each) for each in (item, *item.row_items.values()) if _is_closed(each)]
    return found


def _is_closed(item: ItemDefinition) -> bool:
    return isinstance(type_of(item), SingleChoice | Scale)


def _words(kind: Any, item: ItemDefinition) -> Mapping[str, str]:
    words: Mapping[str, str] = kind.words_of_options(item)
    return words


def _values_of(raw: str) -> list[str]:
    """The options or the mark in a stored answer; «Не могу ответить» is no value."""
    value = json.loads(raw)
    return [] if value == NA else [text for text in texts_of(value) if text]


def _is_text(raw: sa.ColumnElement[str], value: str) -> sa.ColumnElement[bool]:
    return raw == json_text(value)


def _is_number(raw: sa.ColumnElement[str], value: str) -> sa.ColumnElement[bool]:
    return raw.in_([plain_number(float(value)), f"{float(value):.1f}"])


def _holds(raw: sa.ColumnElement[str], value: str) -> sa.ColumnElement[bool]:
    return raw.contains(json_text(value), autoescape=True)


@dataclass(frozen=True, kw_only=True)
class _Belonging:
    """A dimension of people: `column` tells where somebody belonged when the wave opened, `label` how it is called."""

    code: str
    title: str
    column: Any
    label: Any
    words: Mapping[str, str] = field(default_factory=dict)


_BELONGINGS = (
    _Belonging(code="group", title=_("Группа"), column=Group.public_id, label=Group.name),
    _Belonging(code="kind", title=_("Кто отвечает"), column=Membership.kind, label=Membership.kind,
               words={kind.value: label for kind, label in CROWDS.items()}),
    _Belonging(code="home", title=_("Организация"), column=Organization.public_id, label=Organization.short_name),
)  # fmt: skip


def _of_people(wave: SurveyAssignment) -> list[Dimension]:
    """Where the invited belong, by one question; what is the same for all of them cuts nothing."""
    whose, found = _whose(wave), []
    belong = partial(_belonging, whose)
    rows = read_columns(_where_people_belong(), whose).all()
    for place, each in enumerate(_BELONGINGS):
        named = {(row[2 * place], row[2 * place + 1]) for row in rows if row[2 * place] is not None}
        if len(named) > 1:
            found.append(
                Dimension(
                    code=each.code, title=each.title, find=partial(_place_of, belong, each.column),
                    options={str(value): each.words.get(value) or str(label)
                             for value, label in sorted(named, key=lambda pair: sort_key(str(pair[1])))},
                    values_of=lambda raw: [raw], raw_of=lambda raw, value: raw == value,
                )
            )  # fmt: skip
    return found


def _place_of(belong: Callable[[], sa.Select[Any]], column: Any, response: Any) -> sa.ScalarSelect[str]:
    """Whoever belongs to two groups counts in one of them, always the same: parts must add up to the whole."""
    return (
        belong()
        .join(_OWN, _OWN.invitation_id == SurveyInvitation.id)
        .where(_OWN.id == response)
        .with_only_columns(sa.func.min(column))
        .correlate_except(_OWN, SurveyInvitation, Membership, Group, Organization)
        .scalar_subquery()
    )


def _whose(wave: SurveyAssignment) -> dict[str, Any]:
    """What the question about memberships must know of a wave."""
    opened_on = wave.opens_at.astimezone(ZoneInfo(wave.organization.time_zone)).date()
    return {"wave": wave.id, "school": wave.organization_id, "opened_on": opened_on}


@cache
def _where_people_belong() -> sa.Select[Any]:
    """The question of every page of results, put together once a process."""
    asked: dict[str, Any] = {"wave": sa.bindparam("wave"), "school": sa.bindparam("school"),
                             "opened_on": sa.bindparam("opened_on", type_=sa.Date)}  # fmt: skip
    columns = [column for each in _BELONGINGS for column in (each.column, each.label)]
    return _belonging(asked).with_only_columns(*columns).distinct()


def _belonging(whose: dict[str, Any]) -> sa.Select[Any]:
    return (
        sa.select(SurveyInvitation.id)
        .join(Membership, Membership.person_id == SurveyInvitation.person_id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .outerjoin(Organization, Organization.id == Membership.home_id)
        .where(
            SurveyInvitation.assignment_id == whose["wave"],
            Membership.organization_id == whose["school"],
            in_force(Membership, whose["opened_on"]),
        )
    )
