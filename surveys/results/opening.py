"""Which cuts of a wave are open to readers without names, decided once for all such readers and all their questions.

Cuts open when the wave is over: while answers come in, figures would change by the last few. Every release of
figures, every open value of every dimension and every pair with another wave is a view of the same people
(`surveys.results.spans`); they are admitted in a fixed order, so that whatever was open stays open. Figures of one
question are sums over those who answered it, so each question is checked on its own people.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from surveys.conditions import visible_answers
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import NA
from surveys.items.base import texts_of
from surveys.models import Response, SurveyAssignment
from surveys.queries import WaveState, answers_of, state_of
from surveys.results.filters import Dimension, dimensions_of, responses_of
from surveys.results.history import history_of
from surveys.results.release import is_release_due, release_number, releases_of
from surveys.results.spans import Views

SAMPLE = 1_000
REMEMBERED = 64
OPENINGS: WeakKeyDictionary[Any, dict[tuple[Any, ...], "Opening"]] = WeakKeyDictionary()


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is open: values by dimension, and answer codes whose figures may be cut. `closed` says why nothing is."""

    closed: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: frozenset[str] = frozenset()

    def opens(self, dimension: str, value: str) -> bool:
        """Whether the part of the wave with this value may be looked at."""
        return value in self.values.get(dimension, ())


def opening_of(wave: SurveyAssignment, definition: QuestionnaireDefinition, k: int) -> Opening:
    """The opening of a wave; calculated once a process for figures that no longer move."""
    closed = _why_closed(wave, k)
    if closed:
        return Opening(closed=closed)
    known = OPENINGS.setdefault(db.engine, {})
    key = (wave.id, wave.released, wave.releases, wave.submitted, k)
    if key not in known:
        if len(known) >= REMEMBERED:
            known.pop(next(iter(known)))
        known[key] = People(wave, definition.for_others, k).opening()
    return known[key]


def _why_closed(wave: SurveyAssignment, k: int) -> str:
    if state_of(wave, clock.now()) is not WaveState.CLOSED:
        return _("Срезы откроются после завершения сбора: пока ответы идут, по разнице чисел виден один человек.")
    if is_release_due(wave):
        return _("Последние ответы войдут в сводку в течение часа, тогда откроются и срезы.")
    if wave.released < 2 * k:
        return _("Для срезов данных мало: в каждой части должно быть не меньше %(k)s ответов.", k=k)
    return _why_gone(wave)


def _why_gone(wave: SurveyAssignment) -> str:
    """Why the people behind the figures are not those behind the cuts that somebody may have noted down."""
    seen_at = history_of(wave.id).cuts_seen_at
    if seen_at is not None and seen_at != wave.releases:
        return _(
            "Срезы уже были открыты, а после этого ответов стало больше или меньше. Они закрыты насовсем: по разнице "
            "с прежними числами стало бы видно, что ответил один человек. Сводка по всем ответам открыта."
        )
    if wave.taken_back:
        return _(
            "Часть ответов отозвана. Сводка по всем ответам осталась такой, какой была при последнем обновлении, "
            "а срезы закрыты: по разнице с ней стало бы видно, что ответил один человек."
        )
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(responses_of(wave, released=True).subquery()))
    if kept != wave.released:
        return _(
            "Часть ответов стёрта по просьбе человека. Сводка по всем ответам открыта, а срезы закрыты: по разнице "
            "с ней стало бы видно, какие ответы стёрты."
        )
    return ""


class People:
    """The released responses of a wave (all, or a sample of a large one) as rows for views."""

    def __init__(self, wave: SurveyAssignment, definition: QuestionnaireDefinition, k: int) -> None:
        import numpy as np

        self._np, self._wave, self._definition, self._k = np, wave, definition, k
        rows = db.session.execute(
            sa.select(Response.id, Response.batch)
            .where(Response.id.in_(responses_of(wave, released=True)))
            .order_by(Response.id)
            .limit(SAMPLE)
        ).all()
        self.ids = [row.id for row in rows]
        self._batches = np.array([release_number(row.id, row.batch) for row in rows])
        self._is_sample = wave.released > len(rows)
        given = answers_of(self.ids)
        self._answers = [visible_answers(definition, given[key]) for key in self.ids]
        self._releases = releases_of(wave.id)
        self._had_withdrawals = history_of(wave.id).had_withdrawals
        self._known: dict[str, dict[str, Any]] = {}

    def opening(self) -> Opening:
        """Admit dimension by dimension, then see which questions bear all of it."""
        views = self._views(self._everybody())
        values: dict[str, tuple[str, ...]] = {}
        for dimension in self.dimensions:
            admitted = self._admit(views, dimension)
            shown = self._shown(dimension, admitted)
            if shown:
                values[dimension.code] = shown
        codes = frozenset(code for code in self._codes() if self.bears(code, values))
        return Opening(values=values, codes=codes)

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """Dimensions whose values are names: a mark on a scale cuts nothing for readers without names."""
        return [each for each in dimensions_of(self._wave, self._definition) if each.is_nominal]

    def bears(self, code: str, values: Mapping[str, Sequence[str]]) -> bool:
        """Whether the figures of a question may be shown for all of these values."""
        return self.bearing(code, values) is not None

    def bearing(
        self, code: str, values: Mapping[str, Sequence[str]], more: Sequence[Any] = ()
    ) -> tuple[Any, Views] | None:
        """Who answered the question, and their views with all of these values and `more`; None if one is refused."""
        if self._releases.get(code) != self._wave.releases:
            return None
        mask = self.answered(code)
        views = self._views(mask)
        if not views.is_open:
            return None
        parts = [[self._held(each)[value] for value in values.get(each.code, ())] for each in self.dimensions]
        fit = all(
            self._admits_part(views, [column[mask] for column in part]) for part in (*parts, *([x] for x in more))
        )
        return (mask, views) if fit else None

    def holders(self, dimension: Dimension, value: str) -> set[str]:
        """Ids of the responses that have this value."""
        return {key for key, has in zip(self.ids, self._held(dimension)[value], strict=True) if has}

    def column(self, ids: Collection[str]) -> Any:
        """The view of these responses."""
        return self._np.array([key in ids for key in self.ids], dtype=bool)

    def answered(self, code: str) -> Any:
        """Who answered the question, «Не могу ответить» left out."""
        given = (each.get(code) for each in self._answers)
        return self._np.array([value is not None and value not in ("", [], NA) for value in given])

    def _admits_part(self, views: Views, columns: Sequence[Any]) -> bool:
        """Admit the parts of one dimension; nobody, everybody, and the last of all who answered say nothing new."""
        if self._is_sample:
            return not columns or views.admit(*columns)
        told = [column for column in columns if column.any() and not column.all()]
        if told and bool((self._np.sum(told, axis=0) == 1).all()):
            told.pop()
        return not told or views.admit(*told)

    def _everybody(self) -> Any:
        return self._np.ones(len(self.ids), dtype=bool)

    def _views(self, mask: Any) -> Views:
        """Views of those in the mask with every earlier state of their figures admitted."""
        views = Views(int(mask.sum()), self._k, is_sample=self._is_sample)
        batches = self._batches[mask]
        for bound in self._bounds(mask)[:-1]:
            if not views.admit(batches <= bound):
                views.is_open = False
        return views

    def _bounds(self, mask: Any) -> list[int]:
        """The releases at which the figures of these people moved, as `release` moves them; the last one included.

        Where released answers were taken back, those who are gone moved them too, and nobody knows any more when:
        then the figures may have stood still at every release that took in somebody who is still there.
        """
        numbers = sorted(set(self._batches.tolist()))
        if self._is_sample:
            return numbers
        if self._had_withdrawals:
            return sorted(set(self._batches[mask].tolist()))
        found, known = [], 0
        for number in numbers:
            live = int(mask[self._batches <= number].sum())
            if live - known >= self._k:
                found.append(number)
                known = live
        return found or numbers[-1:]

    def _admit(self, views: Views, dimension: Dimension) -> dict[str, Any]:
        """The values of a dimension that may stand beside all that is open already: together, or one by one."""
        wanted = self._columns(dimension)
        if wanted and views.admit(*wanted.values()):
            return wanted
        return {value: column for value, column in wanted.items() if views.admit(column)}

    def _columns(self, dimension: Dimension) -> dict[str, Any]:
        """Value → who has it, for parts of k at least whose rest is k at least, the largest first.

        Of values that divide everybody among them the smallest follows from the others and is left out.
        """
        held = self._held(dimension)
        np = self._np
        sizes = {value: int(column.sum()) for value, column in held.items()}
        whole = len(self.ids)
        fit = [value for value, n in sizes.items() if n >= self._k and whole - n >= self._k]
        fit.sort(key=lambda value: (-sizes[value], value))
        divides = np.sum([held[value] for value in fit], axis=0) if fit else np.zeros(whole)
        if fit and bool((divides == 1).all()):
            fit.pop()
        return {value: held[value] for value in fit}

    def _shown(self, dimension: Dimension, admitted: Mapping[str, Any]) -> tuple[str, ...]:
        """The admitted values, and the last one where the others leave nobody else."""
        held = self._held(dimension)
        missing = [value for value in dimension.options if value not in admitted and held[value].any()]
        if admitted and len(missing) == 1 and not self._is_sample:
            column = held[missing[0]]
            together = self._np.sum([*admitted.values(), column], axis=0)
            if bool((together == 1).all()) and column.sum() >= self._k:
                return tuple(value for value in dimension.options if value in admitted or value == missing[0])
        return tuple(value for value in dimension.options if value in admitted)

    def _held(self, dimension: Dimension) -> dict[str, Any]:
        """Value → who has it."""
        if dimension.code not in self._known:
            held = {value: self._np.zeros(len(self.ids), dtype=bool) for value in dimension.options}
            for place, values in self._values(dimension):
                for value in values:
                    if value in held:
                        held[value][place] = True
            self._known[dimension.code] = held
        return self._known[dimension.code]

    def _values(self, dimension: Dimension) -> Iterable[tuple[int, Sequence[str]]]:
        if dimension.item is not None:
            for place, answers in enumerate(self._answers):
                yield place, texts_of(answers.get(dimension.code))
            return
        places = {key: n for n, key in enumerate(self.ids)}
        said = sa.select(Response.id, dimension.find(Response.id)).where(Response.id.in_(self.ids))
        for response_id, raw in db.session.execute(said):
            yield places[response_id], dimension.values_of(raw) if raw is not None else ()

    def _codes(self) -> Iterable[str]:
        """Answer codes that have figures: closed questions, rows of tables, marks."""
        for item in self._definition.items:
            yield from (each.code for each in (item, *item.row_items.values()) if _has_figures(each))


def _has_figures(item: ItemDefinition) -> bool:
    return item.type in ("single", "yesno", "multiple", "scale", "scale10", "nps", "number")
