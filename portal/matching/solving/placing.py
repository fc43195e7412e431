"""The most mentees that can be placed at all: alternating paths over a table of allowed pairs (Berge, Kőnig, Hall).

`allowed`: bool, a row a mentee and a column a mentor. `places`: the column of each row, the number of columns for
nobody. `capacity`: places of each column.
"""

from dataclasses import dataclass

from portal.matching.solving.measures import Array


@dataclass(frozen=True, eq=False)
class Reach:
    """Who can be reached from the unplaced by alternating paths; bool tables. `free`: a column with room, or −1."""

    rows: Array
    columns: Array
    came_from: Array
    free: int


def reach(allowed: Array, capacity: Array, places: Array, starts: Array | None = None) -> Reach:
    """Walk from the unplaced rows (or `starts`); stops at the first column with room.

    Where none has room the rows reached are the smallest group with the greatest shortage, the columns all that this
    group could go to: their places are all taken, and by nobody else.
    """
    import numpy as np

    n, m = allowed.shape
    room = capacity - np.bincount(places, minlength=m + 1)[:m]
    rows, columns, came_from = np.zeros(n, bool), np.zeros(m, bool), np.full(m, -1)
    rows[np.flatnonzero(places == m) if starts is None else starts] = True
    front = np.flatnonzero(rows)
    while len(front):
        new = np.flatnonzero(allowed[front].any(axis=0) & ~columns)
        columns[new] = True
        came_from[new] = front[allowed[np.ix_(front, new)].argmax(axis=0)]
        free = new[room[new] > 0]
        if len(free):
            return Reach(rows, columns, came_from, int(free[0]))
        front = np.flatnonzero(np.append(columns, False)[places] & ~rows)
        rows[front] = True
    return Reach(rows, columns, came_from, -1)


def fill(allowed: Array, capacity: Array, places: Array) -> Array:
    """Place as many as possible, beginning with `places`: who has a place keeps one, though perhaps another."""
    places = places.copy()
    m = allowed.shape[1]
    while True:
        found = reach(allowed, capacity, places)
        if found.free < 0:
            return places
        column = found.free
        while column < m:
            row = int(found.came_from[column])
            places[row], column = column, int(places[row])


def begin(score: Array, allowed: Array, capacity: Array, order: Array) -> Array:
    """First come, first served: each row in `order` takes the free column of its highest score, the lowest of equals."""
    import numpy as np

    n, m = allowed.shape
    places = np.full(n, m, np.int64)
    room = capacity.copy()
    for row in order.tolist() if m else ():
        worth = np.where(allowed[row] & (room > 0), score[row], -1)
        column = int(worth.argmax())
        if worth[column] >= 0:
            places[row] = column
            room[column] -= 1
    return places


def highest_least(score: Array, allowed: Array, capacity: Array) -> int:
    """The highest score s for which the pairs of s and more still place as many as all allowed pairs do.

    Goes down from the top, doubling the step, and back by halves; each try begins with what a higher threshold placed
    (bottleneck assignment, Burkard, Dell'Amico and Martello 2012, chapter 6). 0 where nobody can be placed.
    """
    import numpy as np

    n, m = allowed.shape
    order = np.arange(n)
    wanted = int((fill(allowed, capacity, begin(score, allowed, capacity, order)) < m).sum())
    levels = np.unique(score[allowed])[::-1]
    if not wanted:
        return 0
    # The wanted-th best of the rows' best scores bounds the answer from above.
    best = np.sort(np.where(allowed, score, -1).max(axis=1))[::-1]
    low = int(np.searchsorted(-levels, -best[wanted - 1]))
    kept = np.full(n, m, np.int64)
    step, high = 1, low
    while True:
        places = fill(allowed & (score >= levels[high]), capacity, kept)
        if (places < m).sum() == wanted:
            break
        kept, low = places, high + 1
        high, step = min(high + step, len(levels) - 1), step * 2
    while low < high:
        middle = (low + high) // 2
        places = fill(allowed & (score >= levels[middle]), capacity, kept)
        if (places < m).sum() == wanted:
            high = middle
        else:
            kept, low = places, middle + 1
    return int(levels[high])
