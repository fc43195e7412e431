"""Results of a wave from its counters: one typed summary an item, whatever the number of responses."""

from surveys.definitions import QuestionnaireDefinition
from surveys.items import type_of
from surveys.items.summaries import (
    RESPONSES,
    Base,
    ChoiceSummary,
    Counts,
    DateSummary,
    ItemSummary,
    MatrixRowSummary,
    MatrixSummary,
    NumberSummary,
    OptionRow,
    RankedRow,
    RankingSummary,
    RecommendationSummary,
    ScaleSummary,
    TextSummary,
)


def summarize(definition: QuestionnaireDefinition, counts: Counts) -> list[ItemSummary]:
    """A summary of every question, in the order of the questionnaire."""
    questions = [item for item in definition.items if type_of(item).is_question]
    return [type_of(item).summary(item, counts) for item in questions]


def response_total(counts: Counts) -> int:
    """How many responses the counters hold."""
    return counts.get(RESPONSES, 0)


__all__ = [
    "Base",
    "ChoiceSummary",
    "Counts",
    "DateSummary",
    "ItemSummary",
    "MatrixRowSummary",
    "MatrixSummary",
    "NumberSummary",
    "OptionRow",
    "RankedRow",
    "RankingSummary",
    "RecommendationSummary",
    "ScaleSummary",
    "TextSummary",
    "response_total",
    "summarize",
]
