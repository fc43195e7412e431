"""Who answered twice: responses of two waves joined by person and subject, or by the private code.

The database counts how often each pair of marks occurs, so the number of people costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from surveys.definitions import ItemDefinition
from surveys.items import NA
from surveys.models import (
    Answer,
    Mode,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.results.blocks import known_scales
from surveys.results.filters import Cut, is_answer_to, json_text, responses_of
from surveys.scoring import keyed
from surveys.strict import number_of


@dataclass(frozen=True, kw_only=True)
class Attrition:
    """Who stands where: in both waves, only before, only after."""

    both: int
    only_before: int
    only_after: int

    @property
    def before(self) -> int:
        """Everybody who answered at the entry."""
        return self.both + self.only_before

    @property
    def after(self) -> int:
        """Everybody who answered at the exit."""
        return self.both + self.only_after


def partners_of(actor: Actor, wave: SurveyAssignment) -> list[SurveyAssignment]:
    """Waves that may be set beside this one, what came before it first, then by nearness.

    They asked by the same or its twin questionnaire in the same organisation, and are joined by name or private code.
    """
    if wave.mode == Mode.ANONYMOUS:
        return []
    codes = twins_of(wave.questionnaire_version.questionnaire.code)
    found = db.session.scalars(
        sa.select(SurveyAssignment)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            allowed(actor, Permission.RESULTS_READ, SurveyAssignment),
            SurveyAssignment.organization_id == wave.organization_id,
            SurveyAssignment.mode == wave.mode,
            SurveyAssignment.id != wave.id,
            Questionnaire.code.in_(codes),
        )
        .options(sa.orm.joinedload(SurveyAssignment.organization))
    ).all()
    return sorted(found, key=lambda each: (each.opens_at > wave.opens_at, abs(each.opens_at - wave.opens_at), each.id))


def twins_of(code: str) -> list[str]:
    """The questionnaire itself and those that `scales.yaml` compares with it."""
    pairs = known_scales().comparisons.values()
    return [
        code,
        *{each.after for each in pairs if each.before == code},
        *{each.before for each in pairs if each.after == code},
    ]


def versions_of_twins(wave: SurveyAssignment) -> Any:
    code = db.session.scalar(
        sa.select(Questionnaire.code)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(QuestionnaireVersion.id == wave.version_id)
    )
    return (
        sa.select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.code.in_(twins_of(code or "")))
    )


class Pairs:
    """Responses of two waves that belong to the same person and subject, or bear the same private code."""

    def __init__(
        self, before: SurveyAssignment, after: SurveyAssignment, cuts: Sequence[Cut], *, released: bool
    ) -> None:
        self.before, self.after, self._released = before, after, released
        self._sides = (responses_of(before, cuts, released=released), responses_of(after, released=released))
        self._cuts = cuts

    def rows(self) -> Any:
        """A table of (first, last): ids of two responses of one person. A code met twice in a wave joins nobody."""
        first, last = (
            _once(self._keyed(side), name) for side, name in zip(self._sides, ("before", "after"), strict=True)
        )
        return sa.select(first.c.id.label("first"), last.c.id.label("last")).join(
            last, sa.and_(first.c.person == last.c.person, first.c.subject == last.c.subject)
        )

    def table(self) -> sa.CTE:
        """The same rows for a larger question."""
        return _once(self.rows(), "pairs")

    def attrition(self) -> Attrition:
        """Three numbers; with cuts those who only came later are counted in no part."""
        rows = self.table()
        both = db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
        sizes = [
            db.session.scalar(sa.select(sa.func.count()).select_from(side.subquery())) or 0 for side in self._sides
        ]
        only_after = 0 if self._cuts else sizes[1] - both
        return Attrition(both=both, only_before=sizes[0] - both, only_after=only_after)

    def joints(self, items: Sequence[ItemDefinition]) -> dict[str, dict[tuple[float, float], int]]:
        """Code → (before, after) → how many people; marks turned so that more is better."""
        rows = self.table()
        first, last = aliased(Answer), aliased(Answer)
        texts = sa.cast(first.value, sa.Text).label("before"), sa.cast(last.value, sa.Text).label("after")
        query = (
            sa.select(first.item_code, *texts, sa.func.count())
            .select_from(rows)
            .join(first, first.response_id == rows.c.first)
            .join(last, sa.and_(last.response_id == rows.c.last, last.item_code == first.item_code))
            .where(is_answer_to((item.code for item in items), first))
            .group_by(first.item_code, *texts)
        )
        by_code = {item.code: item for item in items}
        found: dict[str, dict[tuple[float, float], int]] = {}
        for code, *marks, n in db.session.execute(query):
            before, after = (mark_of(by_code[code], text) for text in marks)
            if before is not None and after is not None:
                joint = found.setdefault(code, {})
                joint[before, after] = joint.get((before, after), 0) + n
        return found

    def margins(self, wave: SurveyAssignment, items: Sequence[ItemDefinition]) -> dict[str, dict[float, int]]:
        """Code → mark → how many of the whole wave, joined or not."""
        side = self._sides[0 if wave is self.before else 1].subquery()
        text = sa.cast(Answer.value, sa.Text)
        query = (
            sa.select(Answer.item_code, text, sa.func.count())
            .select_from(side)
            .join(Answer, Answer.response_id == side.c.id)
            .where(is_answer_to(item.code for item in items))
            .group_by(Answer.item_code, text)
        )
        by_code = {item.code: item for item in items}
        found: dict[str, dict[float, int]] = {}
        for code, raw, n in db.session.execute(query):
            mark = mark_of(by_code[code], raw)
            if mark is not None:
                marks = found.setdefault(code, {})
                marks[mark] = marks.get(mark, 0) + n
        return found

    def _keyed(self, side: sa.Select[Any]) -> Any:
        if self.before.mode == Mode.NAMED:
            return (
                sa.select(Response.id, SurveyInvitation.person_id.label("person"), SurveyInvitation.subject)
                .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
                .where(Response.id.in_(side))
            )
        once = sa.and_(Response.link_code.is_not(None), Response.id.in_(side))
        return (
            sa.select(sa.func.min(Response.id).label("id"), Response.link_code.label("person"),
                      sa.literal("").label("subject"))
            .where(once).group_by(Response.link_code).having(sa.func.count() == 1)
        )  # fmt: skip


def _once(rows: sa.Select[Any], name: str) -> sa.CTE:
    """Rows that the database finds once and keeps, whatever it thinks of their number: it may not know it yet."""
    found: sa.CTE = rows.cte(f"{name}_rows").prefix_with("MATERIALIZED")
    return found


def mark_of(item: ItemDefinition, text: str) -> float | None:
    """A stored answer as a mark, turned where the item is reverse; None for «Не могу ответить»."""
    return None if text == json_text(NA) else keyed(item, number_of(text.strip('"')))
