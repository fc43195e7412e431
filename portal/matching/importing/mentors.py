"""Rows of the base of mentors: profiles that are written down, filled in, approved or put into the reserve."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.imports.models import Decision
from portal.imports.registry import Level, Line, Problem, Verdict
from portal.matching.importing.cells import code_in, format_words
from portal.matching.importing.mentor_cells import facts_in, formats_in
from portal.matching.importing.register import (
    LONGEST_LINE,
    BaseRegister,
    has_errors,
    places_by_person,
    year_formats,
)
from portal.matching.kinds import Origin
from portal.matching.mentors import actions
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.eligibility import categories_of, suits
from portal.matching.mentors.kinds import OPEN, MentorState, TraitKind
from portal.matching.mentors.labels import CATEGORIES, STATES, category_label, traits_in_words
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import MentorOpening
from portal.matching.mentors.queries.register import MAY_MENTOR
from portal.people.importing.known import Known
from portal.people.importing.values import Cells
from portal.people.importing.writing import person_with
from portal.programs.definitions import formats

TEXTS = {"competences": _("компетенции"), "achievements": _("достижения"), "interests": _("интересы")}
TRAITS = {TraitKind.TYPE: _("тип"), TraitKind.AREA: _("области помощи"), TraitKind.AGE: _("возраст наставляемых"),
          TraitKind.TIME: _("когда удобно"), TraitKind.CHANNEL: _("как общаться"),
          TraitKind.LANGUAGE: _("языки")}  # fmt: skip


@dataclass(kw_only=True)
class Said:
    """What a row says of the profile; `state` is where it ends: a candidate, active or in the reserve."""

    opening: MentorOpening
    origin: Origin
    formats: list[str]
    facts: ProfileFacts
    has_capacity: bool
    agreed_on: date | None = None
    decision: str = ""
    decided_on: date | None = None
    starts_on: date | None = None
    wants: str = ""
    state: MentorState = MentorState.CANDIDATE


@dataclass(kw_only=True)
class Plan:
    """What `apply` does: a new profile, or what is put right in the one that stands, and its next state."""

    said: Said
    person_id: int
    profile_id: int | None = None
    facts: ProfileFacts | None = None
    formats: list[str] = field(default_factory=list)
    agreed_on: date | None = None
    turns: bool = False


class ProfileRegister(BaseRegister):
    """The profiles of one organisation while a table about them is read."""

    lacks_consent = _(
        "Нет согласия на участие и мониторинг: профиль не внесён. Получите согласие и загрузите таблицу снова."
    )

    def __init__(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> None:
        super().__init__(actor, organization_id, options, made)
        self._places = places_by_person(organization_id, MAY_MENTOR, self._today)
        running = [each for each in year_formats(organization_id, self._today) if each.is_on]
        self._running: dict[str, str] = {}
        for each in running:
            self._running.setdefault(each.format.code, each.name)
        self._words = format_words({each.format.code: each.own_name for each in running if each.own_name})
        found = db.session.scalars(
            sa.select(MentorProfile)
            .where(MentorProfile.organization_id == organization_id)
            .options(selectinload(MentorProfile.traits))
            .order_by(MentorProfile.id)
        )
        self._profiles: dict[int, list[MentorProfile]] = {}
        for profile in found:
            self._profiles.setdefault(profile.person_id, []).append(profile)

    def _is_over(self, line: Line) -> bool:
        said = code_in(line["state"], _STATES)
        return super()._is_over(line) or said in (MentorState.LEFT, MentorState.DECLINED)

    def _compare(self, line: Line, known: Known, cells: Cells) -> Verdict:
        there = self._profiles.get(known.id or 0, [])
        standing = next((each for each in there if each.state in OPEN), None)
        opening = self._opening(line, known, cells, standing)
        said = self._read(line, cells, opening) if opening else None
        if said is None or opening is None or has_errors(cells):
            return Verdict(decision=Decision.ERROR, problems=cells.problems)
        if self._repeats(known.id, line, cells):
            return Verdict(decision=Decision.SAME, problems=cells.problems)
        if standing is None and there:
            text = _("Профиль уже был и закрыт: из таблицы он не открывается заново.")
            cells.problems.append(Problem(text=text, level=Level.WARNING))
            return Verdict(decision=Decision.SAME, problems=cells.problems)
        plan = Plan(said=said, person_id=known.id or 0)
        if standing is None:
            self._settle(said, said.agreed_on, cells)
            if not said.formats:
                cells.wrong("formats", _("не указано. Подойдёт: %(names)s.", names=_names(opening.formats)))
                return Verdict(decision=Decision.ERROR, problems=cells.problems)
            return Verdict(decision=Decision.NEW, problems=cells.problems, changes=_sentences_new(said), plan=plan)
        changes = self._differences(standing, plan, cells)
        decision = Decision.CHANGED if changes else Decision.SAME
        return Verdict(decision=decision, problems=cells.problems, changes=changes, plan=plan)

    def _write(self, line: Line, verdict: Verdict) -> None:
        plan: Plan = verdict.plan
        said = plan.said
        if plan.profile_id is None:
            profile = actions.nominate(
                self._actor, person_with(plan.person_id), said.opening, said.formats, origin=said.origin,
                recommendation="", agreed_on=said.agreed_on, since=said.starts_on, facts=said.facts,
            )  # fmt: skip
        else:
            profile = db.session.scalars(
                sa.select(MentorProfile).where(MentorProfile.id == plan.profile_id).with_for_update()
            ).one()
            if plan.facts is not None:
                actions.fill(self._actor, profile, plan.formats, plan.facts, agreed_on=plan.agreed_on)
        if plan.profile_id is not None and not plan.turns:
            return
        if said.state == MentorState.ACTIVE and said.decided_on:
            actions.approve(self._actor, profile, decision=said.decision, decided_on=said.decided_on)
        elif said.state == MentorState.RESERVE:
            actions.reserve(self._actor, profile, reason=said.decision)

    def _opening(self, line: Line, known: Known, cells: Cells, standing: MentorProfile | None) -> MentorOpening | None:
        """As whom the person is a mentor here: the category of the row or of the profile, else the likeliest."""
        named = code_in(line["category"], _CATEGORIES)
        wanted = standing.category if standing else named
        if line["category"] and not named:
            text = _("такой категории портал не знает, она взята по месту человека.")
            cells.problems.append(Problem(text=text, column="category", level=Level.WARNING))
        for place in self._places.get(known.id or 0, ()):
            for category in categories_of(place):
                suiting = {code: name for code, name in self._running.items() if suits(category, code)}
                if suiting and (not wanted or category == wanted):
                    return MentorOpening(place=place, category=category, formats=suiting)
        cells.wrong("category" if wanted else "", _("по месту человека в организации и формам этого года наставником "
                                                    "записать нельзя."))  # fmt: skip
        return None

    def _read(self, line: Line, cells: Cells, opening: MentorOpening) -> Said:
        texts = {name: self._text(line, cells, name) for name in TEXTS}
        facts = facts_in(line, cells, texts)
        said = Said(
            opening=opening, origin=self._origin(line, cells), facts=facts, has_capacity=bool(line["capacity"]),
            formats=formats_in(line, cells, self._words, opening.formats), wants=code_in(line["state"], _STATES),
            agreed_on=cells.day("agreed_on", latest=self._today),
            decision=clean_line(self._text(line, cells, "decision", LONGEST_LINE)) or _("по таблице организации"),
            decided_on=cells.day("decided_on", latest=self._today),
            starts_on=cells.day("starts_on", latest=self._today),
        )  # fmt: skip
        if said.decided_on and said.starts_on and said.decided_on < said.starts_on:
            said.starts_on = said.decided_on
        if not said.wants and said.decided_on:
            said.wants = MentorState.ACTIVE
        return said

    def _settle(self, said: Said, agreed_on: date | None, cells: Cells) -> None:
        """Where the profile ends: the base asks for the person's yes, and for a decision."""
        if said.wants == MentorState.ACTIVE and agreed_on and said.decided_on:
            said.state = MentorState.ACTIVE
        elif said.wants == MentorState.RESERVE and agreed_on:
            said.state = MentorState.RESERVE
        elif said.wants in (MentorState.ACTIVE, MentorState.RESERVE):
            text = _("Наставник останется кандидатом: для базы нужны день согласия человека и день решения.")
            cells.problems.append(Problem(text=text, level=Level.WARNING))

    def _differences(self, profile: MentorProfile, plan: Plan, cells: Cells) -> list[str]:
        """Fill the plan with what the row says otherwise; an empty cell changes nothing, no choice is taken off."""
        said = plan.said
        plan.profile_id = profile.id
        facts, changes = merged(profile, said)
        plan.formats = list(dict.fromkeys([*profile.format_codes, *said.formats]))
        added = [code for code in said.formats if code not in profile.format_codes]
        if added:
            changes.append(_("формы: %(new)s", new=_names({code: formats()[code].name for code in added})))
        if said.agreed_on and profile.agreed_on is None:
            plan.agreed_on = said.agreed_on
            changes.append(_("согласие человека: %(day)s", day=f"{said.agreed_on:%d.%m.%Y}"))
        plan.facts = facts if changes else None
        if profile.state == MentorState.CANDIDATE:
            self._settle(said, profile.agreed_on or said.agreed_on, cells)
            plan.turns = said.state != MentorState.CANDIDATE
        if plan.turns:
            changes.append(_("состояние: %(new)s", new=STATES[said.state]))
        return changes


def merged(profile: MentorProfile, said: Said) -> tuple[ProfileFacts, list[str]]:
    """(what the profile says after the row, the differences in words)."""
    changes = []
    facts = ProfileFacts(
        about=profile.about, minutes_week=said.facts.minutes_week or profile.minutes_week,
        capacity=said.facts.capacity if said.has_capacity else profile.capacity,
        **{name: getattr(said.facts, name) or getattr(profile, name) for name in TEXTS},
    )  # fmt: skip
    for name, words in TEXTS.items():
        old, new = clean_line(getattr(profile, name)), clean_line(getattr(facts, name))
        if old != new:
            changes.append(_("%(what)s: %(old)s → %(new)s", what=words, old=old or _("нет"), new=new))
    if facts.minutes_week != profile.minutes_week:
        changes.append(_("время в неделю: %(new)s мин", new=facts.minutes_week))
    if facts.capacity != profile.capacity:
        changes.append(_("наставляемых сразу: %(old)s → %(new)s", old=profile.capacity, new=facts.capacity))
    traits: dict[TraitKind, Collection[str]] = {}
    for kind, words in TRAITS.items():
        stands = profile.codes_of(kind)
        added = [code for code in said.facts.traits.get(kind, ()) if code not in stands]
        if added:
            traits[kind] = [*stands, *added]
            changes.append(_("%(what)s: добавится %(new)s", what=words, new=traits_in_words(added, kind)))
    return replace(facts, traits=traits), changes


def _sentences_new(said: Said) -> list[str]:
    lines = [_("профиль: %(category)s, %(forms)s", category=category_label(said.opening.category),
               forms=_names({code: said.opening.formats[code] for code in said.formats}))]  # fmt: skip
    if said.state != MentorState.CANDIDATE:
        return [*lines, STATES[said.state].lower()]
    return [*lines, _("кандидат") if said.agreed_on else _("кандидат, портал спросит человека")]


def _names(found: Mapping[str, Any]) -> str:
    return ", ".join(f"«{name}»" for name in found.values()) or _("ничего")


_STATES = {str(state): words for state, words in STATES.items()}
_CATEGORIES = {str(category): words for category, words in CATEGORIES.items()}
