"""Named responses as rows of typed cells, read from a cursor on the server so that memory stays flat.

Columns follow item codes and option values, never words: a renamed question keeps its column, a deleted one stays
under the number of its version, and every response is read by the version in which it was given.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Person
from surveys.conditions import seen_by
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import Cell, Column, type_of
from surveys.missing import Missing
from surveys.models import (
    Answer,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.storage import compiled

BATCH = 1_000
MOST_REMEMBERED = 2_000  # different values of one question whose cell is worked out once
ONE_CELL = frozenset({"single", "yesno", "scale10", "scale", "nps", "number", "date"})
TYPED_FREELY = frozenset({"text", "file"})
ABOUT = 3


@dataclass(frozen=True)
class Edition:
    """A version of the questionnaire in which responses of the wave were given."""

    version_id: int
    number: int
    definition: QuestionnaireDefinition


@dataclass(frozen=True)
class SheetColumn(Column):
    """A column of the sheet of answers. `item_type` is empty for who, about what and when; `item` is its question."""

    item: str = ""
    item_type: str = ""


class Sheet:
    """The sheet of answers: who, about what, when, then a column for every answer code of every edition."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        """`editions`: the one in force first, then older ones."""
        self.item_columns = _merged(editions)
        self.columns: list[SheetColumn] = [
            SheetColumn("respondent", _("Кто ответил"), "text"),
            SheetColumn("subject", _("О чём или о ком"), "text"),
            SheetColumn("submitted_on", _("Когда"), "date"),
            *self.item_columns,
        ]
        places = {column.code: place for place, column in enumerate(self.columns)}
        self._readers = {each.version_id: _Reader(each, places) for each in editions}

    def row(self, version_id: int, head: Sequence[Cell], answers: Mapping[str, Any]) -> list[Cell]:
        """One response: the cells of `head` (who, about what, when), then those of all questions."""
        return self._readers[version_id].row(head, answers)


def editions_of(wave: SurveyAssignment) -> list[Edition]:
    """Versions in which the wave was answered, with the one now in force first."""
    used = sa.select(Response.version_id).where(
        Response.assignment_id == wave.id, Response.state == ResponseState.SUBMITTED
    )
    found = db.session.execute(
        sa.select(QuestionnaireVersion.id, QuestionnaireVersion.number)
        .where(sa.or_(QuestionnaireVersion.id == wave.version_id, QuestionnaireVersion.id.in_(used.distinct())))
        .order_by(QuestionnaireVersion.id == wave.version_id, QuestionnaireVersion.number)
    ).all()
    return [Edition(row.id, row.number, compiled(row.id)) for row in reversed(found)]


def response_rows(wave: SurveyAssignment, sheet: Sheet, zone: str) -> Iterator[list[Cell]]:
    """One row a submitted response, by name; the days are those of the organisation."""
    home = ZoneInfo(zone)
    for batch in db.session.execute(_responses(wave.id)).partitions(BATCH):
        answers = _answers([row.id for row in batch])
        for response_id, version_id, submitted_at, subject, *names in batch:
            name = " ".join(filter(None, names))
            head = (name or None, subject or None, submitted_at.astimezone(home).date())
            yield sheet.row(version_id, head, answers.get(response_id, {}))


@dataclass(slots=True)
class _Scalar:
    """A question with one answer in one column; most of its answers are the same few again and again."""

    code: str
    place: int
    make: Callable[[Any], Cell]
    known: dict[Any, Cell] = field(default_factory=dict)

    def learn(self, value: Any) -> Cell:
        cell = self.make(value)
        if len(self.known) < MOST_REMEMBERED and not isinstance(value, list):
            self.known[value] = cell
        return cell


class _Reader:
    """Turns the answers of one edition into cells at the places of the whole sheet."""

    def __init__(self, edition: Edition, places: Mapping[str, int]) -> None:
        self._definition = edition.definition
        self._has_conditions = any(
            item.show_if or any(option.show_if for option in item.options) for item in edition.definition.items
        )
        self._blank: list[Cell] = [Missing.NOT_IN_VERSION.value] * (len(places) - ABOUT)
        self._scalars: list[_Scalar] = []
        self._others: list[tuple[ItemDefinition, list[int]]] = []
        self._places: dict[str, list[int]] = {}
        for item in edition.definition.items:
            own = [places[column.code] for column in type_of(item).columns(item)]
            self._places[item.code] = own
            for place in own:
                self._blank[place - ABOUT] = None
            if item.type in ONE_CELL and len(own) == 1:
                self._scalars.append(_Scalar(item.code, own[0], _cell_maker(item)))
            elif own:
                self._others.append((item, own))

    def row(self, head: Sequence[Cell], answers: Mapping[str, Any]) -> list[Cell]:
        row = [*head, *self._blank]
        seen = self._mark_hidden(row, answers) if self._has_conditions else answers
        for each in self._scalars:
            value = seen.get(each.code)
            if value is None:
                continue
            try:
                row[each.place] = each.known[value]
            except (KeyError, TypeError):
                row[each.place] = each.learn(value)
        for item, places in self._others:
            if row[places[0]] is None:
                for place, cell in zip(places, type_of(item).cells(item, seen), strict=True):
                    row[place] = cell
        return row

    def _mark_hidden(self, row: list[Cell], answers: Mapping[str, Any]) -> Mapping[str, Any]:
        """Mark the cells of questions that were not shown; the answers that count remain."""
        shown, seen = seen_by(self._definition, answers)
        codes = {item.code for item in shown}
        for code, places in self._places.items():
            if code not in codes:
                for place in places:
                    row[place] = Missing.NOT_SHOWN.value
        return seen


def _cell_maker(item: ItemDefinition) -> Callable[[Any], Cell]:
    kind = type_of(item)
    return lambda value: kind.cells(item, {item.code: value})[0]


def _merged(editions: Sequence[Edition]) -> list[SheetColumn]:
    """Columns of all editions: those of one question together, in the order of the newest edition that has it."""
    groups: dict[str, dict[str, SheetColumn]] = {}
    has_gaps: set[str] = set()
    for place, edition in enumerate(editions):
        for item in edition.definition.items:
            for column in type_of(item).columns(item):
                group = groups.setdefault(item.code, {})
                known = group.get(column.code)
                if known is None:
                    title = column.title if place == 0 else f"{column.title} ({_('версия %(n)s', n=edition.number)})"
                    group[column.code] = SheetColumn(
                        column.code, title, column.kind, column.labels, item.code, item.type
                    )
                    has_gaps |= {column.code} if place else set()
                else:
                    group[column.code] = replace(known, labels={**column.labels, **known.labels})
    for edition in editions[1:]:
        codes = {column.code for item in edition.definition.items for column in type_of(item).columns(item)}
        has_gaps |= {code for group in groups.values() for code in group if code not in codes}
    conditional = {code for edition in editions for code in _conditional(edition.definition)}
    return [
        replace(column, labels={**column.labels, **_gap_labels(column.code in has_gaps, column.item in conditional)})
        for group in groups.values()
        for column in group.values()
    ]


def _conditional(definition: QuestionnaireDefinition) -> Iterator[str]:
    """Codes of items that may stay hidden: by a condition of their own or of their part."""
    part_is_conditional = False
    for item in definition.items:
        if item.type == "section":
            part_is_conditional = item.show_if is not None
        if item.show_if is not None or part_is_conditional:
            yield item.code


def _gap_labels(is_absent: bool, is_hidden: bool) -> dict[str, str]:
    marks = ([Missing.NOT_SHOWN] if is_hidden else []) + ([Missing.NOT_IN_VERSION] if is_absent else [])
    return {mark.value: mark.label for mark in marks}


def _responses(assignment_id: int) -> Any:
    return (
        sa.select(
            Response.id, Response.version_id, Response.submitted_at, SurveyInvitation.subject, Person.family_name,
            Person.given_name, Person.patronymic,
        )
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .outerjoin(Person, Person.id == SurveyInvitation.person_id)
        .where(Response.assignment_id == assignment_id, Response.state == ResponseState.SUBMITTED)
        .order_by(Person.sort_name, Response.id)
        .execution_options(yield_per=BATCH)
    )  # fmt: skip


def _answers(response_ids: list[str]) -> dict[str, Mapping[str, Any]]:
    """Answers of one batch, joined by the database into one text a response: a thirtieth of the rows to fetch.

    Codes are letters, digits, `_` and `.`, and values are JSON already, so nothing has to be quoted or parsed there.
    """
    pair = sa.literal('"') + Answer.item_code + sa.literal('":') + sa.cast(Answer.value, sa.Text)
    rows = db.session.execute(
        sa.select(Answer.response_id, sa.func.aggregate_strings(pair, ","))
        .where(Answer.response_id.in_(response_ids))
        .group_by(Answer.response_id)
    )
    parts = (f'"{response_id}":{{{text}}}' for response_id, text in rows)
    found: dict[str, Mapping[str, Any]] = json.loads("{" + ",".join(parts) + "}")
    return found
