"""Blocks: which questions make a score together, which of them are reverse, how many answers a score needs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.core.i18n import _
from portal.core.text import clean_line
from surveys.building.naming import fresh_code
from surveys.definitions import BlockDefinition, ItemDefinition, QuestionnaireDefinition, RowDefinition
from surveys.scoring import range_of, scored_items

MOST_BLOCKS = 50
LONGEST_LABEL = 120


@dataclass(frozen=True)
class Scored:
    """A question whose answers are marks: its block and whether it is turned."""

    code: str
    label: str
    block: str
    reverse: bool
    scale: str


@dataclass(frozen=True)
class Read:
    """The definition with the blocks that were typed, and what to put right by name of the field."""

    definition: QuestionnaireDefinition
    errors: Mapping[str, str]


def scored_of(definition: QuestionnaireDefinition) -> list[Scored]:
    """Everything that can be in a block, in the order of the questionnaire; rows of tables one by one."""
    return [
        Scored(code=code, label=item.text, block=item.block, reverse=item.polarity == -1, scale=_scale(item))
        for code, item in scored_items(definition).items()
    ]


def read_blocks(definition: QuestionnaireDefinition, form: Mapping[str, str]) -> Read:
    """Blocks from `label-CODE`, `least-CODE`, `new_block`; members from `block-ITEM`, `reverse-ITEM`.

    A block whose name is emptied is taken away; its questions stay, outside any block.
    """
    errors: dict[str, str] = {}
    blocks = [_block(block, form, errors) for block in definition.blocks]
    kept = [block for block in blocks if block.label]
    new = clean_line(form.get("new_block", ""))[:LONGEST_LABEL]
    if new and len(kept) < MOST_BLOCKS:
        kept.append(BlockDefinition(code=fresh_code({block.code for block in definition.blocks}, "B"), label=new))
    labels = [block.label.casefold() for block in kept]
    if len(set(labels)) < len(labels):
        errors["new_block"] = _("Два блока названы одинаково")
    names = {block.code for block in kept}
    if new:
        names.add("new")
    members = {each.code: _membership(each, form, names, kept[-1].code if new and kept else "")
               for each in scored_of(definition)}  # fmt: skip
    items = tuple(_with_membership(item, members) for item in definition.items)
    return Read(replace(definition, blocks=tuple(kept), items=items), errors)


def mixed_blocks(definition: QuestionnaireDefinition) -> list[BlockDefinition]:
    """Blocks of questions with different scales: their marks make no mean."""
    ranges: dict[str, set[tuple[float, float] | None]] = {}
    for item in scored_items(definition).values():
        if item.block:
            ranges.setdefault(item.block, set()).add(range_of(item))
    return [block for block in definition.blocks if len(ranges.get(block.code, ())) > 1]


def _block(block: BlockDefinition, form: Mapping[str, str], errors: dict[str, str]) -> BlockDefinition:
    label = clean_line(form.get(f"label-{block.code}", block.label))[:LONGEST_LABEL]
    least = form.get(f"least-{block.code}", "").strip()
    if least and not (least.isascii() and least.isdecimal() and 1 <= int(least[:4]) <= 999):
        errors[f"least-{block.code}"] = _("Укажите, сколько ответов нужно: целое число от 1")
        return replace(block, label=label)
    return replace(block, label=label, least=int(least) if least else None)


def _membership(each: Scored, form: Mapping[str, str], names: set[str], new: str) -> tuple[str, bool]:
    block = form.get(f"block-{each.code}", each.block)
    if block not in names:
        block = ""
    return new if block == "new" else block, bool(form.get(f"reverse-{each.code}"))


def _with_membership(item: ItemDefinition, members: Mapping[str, tuple[str, bool]]) -> ItemDefinition:
    if item.code in members:
        block, reverse = members[item.code]
        return replace(item, block=block, polarity=_polarity(item.polarity, reverse))
    stands = {code: (row.block, row.polarity == -1) for code, row in item.row_items.items()}
    if all(members.get(code, place) == place for code, place in stands.items()):
        return item
    rows = tuple(_row(row, item, members) for row in item.rows)
    return replace(item, rows=rows, block="", polarity=None)


def _row(row: RowDefinition, item: ItemDefinition, members: Mapping[str, tuple[str, bool]]) -> RowDefinition:
    if row.code not in members:
        return row
    block, reverse = members[row.code]
    stands = item.polarity if row.polarity is None else row.polarity
    return replace(row, block=block, polarity=_polarity(stands, reverse))


def _polarity(before: int | None, reverse: bool) -> int | None:
    return -1 if reverse else None if before == -1 else before


def _scale(item: ItemDefinition) -> str:
    ends = range_of(item)
    return _("от %(low)s до %(high)s", low=f"{ends[0]:g}", high=f"{ends[1]:g}") if ends else ""
