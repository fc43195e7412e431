"""Words of corrections, and the comparison of snapshots as lines of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.access.roles import Role
from portal.core import clock
from portal.core.i18n import _
from portal.matching.corrections.kinds import BaseKind, RowAnswer, Season
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.snapshots import Counts, Snapshot
from portal.matching.kinds import RequestState
from portal.matching.labels import STATES as REQUEST_STATES
from portal.matching.labels import all_variants
from portal.matching.mentors.labels import CATEGORIES
from portal.matching.mentors.labels import STATES as MENTOR_STATES
from portal.programs.definitions import formats

SEASONS = {Season.SPRING: _("весна"), Season.AUTUMN: _("осень")}
ANSWERS = {RowAnswer.STAYS: _("Остаётся"), RowAnswer.CLARIFIED: _("Уточнено"), RowAnswer.LEAVES: _("Выбывает")}
TONES = {RowAnswer.STAYS: "good", RowAnswer.CLARIFIED: "info", RowAnswer.LEAVES: "wait"}
BASES = {BaseKind.MENTEES: _("Наставляемые"), BaseKind.MENTORS: _("Наставники"), BaseKind.CURATORS: _("Кураторы")}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A measure and its numbers, one a correction; a heading has none. `change` is the last against the first."""

    label: str
    numbers: tuple[int, ...] = ()

    @property
    def change(self) -> int | None:
        return self.numbers[-1] - self.numbers[0] if len(self.numbers) > 1 else None


def title_of(correction: Correction) -> str:
    """«осень 2026»."""
    return f"{SEASONS[Season(correction.season)]} {correction.year}"


def answer_label(answer: str) -> str:
    """«Остаётся»."""
    return ANSWERS[RowAnswer(answer)]


def answer_tone(answer: str) -> str:
    """The tone of the tag."""
    return TONES[RowAnswer(answer)]


def whom(row: CorrectionRow) -> str:
    """«Наставляемый», «Наставник», or what the curator is appointed to."""
    if row.grant is not None:
        return row.grant.title
    return _("Наставляемый") if row.request is not None else _("Наставник")


def stands(row: CorrectionRow) -> bool:
    """Whether the row still stands in its base."""
    if row.grant is not None:
        return row.grant.ends_on is None or row.grant.ends_on >= clock.today(row.grant.organization.time_zone)
    if row.request is not None:
        return row.request.is_open or row.request.state == RequestState.MATCHED
    return row.profile is not None and row.profile.is_open


def may_change(row: CorrectionRow) -> bool:
    """Whether its words may be put right here: those of an open request or profile."""
    held = row.request or row.profile
    return held is not None and held.is_open


def compared(corrections: Sequence[Correction]) -> list[Line]:
    """Snapshots of these corrections side by side, in their order: the bases, then what was said of the rows."""
    kept = [Snapshot.from_data(each.snapshot) for each in corrections if each.snapshot is not None]
    lines: list[Line] = []
    names = {code: each.name for code, each in formats().items()}
    for base, states, categories in (
        (BaseKind.MENTEES, _texts(REQUEST_STATES), {**all_variants(), "": _("не указана")}),
        (BaseKind.MENTORS, _texts(MENTOR_STATES), _texts(CATEGORIES)),
        (BaseKind.CURATORS, {}, {str(role): role.label for role in Role}),
    ):
        counts = [each.of(base) for each in kept]
        whose = BASES[base]
        total = tuple(each.total for each in counts)
        lines.append(Line(label=_("%(base)s: всего", base=whose), numbers=total))
        lines += _by(_("%(base)s, состояние", base=whose), states, [each.by_state for each in counts])
        lines += _by(_("%(base)s, форма", base=whose), names, [each.by_format for each in counts])
        lines += _by(_("%(base)s, категория", base=whose), categories, [each.by_category for each in counts])
    return lines + _by(_("Что сказано о людях"), _texts(ANSWERS), [each.answers for each in kept])


def _by(what: str, names: Mapping[str, str], counts: Sequence[Counts]) -> list[Line]:
    """A line for each code that has a number in one of the snapshots; what is not in a list any more comes last."""
    known = [code for code in names if any(code in each for each in counts)]
    others = sorted({code for each in counts for code in each} - set(names))
    return [
        Line(label=f"{what}: {names.get(code, code).lower()}", numbers=tuple(each.get(code, 0) for each in counts))
        for code in (*known, *others)
    ]


def _texts(names: Mapping[Any, str]) -> dict[str, str]:
    return {str(code): name for code, name in names.items()}
