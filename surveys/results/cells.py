"""Tables of two questions without small cells: they are hidden, and enough others that none can be calculated back.

The margins of a table are known to the reader. A hidden cell is safe when in its row and in its column stand other
hidden ones, and the margins leave it a range of k people or more: that is asked of scipy's linear solver, cell by
cell, as whoever wants to know would do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

Grid = Sequence[Sequence[int]]
Hidden = set[tuple[int, int]]


@dataclass(frozen=True)
class Protected:
    """A table as a reader may see it: None is a hidden cell. `is_whole` says that nothing is hidden."""

    cells: tuple[tuple[int | None, ...], ...]

    @property
    def is_whole(self) -> bool:
        """Whether every cell is shown."""
        return all(cell is not None for row in self.cells for cell in row)


def has_small_cells(grid: Grid, k: int) -> bool:
    """Whether some cell holds fewer than k people, and not none."""
    return any(0 < n < k for row in grid for n in row)


def protected(grid: Grid, k: int) -> Protected | None:
    """The table with small cells and their companions hidden; None where hiding all would still not be enough."""
    hidden = {(y, x) for y, row in enumerate(grid) for x, n in enumerate(row) if 0 < n < k}
    if not hidden:
        return Protected(tuple(tuple(row) for row in grid))
    if len(grid) < 2 or len(grid[0]) < 2:
        return None
    while True:
        grown = _with_companions(grid, set(hidden), k)
        loose = _loose(grid, grown, k)
        if loose is None:
            shown = ((None if (y, x) in grown else n for x, n in enumerate(row)) for y, row in enumerate(grid))
            return Protected(tuple(tuple(row) for row in shown))
        more = _next_to(grid, grown, loose)
        if more is None:
            return None
        hidden = grown | {more}


def _with_companions(grid: Grid, hidden: Hidden, k: int) -> Hidden:
    """Until every line has no hidden cell, or at least two that hold k people together."""
    lines = _lines(grid)
    while True:
        open_line = next((line for line in lines if _is_open(grid, line, hidden, k)), None)
        if open_line is None:
            return hidden
        free = [cell for cell in open_line if cell not in hidden]
        if not free:
            return hidden
        hidden.add(min(free, key=lambda cell: _dearness(grid, cell)))


def _is_open(grid: Grid, line: list[tuple[int, int]], hidden: Hidden, k: int) -> bool:
    inside = [cell for cell in line if cell in hidden]
    return bool(inside) and (len(inside) < 2 or sum(grid[y][x] for y, x in inside) < k) and len(inside) < len(line)


def _lines(grid: Grid) -> list[list[tuple[int, int]]]:
    height, width = len(grid), len(grid[0])
    rows = [[(y, x) for x in range(width)] for y in range(height)]
    return rows + [[(y, x) for y in range(height)] for x in range(width)]


def _loose(grid: Grid, hidden: Hidden, k: int) -> tuple[int, int] | None:
    """A small cell that the margins confine to fewer than k people, if there is one."""
    from scipy.optimize import linprog

    order = sorted(hidden)
    lines = [line for line in _lines(grid) if any(cell in hidden for cell in line)]
    sums = [[1.0 if cell in line else 0.0 for cell in order] for line in lines]
    totals = [sum(grid[y][x] for y, x in line if (y, x) in hidden) for line in lines]
    for place, (y, x) in enumerate(order):
        if not 0 < grid[y][x] < k:
            continue
        aim = [1.0 if n == place else 0.0 for n in range(len(order))]
        low = linprog(aim, A_eq=sums, b_eq=totals, bounds=(0, None))
        high = linprog([-one for one in aim], A_eq=sums, b_eq=totals, bounds=(0, None))
        if -high.fun - low.fun < k - 1e-6:
            return y, x
    return None


def _next_to(grid: Grid, hidden: Hidden, cell: tuple[int, int]) -> tuple[int, int] | None:
    """The next cell to hide: the smallest one in the row or column of the loose cell, then anywhere."""
    every = [(y, x) for y, row in enumerate(grid) for x in range(len(row)) if (y, x) not in hidden]
    near = [each for each in every if each[0] == cell[0] or each[1] == cell[1]]
    return min(near or every, key=lambda each: _dearness(grid, each), default=None)


def _dearness(grid: Grid, cell: tuple[int, int]) -> tuple[bool, int, tuple[int, int]]:
    """Small cells are hidden first; an empty one hides little, so it comes last."""
    n = grid[cell[0]][cell[1]]
    return n == 0, n, cell
