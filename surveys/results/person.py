"""Before and after of one person: the answers to two questionnaires joined by code, scale by scale.

What may be compared is decided as for whole waves (`surveys.results.compare`): only what both ask of everybody alike,
reverse questions turned, so that more is always better. One person gives a description and no statistics.
"""

from dataclasses import dataclass

from portal.core.i18n import _
from surveys.changes import breaks_block
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import Answers
from surveys.results.compare import comparable
from surveys.scoring import Score, keyed, mean_score


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One scale, or a question that belongs to none: the marks before and after, or why they are not compared."""

    label: str
    before: float | None = None
    after: float | None = None
    refused: str = ""

    @property
    def difference(self) -> float | None:
        """How much the mark rose; None where it was not given both times."""
        return None if self.before is None or self.after is None else self.after - self.before


def changes_of(
    first: QuestionnaireDefinition, before: Answers, last: QuestionnaireDefinition, after: Answers
) -> list[Changed]:
    """What changed between two sheets of one person, in the order of the later questionnaire.

    A scale is the mean of its questions that were answered both times, at least half of them. A scale whose meaning
    broke between two versions of one questionnaire is refused as a whole, with the reason.
    """
    items, refused = comparable(first, last)
    labels = {block.code: block.label for block in last.blocks}
    groups: dict[str, list[ItemDefinition]] = {}
    for item in items:
        groups.setdefault(item.block if item.block in labels else f"={item.code}", []).append(item)
    found, broken = [], set()
    for code, members in groups.items():
        why = breaks_block(first, last, code) if code in labels and first.code == last.code else ""
        if why:
            broken.add(code)
            found.append(Changed(label=labels[code], refused=why))
            continue
        found.append(_compared(labels.get(code) or members[0].text, members, before, after))
    stays = [(item, why) for item, why in refused if item.block not in broken]
    return found + [Changed(label=item.text, refused=_clause(why)) for item, why in stays]


def _compared(label: str, items: list[ItemDefinition], before: Answers, after: Answers) -> Changed:
    marks = [(keyed(item, before.get(item.code)), keyed(item, after.get(item.code))) for item in items]
    both = [(first, last) for first, last in marks if first is not None and last is not None]
    missing = len(marks) - len(both)
    means = [_mean([pair[side] for pair in both], missing).value for side in (0, 1)]
    if None in means:
        return Changed(label=label, refused=_("в один из двух раз ответов мало"))
    return Changed(label=label, before=means[0], after=means[1])


def _mean(marks: list[float], missing: int) -> Score:
    return mean_score([*marks, *([None] * missing)])


def _clause(why: str) -> str:
    """The reason as it stands behind a colon."""
    return f"{why[:1].lower()}{why[1:].rstrip('.')}"
