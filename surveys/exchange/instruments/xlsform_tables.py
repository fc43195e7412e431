"""Which groups of an XLSForm are tables: questions with one list of choices, shown side by side."""

from surveys.exchange.instruments.xlsform_tree import Node
from surveys.exchange.instruments.xlsform_words import OWN, Headings

SIDE_BY_SIDE = ("table-list", "field-list")
OF_THEIR_OWN = ("relevant", "hint", "choice_filter", "constraint", "media", "default", "read_only", "parameters")


def is_table(group: Node, headings: Headings) -> bool:
    """Whether the group is a table: `table-list`, or `field-list` over questions that differ in their words alone."""
    appearance = headings.cell(group.row, "appearance").split()
    lines = lines_of(group, headings)
    if not any(each in appearance for each in SIDE_BY_SIDE) or len(lines) < (1 if "table-list" in appearance else 2):
        return False
    kinds = {(line.kind.word, line.kind.list_name, line.kind.has_other) for line in lines}
    required = {headings.cell(line.row, "required").casefold() for line in lines}
    return (
        len(kinds) == 1
        and not group.row.get("choice_filter")
        and next(iter(kinds))[0] in ("select_one", "select_multiple")
        and not next(iter(kinds))[2]
        and len(required) == 1
        and not any(headings.cell(line.row, name) for line in lines for name in (*OF_THEIR_OWN, f"{OWN}type"))
    )


def lines_of(group: Node, headings: Headings) -> list[Node]:
    """The questions of the group without the one that only shows the words of the choices (`label`)."""
    return [each for each in group.children if "label" not in headings.cell(each.row, "appearance").split()]
