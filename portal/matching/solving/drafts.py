"""A draft: the best pairs for an objective with everything set by hand, and what proves that none are better."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.matching.solving.assignment import assign
from portal.matching.solving.kinds import Hold, Objective
from portal.matching.solving.measures import Array
from portal.matching.solving.placing import fill, highest_least, reach
from portal.matching.solving.pool import FULL, CannotSolve, Choices
from portal.matching.solving.scoring import Points, Scores, coverage_of
from portal.matching.solving.stored import input_hash


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One suggested pair. `points` add up to `score` (thousandths of a point) exactly.

    `coverage`: what part of the weight rests on real answers, thousandths; at 0 nothing is known and the score says
    nothing («0 % покрытия»).
    """

    mentee: str
    mentor: str
    score: int
    coverage: int
    points: tuple[Points, ...]
    hold: Hold | None = None


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Mentees and mentors of whom every allowed pair (above a score) contains one.

    No more mentees can be placed than there are mentees in it and places at mentors in it (Kőnig).
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What `certificate.verify` checks. Prices are in the weights of the objective, see `weights_for`.

    `cover` proves the number of mentees, `cover_above` that with scores above `least` fewer could be placed; both only
    for WORST_PAIR, which also looks only at pairs of `least` and more.
    """

    mentee_prices: Mapping[str, int]
    place_prices: Mapping[str, int]
    least: int = 0
    cover: Cover | None = None
    cover_above: Cover | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The pairs in order of the mentees' keys and who stays without anybody.

    `total`: thousandths of a point. `least`: the least score of a pair, None without pairs. `input_hash`: what it was
    computed from, so that the same input can be seen to give the same draft.
    """

    objective: Objective
    input_hash: str
    choices: Choices
    pairs: tuple[Pair, ...]
    unmatched: tuple[str, ...]
    total: int
    least: int | None
    certificate: Certificate

    @property
    def mentor_of(self) -> dict[str, str]:
        """The mentor of each mentee who has one."""
        return {each.mentee: each.mentor for each in self.pairs}


@dataclass(frozen=True, eq=False, kw_only=True)
class Open:
    """What is left to the solver: `rows` of the mentees who are not held, `allowed` among these, places left."""

    held: Mapping[str, str]
    rows: Array
    allowed: Array
    score: Array
    capacity: Array


def open_part(scores: Scores, choices: Choices) -> Open:
    """Take what is held out of the tables and put bans into them.

    Raises `CannotSolve`: `unknown_key`, `held_twice` (mentee), `held_and_barred`, `held_but_forbidden` (with the
    grounds after the two keys), `held_over_capacity` (mentor).
    """
    import numpy as np

    allowed, capacity = scores.allowed.copy(), scores.capacity.copy()
    for ban in choices.barred:
        allowed[scores.place(ban.mentee, ban.mentor)] = False
    held: dict[str, str] = {}
    barred = {(each.mentee, each.mentor) for each in choices.barred}
    for each in sorted(choices.held, key=lambda each: (each.mentee, each.mentor)):
        row, column = scores.place(each.mentee, each.mentor)
        if each.mentee in held:
            raise CannotSolve("held_twice", each.mentee)
        if (each.mentee, each.mentor) in barred:
            raise CannotSolve("held_and_barred", each.mentee, each.mentor)
        if not scores.allowed[row, column]:
            raise CannotSolve(
                "held_but_forbidden", each.mentee, each.mentor, *scores.grounds_of(each.mentee, each.mentor)
            )
        if not capacity[column]:
            raise CannotSolve("held_over_capacity", each.mentor)
        capacity[column] -= 1
        held[each.mentee] = each.mentor
    rows = np.array([place for key, place in scores.rows.items() if key not in held], np.int64)
    return Open(held=held, rows=rows, allowed=allowed[rows], score=scores.score[rows], capacity=capacity)


def weights_for(objective: Objective, scores: Scores, score: Array, allowed: Array) -> Array:
    """The objective as one number a pair (int64, 0 for a pair that may not be), whose sum is compared.

    TOTAL: score · (2n + 1) + 1, so that points come first and the number of pairs decides between equals. COVERAGE and
    WORST_PAIR: score + 2 · n · `FULL` + 1, so that one mentee more outweighs all points. n is that of the whole pool.
    """
    import numpy as np

    n = len(scores.mentees)
    wide = score.astype(np.int64)
    weights = wide * (2 * n + 1) + 1 if objective == Objective.TOTAL else wide + (2 * n * FULL + 1)
    return np.where(allowed, weights, 0)


def solve(scores: Scores, objective: Objective, choices: Choices | None = None) -> Draft:
    """The best draft. The same input in any order gives the same draft: among equals each mentee, in order of the keys,
    has the mentor of the lowest key. Raises `CannotSolve` as `open_part` does, and `too_large`.
    """
    choices = choices or Choices()
    left = open_part(scores, choices)
    least, allowed = 0, left.allowed
    if objective == Objective.WORST_PAIR:
        least = highest_least(left.score, allowed, left.capacity)
        allowed = allowed & (left.score >= least)
    found = assign(weights_for(objective, scores, left.score, allowed), left.capacity)
    chosen = dict(left.held)
    for row, column in zip(left.rows.tolist(), found.places.tolist(), strict=True):
        if column < len(scores.mentors):
            chosen[scores.mentees[row]] = scores.mentors[column]
    open_keys = [scores.mentees[row] for row in left.rows.tolist()]
    covers: dict[str, Cover] = {}
    if objective == Objective.WORST_PAIR:
        covers["cover"] = _cover(scores, left, left.allowed, found.places)
        covers["cover_above"] = _cover(scores, left, left.allowed & (left.score > least), None)
    certificate = Certificate(
        mentee_prices=dict(zip(open_keys, found.mentee_prices.tolist(), strict=True)),
        place_prices=dict(zip(scores.mentors, found.mentor_prices.tolist(), strict=True)),
        least=least, **covers,
    )  # fmt: skip
    return draft_of(scores, objective, choices, chosen, certificate)


def draft_of(
    scores: Scores, objective: Objective, choices: Choices, chosen: Mapping[str, str], certificate: Certificate
) -> Draft:
    """The pairs in words of the pool, with their points."""
    holds = {each.mentee: each.hold for each in choices.held}
    pairs, keys = [], sorted(chosen)
    for mentee, points in zip(keys, scores.points_of_all([(key, chosen[key]) for key in keys]), strict=True):
        pairs.append(
            Pair(
                mentee=mentee, mentor=chosen[mentee], score=sum(each.points for each in points),
                coverage=coverage_of(points), points=points, hold=holds.get(mentee),
            )
        )  # fmt: skip
    return Draft(
        objective=objective, input_hash=input_hash(scores.pool_hash, objective, choices), choices=choices,
        pairs=tuple(pairs), unmatched=tuple(key for key in scores.mentees if key not in chosen),
        total=sum(each.score for each in pairs), least=min((each.score for each in pairs), default=None),
        certificate=certificate,
    )  # fmt: skip


def _cover(scores: Scores, left: Open, allowed: Array, places: Array | None) -> Cover:
    import numpy as np

    if places is None:
        places = np.full(len(allowed), allowed.shape[1], np.int64)
    places = fill(allowed, left.capacity, places)
    seen = reach(allowed, left.capacity, places)
    mentees = tuple(scores.mentees[row] for row in left.rows[~seen.rows].tolist())
    mentors = tuple(scores.mentors[column] for column in np.flatnonzero(seen.columns).tolist())
    return Cover(mentees=mentees, mentors=mentors)
