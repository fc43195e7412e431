"""Headings in two rows: a wide one over several columns, and below it what each of them is."""

from collections.abc import Sequence


def second_row(headings: Sequence[str], row: Sequence[str]) -> list[str] | None:
    """The headings together with this row, if it goes on with them: «Родители» over «ФИО», «телефон»; None for data.

    It goes on where it fills only what the wide headings left open, without figures. A row «1, 2, 3…» under the
    headings, as official forms have it, adds nothing to them.
    """
    wide = [*headings, *[""] * (len(row) - len(headings))]
    filled = [place for place, cell in enumerate(row) if cell]
    if len(filled) > 2 and [row[place] for place in filled] == [str(n) for n in range(1, len(filled) + 1)]:
        return list(headings)
    is_open = [not title or (place + 1 < len(wide) and not wide[place + 1]) for place, title in enumerate(wide)]
    goes_on = all(is_open[place] and not any(map(str.isdigit, row[place])) for place in filled)
    if not goes_on or not any(place < len(wide) and not wide[place] for place in filled):
        return None
    joined, over = [], ""
    for title, cell in zip(wide, [*row, *[""] * (len(wide) - len(row))], strict=True):
        over = title or over
        joined.append(f"{over}: {cell}" if cell and over else title or cell)
    return joined
