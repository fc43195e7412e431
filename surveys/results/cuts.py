"""Counters of a part of a wave, counted by the database: the same keys as the prepared ones of the whole wave.

Answers are grouped where they lie (the table is ordered by response and code, so nothing is sorted and no row is
brought here). Which questions a person saw follows from the few answers that conditions look at: those answers are
the `pattern` by which everything is grouped, and the questionnaire is walked once for each pattern.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from surveys.conditions import visible_items
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import ANSWERED, NA, type_of
from surveys.items.summaries import RESPONSES, SHOWN
from surveys.models import Answer
from surveys.results.filters import Dimension, answer_to, is_answer_to, json_text

Counts = Counter[tuple[str, str]]
Pattern = tuple[str | None, ...]
SOMETHING = '"…"'  # stands for any words: only that there are some is counted
OPEN = ("text", "file")


def cut_counts(
    definition: QuestionnaireDefinition, responses: sa.Select[Any], codes: Collection[str] | None = None
) -> Counts:
    """The counters of these responses; `codes` keeps to some of the questions. Three statements at most."""
    return _Counting(definition, responses, None, codes).by_value().get("", Counter())


def counts_by(
    definition: QuestionnaireDefinition,
    responses: sa.Select[Any],
    dimension: Dimension,
    codes: Collection[str] | None = None,
) -> dict[str, Counts]:
    """Value of the dimension → the counters of its part; who has no value stands under «»."""
    return _Counting(definition, responses, dimension, codes).by_value()


@dataclass
class _Counting:
    definition: QuestionnaireDefinition
    responses: sa.Select[Any]
    dimension: Dimension | None
    codes: Collection[str] | None

    def __post_init__(self) -> None:
        questions = [item for item in self.definition.items if type_of(item).is_question]
        self.items = [item for item in questions if self.codes is None or self._is_wanted(item)]
        conditions = (each.show_if for each in self.definition.items if each.show_if is not None)
        self.asked = list(dict.fromkeys(code for condition in conditions for code in condition.codes()))
        self.owners = {code: item for item in self.items for code in (item.code, *item.row_items)}
        self.base = self._responses()
        self.visible: dict[Pattern, list[ItemDefinition]] = {}

    def by_value(self) -> dict[str, Counts]:
        found: dict[str, Counts] = {}
        for raw, pattern, n in self._totals():
            self._add(found, raw, self._shown(pattern), n)
        for raw, pattern, code, text, n in self._answers():
            self._add(found, raw, self._said(pattern, code, text), n)
        for raw, pattern, code, is_answered, n in self._matrices():
            if self.owners[code] in self._seen(pattern):
                self._add(found, raw, [(code, ANSWERED if is_answered else NA)], n)
        return found

    def _is_wanted(self, item: ItemDefinition) -> bool:
        return self.codes is not None and any(code in self.codes for code in (item.code, *item.row_items))

    def _add(self, found: dict[str, Counts], raw: str | None, keys: Iterable[tuple[str, str]], n: int) -> None:
        values = self.dimension.values_of(raw) if self.dimension and raw is not None else []
        said = list(keys)
        for value in values or [""]:
            counts = found.setdefault(value, Counter())
            for key in said:
                counts[key] += n

    def _shown(self, pattern: Pattern) -> list[tuple[str, str]]:
        shown = [(code, SHOWN) for item in self._seen(pattern) for code in (item.code, *item.row_items)]
        return [RESPONSES, *shown]

    def _said(self, pattern: Pattern, code: str, text: str) -> list[tuple[str, str]]:
        item = self.owners[code]
        if item not in self._seen(pattern):
            return []
        said = type_of(item).counts(item, {code: json.loads(text)})
        return [(owner, key) for owner, key in said if owner == code]

    def _seen(self, pattern: Pattern) -> list[ItemDefinition]:
        if pattern not in self.visible:
            given = {code: json.loads(text) for code, text in zip(self.asked, pattern, strict=True) if text}
            shown = {item.code for item in visible_items(self.definition, given)}
            self.visible[pattern] = [item for item in self.items if item.code in shown]
        return self.visible[pattern]

    def _totals(self) -> Iterable[tuple[str | None, Pattern, int]]:
        query, keys = self._grouped()
        for row in db.session.execute(query.add_columns(sa.func.count()).group_by(*keys)):
            yield self._key(row), tuple(row[1:-1]), row[-1]

    def _answers(self) -> Iterable[tuple[str | None, Pattern, str, str, int]]:
        codes = [code for code in self.owners if self.owners[code].type != "matrix" or code != self.owners[code].code]
        open_codes = [item.code for item in self.items if item.type in OPEN]
        text = _bucketed(sa.cast(Answer.value, sa.Text), Answer.item_code.in_(open_codes))
        query, keys = self._grouped()
        query = query.join(Answer, Answer.response_id == self.base.c.id).where(is_answer_to(codes))
        counted = query.add_columns(Answer.item_code, text, sa.func.count())
        for row in db.session.execute(counted.group_by(*keys, Answer.item_code, text)):
            yield self._key(row), tuple(row[1:-3]), row[-3], row[-2], row[-1]

    def _matrices(self) -> Iterable[tuple[str | None, Pattern, str, bool, int]]:
        """A table is answered when one of its rows is; only the database can say so without reading the rows."""
        matrices = [item for item in self.items if item.type == "matrix"]
        if not matrices:
            return
        owner = sa.case(
            {code: item.code for item in matrices for code in item.row_items}, value=Answer.item_code, else_=""
        )
        query, keys = self._grouped()
        rows = [code for item in matrices for code in item.row_items]
        raw = sa.cast(Answer.value, sa.Text)
        answered = sa.func.max(sa.case((raw != json_text(NA), 1), else_=0))
        query = (
            query.join(Answer, Answer.response_id == self.base.c.id)
            .where(is_answer_to(rows), raw.not_in(['""', "[]"]))
            .add_columns(owner.label("owner"), answered.label("answered"))
            .group_by(*keys, self.base.c.id, owner)
        )
        each = query.subquery()
        columns = list(each.c)
        counted = sa.select(*columns, sa.func.count()).group_by(*columns)
        for row in db.session.execute(counted):
            yield self._key(row), tuple(row[1:-3]), row[-3], bool(row[-2]), row[-1]

    def _responses(self) -> sa.CTE:
        """The responses, found once, with what groups them: the raw value, then the pattern."""
        ids = self.responses.subquery()
        raw = sa.null() if self.dimension is None else self.dimension.find(ids.c.id)
        pattern = [self._asked_text(code, answer_to(code, ids.c.id)) for code in self.asked]
        named = [raw.label("raw"), *(each.label(f"asked_{n}") for n, each in enumerate(pattern))]
        found: sa.CTE = sa.select(ids.c.id, *named).cte("grouped").prefix_with("MATERIALIZED")
        return found

    def _grouped(self) -> tuple[sa.Select[Any], list[Any]]:
        """The responses and the columns by which they are grouped."""
        keys = [column for column in self.base.c if column.name != "id"]
        return sa.select(*keys).select_from(self.base), keys

    def _asked_text(self, code: str, text: Any) -> Any:
        return _bucketed(text, sa.true()) if self.definition.by_code[code].type in OPEN else text

    @staticmethod
    def _key(row: Sequence[Any]) -> str | None:
        key: str | None = row[0]
        return key


def _bucketed(text: Any, is_open: Any) -> sa.ColumnElement[str]:
    """A stored answer as text; words of one's own are only said to be there."""
    is_words = sa.and_(is_open, text.not_in([json_text(NA), '""', "[]"]))
    return sa.case((is_words, SOMETHING), else_=text)
