"""What a draft gains over simple orders, what each pair stands against, and what each manual choice costs."""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from portal.matching.solving.assignment import moves
from portal.matching.solving.comparing import Change, compare
from portal.matching.solving.drafts import Draft, Open, open_part, solve, weights_for
from portal.matching.solving.kinds import Objective
from portal.matching.solving.measures import Array
from portal.matching.solving.placing import begin
from portal.matching.solving.pool import FULL, Choice, Choices
from portal.matching.solving.scoring import Scores


@dataclass(frozen=True, kw_only=True)
class Simple:
    """What a simple order would have given: thousandths of a point and mentees with a mentor, held pairs included."""

    total: int
    matched: int


@dataclass(frozen=True, kw_only=True)
class NextBest:
    """What one pair of a draft stands against.

    `other_mentor`: the mentor of the highest score for this mentee but for the present one, `other_mentee` the mentee
    of the highest score for this mentor who is not with them; only allowed pairs, the lowest key of equals, None where
    there is nobody. Both are preferences of the pair alone: others may need these people more. So `loses_total`
    (thousandths) and `loses_matched` say how much the best draft without this pair is worse, and `goes_to` whom the
    mentee would have then (None for nobody). They are None for pairs that are held and for WORST_PAIR, where the
    threshold may move: `price_of` a ban answers there.
    """

    mentee: str
    mentor: str
    other_mentor: str | None
    other_mentor_score: int | None
    other_mentee: str | None
    other_mentee_score: int | None
    loses_total: int | None = None
    loses_matched: int | None = None
    goes_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a manual choice changes: with it less without it. `others`: mentees other than its own who change."""

    choice: Choice
    total: int
    matched: int
    least: int | None
    others: tuple[Change, ...]


def first_come(scores: Scores, choices: Choices | None = None) -> Simple:
    """Held pairs first; then each mentee, by `applied` and the key, takes the free mentor of the highest score."""
    import numpy as np

    left = open_part(scores, choices or Choices())
    applied = {each.key: each.applied for each in scores.pool.mentees}
    keys = [scores.mentees[row] for row in left.rows.tolist()]
    order = np.array(sorted(range(len(keys)), key=lambda row: (applied[keys[row]], keys[row])), np.int64)
    return _simple(scores, left, begin(left.score, left.allowed, left.capacity, order))


def best_first(scores: Scores, choices: Choices | None = None) -> Simple:
    """Held pairs first; then always the free pair of the highest score, of equals the lowest keys."""
    import numpy as np

    left = open_part(scores, choices or Choices())
    room = left.capacity.copy()
    places = np.full(len(left.rows), len(room), np.int64)

    def offer(row: int) -> tuple[int, int, int] | None:
        worth = np.where(left.allowed[row] & (room > 0), left.score[row], -1)
        column = int(worth.argmax()) if len(worth) else 0
        return (-int(worth[column]), row, column) if len(worth) and worth[column] >= 0 else None

    waiting = [each for each in map(offer, range(len(places))) if each]
    heapify(waiting)
    while waiting:
        _worth, row, column = heappop(waiting)
        if room[column]:
            places[row] = column
            room[column] -= 1
        elif again := offer(row):
            heappush(waiting, again)
    return _simple(scores, left, places)


def next_best(scores: Scores, draft: Draft) -> tuple[NextBest, ...]:
    """For each pair of the draft, in its order. Shortest paths over mentors instead of a new run for each pair."""
    left = open_part(scores, draft.choices)
    losses = {} if draft.objective == Objective.WORST_PAIR else _losses(scores, draft, left)
    allowed = scores.allowed.copy()
    for ban in draft.choices.barred:
        allowed[scores.place(ban.mentee, ban.mentor)] = False
    mentor_of, found = draft.mentor_of, []
    with_mentor: dict[str, list[int]] = {}
    for mentee, mentor in mentor_of.items():
        with_mentor.setdefault(mentor, []).append(scores.rows[mentee])
    for mentee, mentor in mentor_of.items():
        row, column = scores.place(mentee, mentor)
        mentors, mentor_score = _best(scores.score[row], allowed[row], [column])
        mentees, mentee_score = _best(scores.score[:, column], allowed[:, column], with_mentor[mentor])
        total, matched, goes_to = losses.get(mentee, (None, None, None))
        found.append(
            NextBest(
                mentee=mentee, mentor=mentor, loses_total=total, loses_matched=matched, goes_to=goes_to,
                other_mentor=None if mentors is None else scores.mentors[mentors], other_mentor_score=mentor_score,
                other_mentee=None if mentees is None else scores.mentees[mentees], other_mentee_score=mentee_score,
            )
        )  # fmt: skip
    return tuple(found)


def price_of(scores: Scores, draft: Draft, choice: Choice) -> Price:
    """What a choice of the draft costs, or what another would: the draft with it against the draft without it.

    Raises `CannotSolve` where the choice cannot be made (`drafts.open_part`).
    """
    if choice in draft.choices:
        without, with_ = solve(scores, draft.objective, draft.choices.without(choice)), draft
    else:
        without, with_ = draft, solve(scores, draft.objective, draft.choices.with_(choice))
    found = compare(without, with_)
    others = tuple(each for each in found.changes if each.mentee != choice.mentee)
    return Price(choice=choice, total=found.total, matched=found.matched, least=found.least, others=others)


def _simple(scores: Scores, left: Open, places: Array) -> Simple:
    import numpy as np

    rows = np.flatnonzero(places < len(scores.mentors))
    held = sum(scores.score_of(*pair) for pair in left.held.items())
    total = held + int(left.score[rows, places[rows]].sum(dtype=np.int64))
    return Simple(total=total, matched=len(rows) + len(left.held))


def _best(score: Array, allowed: Array, but: list[int]) -> tuple[int | None, int | None]:
    import numpy as np

    worth = np.where(allowed, score, -1)
    worth[but] = -1
    at = int(worth.argmax())
    return (at, int(worth[at])) if worth[at] >= 0 else (None, None)


def _losses(scores: Scores, draft: Draft, left: Open) -> dict[str, tuple[int, int, str | None]]:
    """By mentee: points and mentees that the best draft without this pair has less, and the mentor it has instead.

    Without the pair (i, j) mentee i goes to some k, and the cheapest chain of moves leads from k to the place that is
    left at j: weight(i, j) − weight(i, k) + way(k, j). Ways are found once for all (Floyd and Warshall), over mentors,
    nobody and emptiness: who has room gives a place to emptiness, everybody can take one from it.
    """
    import numpy as np

    m = len(scores.mentors)
    weights = weights_for(draft.objective, scores, left.score, left.allowed)
    mentor_of = draft.mentor_of
    keys = [scores.mentees[row] for row in left.rows.tolist()]
    places = np.array([scores.columns[mentor_of[key]] if key in mentor_of else m for key in keys], np.int64)
    way = np.full((m + 2, m + 2), np.inf)
    way[: m + 1, : m + 1] = moves(weights, places)
    room = left.capacity - np.bincount(places, minlength=m + 1)[:m]
    way[np.flatnonzero(room > 0), m + 1] = 0
    way[m, m + 1] = 0
    way[m + 1] = 0
    np.fill_diagonal(way, 0)
    for middle in range(m + 2):
        np.minimum(way, way[:, middle, None] + way[None, middle, :], out=way)
    found = {}
    wide = np.where(weights > 0, weights, -np.inf)
    for row, key in enumerate(keys):
        column = int(places[row])
        if column < m:
            cost = weights[row, column] - np.append(wide[row], 0) + way[: m + 1, column]
            cost[column] = np.inf
            to = int(cost.argmin())
            found[key] = (*_apart(draft.objective, scores, int(cost[to])), scores.mentors[to] if to < m else None)
    return found


def _apart(objective: Objective, scores: Scores, loss: int) -> tuple[int, int]:
    """A loss of weight as points and mentees: the inverse of `weights_for`."""
    n = len(scores.mentees)
    scale = 2 * n + 1 if objective == Objective.TOTAL else 2 * n * FULL + 1
    first = (2 * loss + scale) // (2 * scale)
    rest = loss - first * scale
    return (first, rest) if objective == Objective.TOTAL else (rest, first)
