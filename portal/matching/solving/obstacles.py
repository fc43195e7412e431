"""Why not everybody can have a mentor: the smallest groups that block, and the changes that would repair them.

Hall (1935): everybody can be placed exactly when no group of mentees has fewer places than people among all mentors
who are possible for it. Of the groups with the greatest shortage one lies inside all others: the mentees whom
alternating paths reach from those left over. It falls into parts that share no mentor; each part is a `Block`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.matching.solving.drafts import Open, open_part
from portal.matching.solving.measures import Array
from portal.matching.solving.placing import begin, fill, reach
from portal.matching.solving.pool import Barred, Choice, Choices, Held, Pool
from portal.matching.solving.scoring import Scores

MOST_REPAIRS = 10
"""How many repairs of one kind (places, each rule, manual choices) are looked for."""


@dataclass(frozen=True, kw_only=True)
class Repair:
    """Changes that together place the whole shortage of a block: more places, rules set aside, choices taken back."""

    places: tuple[tuple[str, int], ...] = ()
    relaxed: tuple[tuple[str, str], ...] = ()
    dropped_held: tuple[Held, ...] = ()
    dropped_barred: tuple[Barred, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Block:
    """Mentees for whom only these mentors are possible, and how many more they are than places left there.

    No smaller part of the group has the same shortage. Every repair was tried: with it `deficit` mentees more are
    placed in the whole run, so that nobody of this group is left over at anybody's expense.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    deficit: int
    repairs: tuple[Repair, ...]


def find_blocks(scores: Scores, choices: Choices | None = None) -> tuple[Block, ...]:
    """The blocks, in order of their first mentee; empty where everybody can be placed. Who is held takes no part.

    Raises `CannotSolve` as `drafts.open_part` does.
    """
    import numpy as np

    choices = choices or Choices()
    left = open_part(scores, choices)
    places = fill(
        left.allowed, left.capacity, begin(left.score, left.allowed, left.capacity, np.arange(len(left.rows)))
    )
    seen = reach(left.allowed, left.capacity, places)
    found, rest = [], seen.rows.copy()
    while rest.any():
        rows, columns = _part(left.allowed, int(np.flatnonzero(rest)[0]), seen.rows)
        rest &= ~rows
        deficit = int(rows.sum() - left.capacity[columns].sum())
        tried = _Trial(scores, choices, left, places, part=(rows, columns), deficit=deficit)
        found.append(
            Block(
                mentees=tried.names(rows), mentors=tuple(scores.mentors[at] for at in np.flatnonzero(columns).tolist()),
                deficit=deficit, repairs=tuple(tried.repairs()),
            )
        )  # fmt: skip
    return tuple(found)


def apply_repair(repair: Repair, pool: Pool, choices: Choices) -> tuple[Pool, Choices]:
    """The pool and the choices as they would be with the repair."""
    more = dict(repair.places)
    mentors = tuple(replace(each, capacity=each.capacity + more.get(each.key, 0)) for each in pool.mentors)
    held, barred = choices.held - set(repair.dropped_held), choices.barred - set(repair.dropped_barred)
    return (
        replace(pool, mentors=mentors, relaxed=pool.relaxed | set(repair.relaxed)),
        Choices(held=held, barred=barred),
    )


def _part(allowed: Array, row: int, among: Array) -> tuple[Array, Array]:
    """The mentees of a blocked group who are connected with one of them through mentors, and these mentors."""
    import numpy as np

    rows = np.zeros(len(allowed), bool)
    rows[row] = True
    while True:
        columns = allowed[rows].any(axis=0)
        wider = rows | (allowed[:, columns].any(axis=1) & among)
        if (wider == rows).all():
            return rows, columns
        rows = wider


class _Trial:
    """Tries changes on one block; a change works when the run places `deficit` mentees more than before."""

    def __init__(
        self, scores: Scores, choices: Choices, left: Open, places: Array, *, part: tuple[Array, Array], deficit: int
    ) -> None:
        import numpy as np

        self._np, self._scores, self._choices, self._left, self._places = np, scores, choices, left, places
        self._rows, self._columns, self._deficit = *map(np.flatnonzero, part), deficit
        self._before = self._count(places)

    def names(self, rows: Array) -> tuple[str, ...]:
        """Keys of mentees."""
        return tuple(self._scores.mentees[row] for row in self._left.rows[rows].tolist())

    def repairs(self) -> Iterator[Repair]:
        """Those that work."""
        yield from self._with_places()
        yield from self._with_rules()
        yield from self._with_choices()

    def _count(self, places: Array) -> int:
        return int((places < len(self._scores.mentors)).sum())

    def _gain(self, allowed: Array, capacity: Array) -> int:
        return self._count(fill(allowed, capacity, self._places)) - self._before

    def _with_places(self) -> Iterator[Repair]:
        found = 0
        for column in self._columns.tolist():
            capacity = self._left.capacity.copy()
            capacity[column] += self._deficit
            if self._gain(self._left.allowed, capacity) == self._deficit:
                found += 1
                yield Repair(places=((self._scores.mentors[column], self._deficit),))
            if found == MOST_REPAIRS:
                return
        if found or not len(self._columns):
            return
        capacity = self._left.capacity.copy()
        capacity[self._columns] += self._deficit
        places = fill(self._left.allowed, capacity, self._places)
        load = self._np.bincount(places, minlength=len(capacity) + 1)[:-1]
        more = self._np.maximum(load - self._left.capacity, 0)
        if self._count(places) - self._before == self._deficit:
            spread = [(self._scores.mentors[at], int(more[at])) for at in self._np.flatnonzero(more).tolist()]
            yield Repair(places=tuple(spread))

    def _with_rules(self) -> Iterator[Repair]:
        """Sets of mentees for whom one rule is set aside; only where no one rule is enough, several rules together."""
        found: set[tuple[tuple[str, str], ...]] = set()
        for code in self._scores.relaxable:
            found.update(self._sets([(row, code) for row in self._rows.tolist()]))
        if not found:
            found.update(self._sets([(row, code) for row in self._rows.tolist() for code in self._scores.relaxable]))
        yield from (Repair(relaxed=each) for each in sorted(found))

    def _sets(self, options: list[tuple[int, str]]) -> set[tuple[tuple[str, str], ...]]:
        useful = [each for each in options if self._opens(*each).any()]
        found: set[tuple[tuple[str, str], ...]] = set()
        for first in useful:
            if len(found) == MOST_REPAIRS:
                break
            allowed, gained, used = self._left.allowed.copy(), 0, []
            for row, code in [first, *(each for each in useful if each != first)]:
                if gained == self._deficit:
                    break
                wider = allowed.copy()
                wider[row] |= self._opens(row, code)
                gain = self._gain(wider, self._left.capacity)
                if gain > gained:
                    allowed, gained = wider, gain
                    used.append((self._scores.mentees[int(self._left.rows[row])], code))
                elif not used:
                    break  # the first must be of use
            if gained == self._deficit:
                found.add(tuple(sorted(used)))
            elif used:
                break  # such sets are the independent ones of a matroid: from any beginning as many are reached
        return found

    def _opens(self, row: int, code: str) -> Array:
        """Mentors whom only this rule keeps from the mentee."""
        at = int(self._left.rows[row])
        opens = self._scores.grounds[at] == self._scores.relaxable[code]
        for ban in self._choices.barred:
            if ban.mentee == self._scores.mentees[at]:
                opens[self._scores.columns[ban.mentor]] = False
        return opens

    def _with_choices(self) -> Iterator[Repair]:
        """One manual choice taken back."""
        held = len(self._left.held)
        mentors = {self._scores.mentors[at] for at in self._columns.tolist()}
        mentees = set(self.names(self._rows))
        found = 0
        for choice in self._choices:
            if found == MOST_REPAIRS or not (choice.mentee in mentees or choice.mentor in mentors):
                continue
            if held + self._before + self._deficit == self._placed_without(choice):
                found += 1
                if isinstance(choice, Held):
                    yield Repair(dropped_held=(choice,))
                else:
                    yield Repair(dropped_barred=(choice,))

    def _placed_without(self, choice: Choice) -> int:
        left = open_part(self._scores, self._choices.without(choice))
        nobody = self._np.full(len(left.rows), len(self._scores.mentors), self._np.int64)
        return len(left.held) + self._count(fill(left.allowed, left.capacity, nobody))
