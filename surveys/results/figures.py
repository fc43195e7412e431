"""Results of a wave for one reader: from counters and the questionnaire to what page and files show."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from portal.core import charts
from portal.core.i18n import _, ru_number
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import type_of
from surveys.items.summaries import ChoiceSummary, Counts, ItemSummary, TextSummary
from surveys.results.blocks import BlockFigure, IndexFigure, block_figures, index_figures
from surveys.results.filters import Cut
from surveys.results.pictures import overview_of, picture_of
from surveys.results.privacy import Reading, told_to, too_few, too_few_for_item, too_few_texts
from surveys.results.summary import summarize
from surveys.results.swot import SwotPart, swot_of
from surveys.results.tables import Fact, Table, base_words, facts_of, table_of
from surveys.results.turnout import Turnout

SPOKES_FROM = 3
MOST_KEPT = 32  # summaries a process remembers
NO_PICTURE = Markup("")
NO_TABLE = Table()


@dataclass(frozen=True, kw_only=True)
class ItemResult:
    """One question. Where `closed` says why, nothing else holds a figure."""

    item: ItemDefinition
    summary: ItemSummary | None = None
    closed: str = ""
    base: str = ""
    facts: tuple[Fact, ...] = ()
    table: Table = NO_TABLE
    picture: Markup = NO_PICTURE
    texts: int = 0
    texts_closed: str = ""
    note: str = ""

    @property
    def has_texts(self) -> bool:
        """Whether there are words of people to read."""
        return self.texts > 0 and not self.closed


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A section of the questionnaire with its questions; the first may have no title. Equal to nothing but itself."""

    title: str
    items: tuple[ItemResult, ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What counters say of a questionnaire to one kind of reader."""

    parts: tuple[Part, ...] = ()
    blocks: tuple[BlockFigure, ...] = ()
    blocks_picture: Markup = NO_PICTURE
    indices: tuple[IndexFigure, ...] = ()
    overview: Markup = NO_PICTURE
    swot: tuple[SwotPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Results(Figures):
    """Everything that is shown of a wave to one reader; `submitted` responses stand behind the figures."""

    submitted: int
    turnout: Turnout
    reading: Reading
    closed: str = ""
    cuts: tuple[Cut, ...] = ()
    lag: str = ""

    @property
    def items(self) -> list[ItemResult]:
        """All questions in order."""
        return [item for part in self.parts for item in part.items]


def build_results(
    definition: QuestionnaireDefinition,
    counts: Counts,
    reading: Reading,
    *,
    submitted: int,
    turnout: Turnout,
    with_pictures: bool = True,
    known: Collection[str] | None = None,
) -> Results:
    """The results for a reader; below k nothing of the counters gets into them.

    `known` names the answer codes whose figures are released; None means all of them.
    """
    if not reading.opens(submitted):
        why = too_few(turnout, reading.k)
        return Results(submitted=submitted, turnout=turnout, reading=reading, closed=why)
    found = figures_of(
        told_to(reading, definition), frozenset(counts.items()), reading, with_pictures,
        None if known is None else frozenset(known),
    )  # fmt: skip
    return Results(submitted=submitted, turnout=turnout, reading=reading, **vars(found))


@lru_cache(maxsize=MOST_KEPT)
def figures_of(
    definition: QuestionnaireDefinition,
    counted: frozenset[tuple[tuple[str, str], int]],
    reading: Reading,
    with_pictures: bool,
    known: frozenset[str] | None,
) -> Figures:
    """The figures, remembered: the same counters say the same, and most readers come between two answers."""
    counts = dict(counted)
    summaries = {each.item.code: each for each in summarize(definition, counts)}
    open_codes = {code for each in summaries.values() for code in _open_codes(each, reading)}
    if known is not None:
        open_codes &= known
    blocks = block_figures(definition, counts, open_codes)
    return Figures(
        parts=tuple(_parts(definition, summaries, reading, open_codes, with_pictures)),
        blocks=blocks,
        blocks_picture=_blocks_picture(blocks) if with_pictures else NO_PICTURE,
        indices=index_figures(definition, counts, open_codes),
        overview=overview_of(summaries.values(), open_codes) if with_pictures else NO_PICTURE,
        swot=swot_of(definition, summaries, open_codes),
    )


def item_result(
    summary: ItemSummary,
    reading: Reading,
    *,
    with_picture: bool = True,
    open_codes: Collection[str] | None = None,
) -> ItemResult:
    """One question for a reader; `open_codes` are those that were found open already."""
    item, base = summary.item, summary.base
    is_open = _open_codes(summary, reading) if open_codes is None else open_codes
    if not all(code in is_open for code in (item.code, *item.row_items)):
        return ItemResult(item=item, closed=too_few_for_item(reading.k))
    texts = _texts_behind(summary)
    return ItemResult(
        item=item,
        summary=summary,
        base=base_words(base),
        facts=facts_of(summary),
        table=table_of(summary),
        picture=picture_of(summary) if with_picture else NO_PICTURE,
        texts=texts,
        texts_closed="" if reading.opens_texts(texts) else too_few_texts(reading.k_texts),
    )


def _open_codes(summary: ItemSummary, reading: Reading) -> set[str]:
    """Answer codes that enough people answered: of the item and of each line of a matrix."""
    bases = {summary.item.code: summary.base}
    bases.update({line.code: line.base for line in getattr(summary, "lines", ())})
    return {code for code, base in bases.items() if reading.opens_item(base)}


def _texts_behind(summary: ItemSummary) -> int:
    """How many answers in people's own words: to a text, or beside «Другое»."""
    if isinstance(summary, TextSummary):
        return summary.base.answered if summary.item.type == "text" else 0
    other = summary.item.other
    if other is None or not isinstance(summary, ChoiceSummary):
        return 0
    return next((row.n for row in summary.rows if row.value == other.value), 0)


def _parts(
    definition: QuestionnaireDefinition,
    summaries: dict[str, ItemSummary],
    reading: Reading,
    open_codes: Collection[str],
    with_pictures: bool,
) -> list[Part]:
    return parts_of(
        definition,
        lambda item: item_result(summaries[item.code], reading, with_picture=with_pictures, open_codes=open_codes),
    )


def parts_of(definition: QuestionnaireDefinition, result: Callable[[ItemDefinition], ItemResult]) -> list[Part]:
    """The questions in their sections, each as `result` shows it."""
    found: list[Part] = []
    title, items = "", list[ItemResult]()
    for item in definition.items:
        if item.type == "section":
            found.append(Part(title=title, items=tuple(items)))
            title, items = item.text, []
        elif type_of(item).is_question:
            items.append(result(item))
    found.append(Part(title=title, items=tuple(items)))
    return [part for part in found if part.items]


def _blocks_picture(blocks: Sequence[BlockFigure]) -> Markup:
    known = [block for block in blocks if block.value is not None]
    if len(known) < SPOKES_FROM:
        return NO_PICTURE
    title = _(
        "Уровень по блокам, от %(low)s до %(high)s", low=ru_number(known[0].lowest), high=ru_number(known[0].highest)
    )
    spokes = [charts.Spoke(block.label, block.value) for block in sorted(blocks, key=lambda block: block.place)]
    return charts.radar(title, spokes, known[0].highest, known[0].lowest)
