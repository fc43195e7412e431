"""Reads of the closing sheet: what was said, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.mentorships.closing.dates import due_dates
from portal.mentorships.closing.kinds import ReportState
from portal.mentorships.closing.models import ClosingSheet, ClosingWord
from portal.mentorships.closing.queries.facts import PairFacts, facts_of
from portal.mentorships.closing.queries.reports import all_reports
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.models import Plan
from portal.programs.definitions import ExpectedResult, formats


@dataclass(frozen=True, kw_only=True)
class Summing:
    """Everything that a closing sheet shows; `sheet` is None until somebody wrote one."""

    pair: Mentorship
    sheet: ClosingSheet | None
    words: Sequence[ClosingWord]
    facts: PairFacts
    expected: tuple[ExpectedResult, ...]
    goals: Sequence[str]
    missing: Sequence[str]

    def word_of(self, person_id: int | None) -> ClosingWord | None:
        """What this person said."""
        return next((each for each in self.words if each.person_id == person_id), None)


def summing_of(pair: Mentorship, today: date) -> Summing:
    """The whole sheet of the pair."""
    sheet, words = sheet_of(pair), words_of(pair)
    first = pair.starts_on or pair.proposed_on
    facts = facts_of(pair, first, pair.ends_on or today, today)
    return Summing(
        pair=pair, sheet=sheet, words=words, facts=facts, expected=expected_of(pair), goals=goals_of(pair),
        missing=_missing(pair, sheet, words, facts),
    )  # fmt: skip


def sheet_of(pair: Mentorship, *, lock: bool = False) -> ClosingSheet | None:
    """The closing sheet, if somebody wrote one."""
    query = sa.select(ClosingSheet).where(ClosingSheet.mentorship_id == pair.id)
    return db.session.scalars(query.with_for_update(of=ClosingSheet) if lock else query).one_or_none()


def sheets_of(pairs: Sequence[Mentorship]) -> dict[int, ClosingSheet]:
    """Pair id → its closing sheet; pairs without one are left out."""
    found = db.session.scalars(
        sa.select(ClosingSheet).where(ClosingSheet.mentorship_id.in_([pair.id for pair in pairs]))
    )
    return {each.mentorship_id: each for each in found}


def words_of(pair: Mentorship) -> Sequence[ClosingWord]:
    """What members said at the end, in the order in which they said it."""
    return db.session.scalars(
        sa.select(ClosingWord).where(ClosingWord.mentorship_id == pair.id).options(joinedload(ClosingWord.person))
        .order_by(ClosingWord.said_on, ClosingWord.id)
    ).all()  # fmt: skip


def expected_of(pair: Mentorship) -> tuple[ExpectedResult, ...]:
    """What the format of the pair is expected to bring."""
    known = formats().get(pair.format.code)
    return known.results if known else ()


def goals_of(pair: Mentorship) -> Sequence[str]:
    """The goal of the pair, then those of its plans, each once."""
    plans = db.session.scalars(sa.select(Plan.goal).where(Plan.mentorship_id == pair.id).order_by(Plan.id))
    return list(dict.fromkeys(goal for goal in (pair.goal, *plans) if goal))


def _missing(pair: Mentorship, sheet: ClosingSheet | None, words: Sequence[ClosingWord], facts: PairFacts) -> list[str]:
    """What is not there, in words: nothing of it keeps the pair from being closed."""
    found = []
    if not facts.has_final:
        found.append(_("заключительной встречи не было"))
    if facts.items > facts.done:
        n = facts.items - facts.done
        found.append(ngettext("не выполнен %(num)s пункт плана", "не выполнено %(num)s пунктов плана", n))
    accepted = {(each.person_id, each.due_on) for each in all_reports(pair) if each.state == ReportState.ACCEPTED}
    wanted = {(each.person_id, day) for each in pair.standing(MemberSide.MENTOR) for day in due_dates(pair)}
    if lacking := len(wanted - accepted):
        found.append(ngettext("не принят %(num)s отчёт наставника", "не принято %(num)s отчётов наставника", lacking))
    spoke = {each.person_id for each in words}
    for side, name in (
        (MemberSide.MENTOR, _("рефлексии наставника")),
        (MemberSide.MENTEE, _("рефлексии наставляемого")),
    ):
        silent = [each for each in pair.standing(side) if each.person_id not in spoke]
        if silent:
            found.append(_("нет %(what)s: %(n)s", what=name, n=len(silent)))
    reviewed = {each.person_id for each in words if each.review}
    unsaid = [each for each in pair.standing(MemberSide.MENTEE) if each.person_id not in reviewed]
    if unsaid:
        found.append(_("нет отзыва наставляемого: %(n)s", n=len(unsaid)))
    if sheet is None or not sheet.conclusion:
        found.append(_("нет заключения куратора"))
    return found
