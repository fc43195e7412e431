"""Which views of the same people may stand side by side, so that no arithmetic leads to fewer than k of them.

A view is a 0/1 column over the responses: who stands behind a figure. Whoever knows the sums over some views knows
the sums over everything that can be combined from their columns. A view is admitted only while no combination
rests on fewer than k people. Two proofs are known here, either is enough:

- k disjoint bases: k sets of responses without a common member, on each of which no combination vanishes. Then
  every combination differs from zero at least once in each set, so at least k times (works for any k and size).
- for k = 5, all signed sums: a random vector orthogonal to the views gives every response a number; a combination
  of one to four responses would show itself as a sum of ±1 times those numbers that is zero.
"""

from typing import Any

TIE = 1e-7
MOST_SIGNED = 300  # responses up to which all sums of two are compared with each other
SIGNED_K = 5


class Views:
    """The admitted views of `n` responses; everybody together is admitted from the start."""

    def __init__(self, n: int, k: int, *, is_sample: bool = False) -> None:
        import numpy as np

        self._np, self._k, self._is_sample = np, k, is_sample
        self._columns: Any = np.ones((n, 1))
        # Rows of k disjoint bases; None once they did not suffice and the signed sums were needed.
        self._bases: list[list[int]] | None = [[place] for place in range(k)] if n >= k else None
        self.is_open = n >= k

    def admit(self, *columns: Any) -> bool:
        """Admit all of these views or none; True says that they may be shown beside those admitted before.

        A view that follows from the others is refused: nothing about it could be hidden on its own.
        """
        if not self.is_open:
            return False
        wider = self._np.column_stack([self._columns, *columns]).astype(float)
        if self._np.linalg.matrix_rank(wider) < wider.shape[1]:
            return False
        bases = self._with_bases(wider)
        if bases is None and not self._has_no_small_sums(wider):
            return False
        self._columns, self._bases = wider, bases
        return True

    def follows(self, column: Any) -> bool:
        """Whether a view follows from the admitted ones, so that showing it says nothing new; of a sample unknown."""
        if not self.is_open or self._is_sample:
            return False
        wider = self._np.column_stack([self._columns, column]).astype(float)
        return bool(self._np.linalg.matrix_rank(wider) < wider.shape[1])

    def _with_bases(self, wider: Any) -> list[list[int]] | None:
        """The k bases grown by a response for each new column; None where some basis finds none."""
        np = self._np
        if self._bases is None:
            return None
        bases = [list(rows) for rows in self._bases]
        taken = {row for rows in bases for row in rows}
        for width in range(self._columns.shape[1], wider.shape[1]):
            known, added = wider[:, :width], wider[:, width]
            for rows in bases:
                said = known @ np.linalg.solve(known[rows], added[rows])
                free = next((int(row) for row in np.flatnonzero(abs(said - added) > TIE) if row not in taken), None)
                if free is None:
                    return None
                rows.append(free)
                taken.add(free)
        return bases

    def _has_no_small_sums(self, wider: Any) -> bool:
        np = self._np
        n = wider.shape[0]
        if self._k != SIGNED_K or self._is_sample or n > MOST_SIGNED or n <= wider.shape[1]:
            return False
        basis = np.linalg.qr(wider)[0]
        chance = np.random.default_rng(n)
        marks = chance.standard_normal((n, 2))
        marks -= basis @ (basis.T @ marks)
        first, second = np.triu_indices(n, 1)
        sums = np.concatenate([np.zeros((1, 2)), marks, marks[first] + marks[second], marks[first] - marks[second]])
        sums *= np.where(sums[:, :1] < 0, -1, 1)
        ordered = sums[np.argsort(sums[:, 0], kind="stable")]
        gaps = abs(np.diff(ordered, axis=0))
        return not bool(((gaps[:, 0] < TIE**1.5) & (gaps[:, 1] < TIE)).any())
