"""The largest sum of weights over places of mentors, its dual prices, and the one answer among equals.

Weights are whole numbers, 0 for a pair that may not be and positive for the others; a mentee who gets nobody stands at
the column after the last («nobody»). All numbers stay below 2**53, where float64, in which scipy works, is exact.

scipy's solver (shortest augmenting paths, Crouse 2016) works on places: a column a place. Everything after it works on
mentors: an edge from mentor j to mentor k is the cheapest move of one of j's mentees to k, so prices are shortest paths
over some hundred nodes rather than over all places.
"""

from dataclasses import dataclass

from portal.matching.solving.measures import Array
from portal.matching.solving.pool import CannotSolve

EXACT = 2**53
FEW_PLACES = 4


@dataclass(frozen=True, eq=False)
class Assignment:
    """`places`: the column of each mentee, the number of mentors for nobody. Prices: see `prices`; int64."""

    places: Array
    mentee_prices: Array
    mentor_prices: Array


def assign(weights: Array, capacity: Array) -> Assignment:
    """The largest sum; among equal ones the least in order of the rows, each row preferring the lowest column.

    Raises `CannotSolve("too_large")` where sums would leave the numbers that are exact.
    """
    import numpy as np

    n = len(weights)
    if 4 * (n + 1) * int(weights.max(initial=0)) >= EXACT:
        raise CannotSolve("too_large")
    capacity = np.minimum(capacity, (weights > 0).sum(axis=0))
    used = np.minimum(capacity, FEW_PLACES)
    while True:
        places = largest(weights, used)
        worth = prices(weights, used, places)
        # A mentor of many places begins with a few; a price says that more of them would be of use.
        short = (used < capacity) & (worth > 0)
        if not short.any():
            break
        used = np.where(short, np.minimum(capacity, used * 2), used)
    places = first_of_equals(weights, capacity, places, worth)
    return Assignment(places, mentee_prices(weights, places, worth), worth)


def largest(weights: Array, capacity: Array) -> Array:
    """The column of each row in some assignment of the largest sum."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    n, m = weights.shape
    owner = np.repeat(np.arange(m), capacity)
    places = np.full(n, m, np.int64)
    cost = np.take(np.negative(weights, dtype=np.float64), owner, axis=1)
    rows, columns = linear_sum_assignment(cost)
    taken = owner[columns] if len(columns) else columns
    is_real = weights[rows, taken] > 0
    places[rows[is_real]] = taken[is_real]
    return places


def moves(weights: Array, places: Array) -> Array:
    """What the sum loses at the least when one mentee of mentor j (or of nobody, the last) goes to k; inf for never."""
    import numpy as np

    n, m = weights.shape
    found = np.full((m + 1, m + 1), np.inf)
    if not n:
        return found
    order = np.argsort(places, kind="stable")
    here = places[order]
    starts = np.flatnonzero(np.diff(here, prepend=-1))
    gains = np.zeros((n, m + 1))  # what a move brings less what the pair gives now
    gains[:, :m] = weights[order]
    own = gains[np.arange(n), here]
    gains[gains <= 0] = -np.inf
    gains[:, m] = 0
    gains -= own[:, None]
    found[here[starts]] = -np.maximum.reduceat(gains, starts, axis=0)
    return found


def prices(weights: Array, capacity: Array, places: Array) -> Array:
    """The least dual price of a place at each mentor: what the sum would gain by one place more. int64.

    v = the longest way from nobody, v_k ≥ v_j − move(j, k) (Bellman and Ford); 0 where a place is left.
    """
    import numpy as np

    lost = moves(weights, places)
    worth, grown = np.zeros(len(lost)), np.arange(len(lost))
    for _round in range(len(lost) + 1):
        better = np.maximum(worth, (worth[grown, None] - lost[grown]).max(axis=0))
        better[-1] = 0
        grown = np.flatnonzero(better > worth)  # only from these can a way have become longer
        if not len(grown):
            return np.where(capacity > 0, worth[:-1], weights.max(axis=0, initial=0)).astype(np.int64)
        worth = better
    raise AssertionError("the assignment was not the largest")


def mentee_prices(weights: Array, places: Array, worth: Array) -> Array:
    """What is left to each mentee of the pair's weight after the price of the place; 0 for nobody. int64."""
    import numpy as np

    n, m = weights.shape
    own, paid = np.zeros(n, np.int64), np.zeros(n, np.int64)
    has = places < m
    own[has] = weights[np.flatnonzero(has), places[has]]
    paid[has] = worth[places[has]]
    return own - paid


def first_of_equals(weights: Array, capacity: Array, places: Array, worth: Array) -> Array:
    """The assignment of the same sum in which the first row has the lowest column that it can have, then the second…

    By complementary slackness the assignments of the largest sum are exactly those that use only tight pairs
    (mentee's price + place's price = weight), leave without anybody only mentees of price 0 and leave empty only places
    of price 0. So a row may change to a lower column when a chain of tight moves leads from there to the place it left.
    """
    import numpy as np

    n, m = weights.shape
    tight = np.zeros((n, m + 1), bool)
    own = mentee_prices(weights, places, worth)
    np.equal(own[:, None] + worth[None, :], weights, out=tight[:, :m])
    tight[:, :m] &= weights > 0
    tight[:, m] = own == 0
    chain = _Chain(tight, np.append(capacity, n), places.copy(), np.append(worth, 0) == 0)
    for row in range(n):
        chain.settle(row)
    return chain.places


class _Chain:
    """Tight moves of the rows that are not settled yet; `is_free`: columns that may have an empty place."""

    def __init__(self, tight: Array, capacity: Array, places: Array, is_free: Array) -> None:
        import numpy as np

        self._np, self._tight, self._by_column, self.places = np, tight, tight.T.copy(), places
        self._capacity, self._is_free = capacity, is_free
        self._room = capacity - np.bincount(places, minlength=len(capacity))
        self._settled = np.zeros_like(capacity)
        self._first = tight.argmax(axis=1).tolist()  # lower than this no row can come
        columns, rows = np.nonzero(self._by_column)
        self._rows = np.split(rows, np.searchsorted(columns, np.arange(1, len(capacity))))
        self._nothing = len(capacity)  # stands for emptiness among the columns

    def settle(self, row: int) -> None:
        """Give the row the lowest column that leaves the sum as it is, moving later rows where needed."""
        left = int(self.places[row])
        wanted: Array = self._wanted(row, left) if self._first[row] < left else ()
        if len(wanted):
            mover, there = self._ways_to(left, row, int(wanted[0]))
            found = next((int(each) for each in wanted if there[each] >= 0), left)
            self.places[row] = found
            self._room[left] += 1
            self._room[found] -= 1
            self._follow(found, left, mover, there)
        self._settled[self.places[row]] += 1

    def _wanted(self, row: int, left: int) -> Array:
        return self._np.flatnonzero(self._tight[row, :left] & (self._settled < self._capacity)[:left])

    def _follow(self, here: int, left: int, mover: Array, there: Array) -> None:
        while here != left:
            if mover[here] >= 0:  # emptiness moves nobody
                self.places[mover[here]] = there[here]
                self._room[here] += 1
                self._room[there[here]] -= 1
            here = int(there[here])

    def _ways_to(self, left: int, row: int, enough: int) -> tuple[Array, Array]:
        """From each column the row that moves first in a chain to the place at `left`, and where it goes; −1 for none.

        A column with room hands a place to emptiness, a column that may be empty takes one from it.
        """
        np = self._np
        mover, there = np.full((2, self._nothing + 1), -1)
        there[left] = left
        queue = [left]
        rest = np.arange(row + 1, len(self.places))  # rows whose column has not been reached yet
        while queue and there[enough] < 0:
            column = queue.pop()
            if column == self._nothing:
                new = np.flatnonzero((self._room > 0) & self._is_free & (there[:-1] < 0))
            else:
                if self._is_free[column] and there[self._nothing] < 0:
                    there[self._nothing] = column
                    queue.append(self._nothing)
                few = self._rows[column]
                if len(few) < len(rest):
                    later = few[few.searchsorted(row, side="right") :]
                else:
                    rest = rest[there[self.places[rest]] < 0]
                    later = rest[self._by_column[column, rest]]
                new = self.places[later]
                is_new = there[new] < 0
                if not is_new.any():
                    continue
                new = new[is_new]
                mover[new] = later[is_new]  # of several rows in a column any will do: the last remains
            there[new] = column
            queue.extend(dict.fromkeys(new.tolist()))
        return mover, there
