"""Small cells are hidden, and no arithmetic with the margins brings them back."""

import itertools
import random

import pytest

from surveys.results.cells import protected


def ranges(grid, shown):
    """Every hidden cell with all whole numbers that fit the margins: brute force over the table."""
    rows = [sum(row) for row in grid]
    columns = [sum(column) for column in zip(*grid, strict=True)]
    found = {}
    choices = [
        [
            row for row in itertools.product(*[range(rows[y] + 1) if n is None else [n] for n in shown[y]])
            if sum(row) == rows[y]
        ]
        for y in range(len(grid))
    ]  # fmt: skip
    for table in itertools.product(*choices):
        if [sum(column) for column in zip(*table, strict=True)] == columns:
            for y, row in enumerate(table):
                for x, n in enumerate(row):
                    if shown[y][x] is None:
                        found.setdefault((y, x), set()).add(n)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_no_small_cell_can_be_calculated_back_from_the_margins(seed):
    chance = random.Random(seed)
    grid = [[chance.choice((0, 2, 4, 6, 9, 12)) for _x in range(3)] for _y in range(2)]
    found = protected(grid, 5)
    small = {(y, x) for y, row in enumerate(grid) for x, n in enumerate(row) if 0 < n < 5}
    if found is None:
        assert small
        return
    for y, row in enumerate(found.cells):
        for x, cell in enumerate(row):
            assert cell in (None, grid[y][x])
            assert (y, x) not in small or cell is None
    for cell, numbers in ranges(grid, found.cells).items():
        if cell in small:
            assert max(numbers) - min(numbers) >= 4, (grid, found)


def test_a_table_without_small_cells_is_shown_whole():
    assert protected([[12, 5, 7], [6, 9, 10]], 5).is_whole
    assert protected([[12, 0], [6, 9]], 5).is_whole


def test_one_small_cell_takes_others_with_it():
    found = protected([[12, 3, 9], [6, 9, 10], [8, 11, 14]], 5)
    assert found.cells[0][1] is None
    assert sum(cell is None for row in found.cells for cell in row) >= 4


def test_a_table_that_cannot_be_protected_is_not_shown():
    assert protected([[1, 0], [0, 1]], 5) is None
    assert protected([[3, 9]], 5) is None
