"""The grid of strengths, weaknesses, opportunities and threats, from the questions that say which of them they ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from portal.core.i18n import _, ru_number
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items.summaries import ChoiceSummary, ItemSummary, RankingSummary, ScaleSummary

PARTS = {
    "strengths": _("Сильные стороны"),
    "weaknesses": _("Слабые стороны"),
    "opportunities": _("Возможности"),
    "threats": _("Угрозы"),
}
MOST_LINES = 5


@dataclass(frozen=True)
class SwotLine:
    """What a question says for the grid; `code` leads to it, `texts` says that there are words to read."""

    code: str
    title: str
    said: tuple[str, ...]
    texts: int = 0


@dataclass(frozen=True)
class SwotPart:
    """One field of the grid."""

    code: str
    title: str
    lines: tuple[SwotLine, ...]


def swot_of(
    definition: QuestionnaireDefinition, summaries: Mapping[str, ItemSummary], open_codes: Collection[str]
) -> tuple[SwotPart, ...]:
    """The four fields in their order; none at all where the questionnaire asks nothing of the kind."""
    asked = [item for item in definition.items if item.swot in PARTS and item.code in summaries]
    if not asked:
        return ()
    lines = {item.code: _line(item, summaries[item.code], open_codes) for item in asked}
    return tuple(
        SwotPart(part, title, tuple(lines[item.code] for item in asked if item.swot == part))
        for part, title in PARTS.items()
    )


def _line(item: ItemDefinition, summary: ItemSummary, open_codes: Collection[str]) -> SwotLine:
    if item.code not in open_codes:
        return SwotLine(item.code, item.text, ())
    if isinstance(summary, ChoiceSummary):
        most = sorted((row for row in summary.rows if row.n), key=lambda row: -row.n)[:MOST_LINES]
        return SwotLine(item.code, item.text, tuple(f"{row.label} — {ru_number(row.n)}" for row in most))
    if isinstance(summary, RankingSummary):
        first = [row.label for row in summary.rows if row.mean_place is not None][:MOST_LINES]
        return SwotLine(item.code, item.text, tuple(first))
    if isinstance(summary, ScaleSummary) and summary.mean is not None:
        return SwotLine(item.code, item.text, (_("среднее %(mean)s", mean=ru_number(summary.mean, 1)),))
    return SwotLine(item.code, item.text, (), texts=summary.base.answered if item.type == "text" else 0)
