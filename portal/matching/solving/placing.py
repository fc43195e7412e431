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


def fill(allowed: Array, capacity: Array, places: Array, may_miss: int | None = None) -> Array:
    """Place as many as possible, beginning with `places`: who has a place keeps one, though perhaps another.

    Gives up as soon as more than `may_miss` rows can have none. What a vain search has seen need not be seen again:
    no later path leads out of it.
    """
    import numpy as np

    places = places.copy()
    m = allowed.shape[1]
    room = capacity - np.bincount(places, minlength=m + 1)[:m]
    vain = np.zeros(m, bool)
    waiting = np.flatnonzero(places == m).tolist()
    missed = 0
    for row in waiting:
        if may_miss is not None and missed > may_miss:
            break
        if not _place(row, allowed, room, places, vain):
            missed += 1
    return places


def _place(row: int, allowed: Array, room: Array, places: Array, vain: Array) -> bool:
    """Find the row a column, moving others along an alternating path; a vain search leaves its marks."""
    import numpy as np

    m = allowed.shape[1]
    came_from = np.full(m, -1)
    seen = vain.copy()
    queue, at = [row], 0
    while at < len(queue):
        here = queue[at]
        at += 1
        new = np.flatnonzero(allowed[here] & ~seen)
        if not len(new):
            continue
        seen[new] = True
        came_from[new] = here
        free = new[room[new] > 0]
        if len(free):
            column = int(free[0])
            room[column] -= 1
            while column < m:
                mover = int(came_from[column])
                places[mover], column = column, int(places[mover])
            return True
        is_new = np.zeros(m + 1, bool)
        is_new[new] = True
        queue.extend(np.flatnonzero(is_new[places]).tolist())
    vain |= seen
    return False


def begin(score: Array, allowed: Array, capacity: Array, order: Array) -> Array:
    """First come, first served: each row in `order` takes the free column of its highest score, of equals the first."""
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
        places = fill(allowed & (score >= levels[high]), capacity, kept, n - wanted)
        if (places < m).sum() == wanted:
            break
        kept, low = places, high + 1
        high, step = min(high + step, len(levels) - 1), step * 2
    while low < high:
        middle = (low + high) // 2
        places = fill(allowed & (score >= levels[middle]), capacity, kept, n - wanted)
        if (places < m).sum() == wanted:
            high = middle
        else:
            kept, low = places, middle + 1
    return int(levels[high])
