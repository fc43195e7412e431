"""Rows of the base of mentees: requests that are written down, put right, accepted into the base."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.imports.models import Decision
from portal.imports.registry import Level, Line, Problem, Verdict, heading_key
from portal.matching import actions
from portal.matching.eligibility import blocking, remarks_on, side_of
from portal.matching.importing.cells import code_in, codes_in, format_words, remark_unknown
from portal.matching.importing.register import (
    LONGEST_LINE,
    BaseRegister,
    has_errors,
    places_by_person,
    year_formats,
)
from portal.matching.kinds import OPEN, Origin, RequestState
from portal.matching.labels import STATES, variant_label, variants_of
from portal.matching.languages import LANGUAGES, known_languages, languages_in_words
from portal.matching.models import MentoringRequest
from portal.matching.queries import Opening
from portal.matching.queries.openings import BELONGING
from portal.people.importing.known import Known
from portal.people.importing.values import Cells
from portal.people.importing.writing import person_with
from portal.programs.definitions import formats
from portal.programs.queries import settings_of

STANDING = (*OPEN, RequestState.MATCHED)


@dataclass(kw_only=True)
class Said:
    """What a row says of the request."""

    opening: Opening
    origin: Origin
    goal: str
    languages: list[str] = field(default_factory=list)
    variant: str = ""
    agreed_on: date | None = None
    decision: str = ""
    decided_on: date | None = None
    wants: bool = False
    """The table says that the request stands in the base."""
    enters: bool = False
    """It has what the base asks for."""


@dataclass(kw_only=True)
class Plan:
    """What `apply` does: a new request, or what changes in the one that stands, and whether it enters the base."""

    said: Said
    person_id: int
    request_id: int | None = None
    changes: dict[str, Any] = field(default_factory=dict)


class RequestRegister(BaseRegister):
    """The requests of one organisation while a table about them is read."""

    lacks_consent = _(
        "Нет согласия на участие и мониторинг: запрос не внесён. Получите согласие и загрузите таблицу снова."
    )

    def __init__(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> None:
        super().__init__(actor, organization_id, options, made)
        self._places = places_by_person(organization_id, BELONGING, self._today)
        self._formats = year_formats(organization_id, self._today)
        self._words = format_words({each.format.code: each.own_name for each in self._formats if each.own_name})
        self._requests: dict[tuple[int, int, int], list[MentoringRequest]] = {}
        for each in db.session.scalars(
            sa.select(MentoringRequest)
            .where(MentoringRequest.organization_id == organization_id)
            .order_by(MentoringRequest.id)
        ):
            self._requests.setdefault((each.person_id, each.cycle_id, each.format_id), []).append(each)

    def _is_over(self, line: Line) -> bool:
        said = code_in(line["state"], _STATES)
        return super()._is_over(line) or said in (RequestState.WITHDRAWN, RequestState.CLOSED)

    def _compare(self, line: Line, known: Known, cells: Cells) -> Verdict:
        opening = self._opening(line, known, cells)
        said = self._read(line, cells, opening) if opening else None
        if said is None or opening is None or has_errors(cells):
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        key = (opening.place.person_id, opening.cycle.id, opening.format.format_id)
        if self._repeats(key, line, cells):
            return Verdict(decision=Decision.SAME, problems=cells.problems)
        there = self._requests.get(key, [])
        standing = next((each for each in there if each.state in STANDING), None)
        if standing is None and any(clean_line(each.goal) == clean_line(said.goal) for each in there):
            text = _("Такой запрос уже был и закрыт: из таблицы он не открывается заново.")
            cells.problems.append(Problem(text=text, level=Level.WARNING))
            return Verdict(decision=Decision.SAME, problems=cells.problems)
        plan = Plan(said=said, person_id=key[0])
        if said.wants and not said.enters and (standing is None or standing.state == RequestState.PRELIMINARY):
            text = _("Запрос останется предварительным: для базы нужны день согласия человека и день решения.")
            cells.problems.append(Problem(text=text, level=Level.WARNING))
        if standing is None:
            self._refuse_blocked(opening, cells)
            decision = Decision.ERROR if has_errors(cells) else Decision.NEW
            return Verdict(decision=decision, problems=cells.problems, changes=_sentences_new(said), plan=plan)
        plan.request_id, plan.changes = standing.id, _differences(standing, said)
        said.enters = said.enters and standing.state == RequestState.PRELIMINARY
        changed = bool(plan.changes) or said.enters
        return Verdict(
            decision=Decision.CHANGED if changed else Decision.SAME, problems=cells.problems,
            changes=_sentences(standing, plan), plan=plan,
        )  # fmt: skip

    def _write(self, line: Line, verdict: Verdict) -> None:
        plan: Plan = verdict.plan
        said = plan.said
        if plan.request_id is None:
            asked = actions.nominate(
                self._actor, person_with(plan.person_id), said.opening, origin=said.origin, goal=said.goal,
                variant=said.variant, agreed_on=said.agreed_on, languages=said.languages,
            )  # fmt: skip
        else:
            asked = db.session.scalars(
                sa.select(MentoringRequest).where(MentoringRequest.id == plan.request_id).with_for_update()
            ).one()
            stands = {"origin": Origin(asked.origin), "goal": asked.goal, "variant": asked.variant,
                      "agreed_on": asked.agreed_on}  # fmt: skip
            if plan.changes:
                actions.clarify(self._actor, asked, **{**stands, **plan.changes})
        if said.enters and said.decided_on:
            actions.accept_into_base(self._actor, asked, decision=said.decision, decided_on=said.decided_on)

    def _opening(self, line: Line, known: Known, cells: Cells) -> Opening | None:
        """The format and the year that the row means, of those that suit a place of the person."""
        places = [each for each in self._places.get(known.id or 0, ()) if side_of(each)]
        suiting = [
            Opening(place=place, format=each) for each in self._formats for place in places
            if each.format.code in formats() and side_of(place) in formats()[each.format.code].mentees
        ]  # fmt: skip
        if line["cycle"]:
            named = [each for each in suiting if heading_key(each.cycle.name) == heading_key(line["cycle"])]
            if suiting and not named:
                cells.wrong("cycle", _("такого года, который ещё идёт, в программе нет."))
                return None
            suiting = named
        code = self._words.get(heading_key(line["format"])) if line["format"] else None
        running = list(dict.fromkeys(each.format.format.code for each in suiting if each.runs))
        if line["format"] and code is None:
            cells.wrong("format", _("«%(text)s» портал не знает. Подойдёт: %(names)s.", text=line["format"][:60],
                                    names=_named(running)))  # fmt: skip
            return None
        if code is None and len(running) == 1:
            code = running[0]
        if code is None:
            cells.wrong("format", _("не указано. Подойдёт: %(names)s.", names=_named(running)))
            return None
        found = [each for each in suiting if each.format.format.code == code]
        if not found:
            cells.wrong("format", _("для этого человека такой формы сейчас нет. Подойдёт: %(names)s.",
                                    names=_named(running)))  # fmt: skip
        return next((each for each in found if each.runs), found[0] if found else None)

    def _read(self, line: Line, cells: Cells, opening: Opening) -> Said:
        goal = self._text(line, cells, "goal")
        if not goal:
            cells.wrong("goal", _("не указано. Напишите, с чем нужна помощь."))
        said = Said(
            opening=opening, origin=self._origin(line, cells), goal=goal,
            agreed_on=cells.day("agreed_on", latest=self._today), variant=self._variant(line, cells, opening),
            languages=self._languages(line, cells),
            decision=clean_line(self._text(line, cells, "decision", LONGEST_LINE)),
            decided_on=cells.day("decided_on", latest=self._today),
        )  # fmt: skip
        state = code_in(line["state"], _STATES)
        said.wants = state in (RequestState.IN_BASE, RequestState.MATCHED) or bool(not state and said.decided_on)
        said.enters = bool(said.wants and said.agreed_on and said.decided_on and opening.runs)
        said.decision = said.decision or _("по таблице организации")
        return said

    def _languages(self, line: Line, cells: Cells) -> list[str]:
        codes, unknown = codes_in(line["languages"], LANGUAGES) if line["languages"] else ([], [])
        remark_unknown(cells, "languages", unknown)
        return known_languages(codes)

    def _variant(self, line: Line, cells: Cells, opening: Opening) -> str:
        said = self._text(line, cells, "variant", LONGEST_LINE)
        code = code_in(said, variants_of(opening.format.format.code)) if said else ""
        if said and not code:
            text = _("такой категории у этой формы нет, она не записана.")
            cells.problems.append(Problem(text=text, column="variant", level=Level.WARNING))
        return code

    def _refuse_blocked(self, opening: Opening, cells: Cells) -> None:
        """What the rules of the year say of a new request."""
        found = remarks_on(
            opening.place.person, opening.place, opening.format.format.code, settings_of(opening.cycle), self._today
        )
        if blocking(found):
            cells.wrong("", blocking(found))
        cells.problems += [Problem(text=each.text, level=Level.WARNING) for each in found if not each.blocks]


def _differences(asked: MentoringRequest, said: Said) -> dict[str, Any]:
    """What the row says otherwise than the request; an empty cell changes nothing, a yes is not taken back."""
    if not asked.is_open:
        return {}
    found: dict[str, Any] = {}
    if clean_line(said.goal) != clean_line(asked.goal):
        found["goal"] = said.goal
    if said.variant and said.variant != asked.variant:
        found["variant"] = said.variant
    if said.languages and said.languages != known_languages(asked.languages):
        found["languages"] = said.languages
    if said.agreed_on and asked.agreed_on is None:
        found["agreed_on"] = said.agreed_on
    return found


def _sentences_new(said: Said) -> list[str]:
    lines = [_("запрос: %(form)s, %(year)s", form=said.opening.format.name, year=said.opening.cycle.name)]
    if said.enters and said.decided_on:
        return [*lines, _("в базе с %(day)s", day=f"{said.decided_on:%d.%m.%Y}")]
    return [*lines, _("предварительный") if said.agreed_on else _("предварительный, портал спросит человека")]


def _sentences(asked: MentoringRequest, plan: Plan) -> list[str]:
    said, lines = plan.said, []
    if "goal" in plan.changes:
        lines.append(_("запрос: %(old)s → %(new)s", old=clean_line(asked.goal), new=clean_line(said.goal)))
    if "variant" in plan.changes:
        lines.append(_("категория: %(new)s", new=variant_label(said.variant)))
    if "languages" in plan.changes:
        lines.append(_("языки: %(new)s", new=languages_in_words(said.languages)))
    if "agreed_on" in plan.changes:
        lines.append(_("согласие человека: %(day)s", day=f"{said.agreed_on:%d.%m.%Y}"))
    if said.enters and said.decided_on:
        lines.append(_("в базе с %(day)s", day=f"{said.decided_on:%d.%m.%Y}"))
    return lines


def _named(codes: list[str]) -> str:
    return ", ".join(f"«{formats()[code].name}»" for code in codes) or _("ничего")


_STATES = {str(state): words for state, words in STATES.items()}
