"""A small checker of drafts that knows nothing of how they were found: feasibility, sums and the dual bound.

Weak duality: whatever the pairs, their weights together are at most the mentees' prices and the prices of all places,
as long as no price is negative and no pair weighs more than its two prices. A draft whose weights reach that bound
cannot be bettered. All numbers are whole.
"""

from collections import Counter
from collections.abc import Iterator

from portal.matching.solving.drafts import Cover, Draft, Open, open_part, weights_for
from portal.matching.solving.kinds import Objective
from portal.matching.solving.pool import CannotSolve
from portal.matching.solving.scoring import Scores, coverage_of
from portal.matching.solving.stored import input_hash


def verify(scores: Scores, draft: Draft) -> tuple[str, ...]:
    """What is wrong with the draft or its proof, as codes; empty where it is proven the best for its objective.

    `other_input`, `unknown_key`, `not_a_draft` (the choices contradict each other); `forbidden_pair`, `taken_twice`,
    `over_capacity`, `not_held`, `wrong_unmatched`; `wrong_points`, `wrong_total`; `negative_price`,
    `pair_above_prices`, `bound_not_reached`; `not_the_most`, `not_the_highest_least`.
    """
    if draft.input_hash != input_hash(scores.pool_hash, draft.objective, draft.choices):
        return ("other_input",)
    try:
        left = open_part(scores, draft.choices)
    except CannotSolve:
        return ("not_a_draft",)
    known = set(scores.mentees), set(scores.mentors)
    if any(each.mentee not in known[0] or each.mentor not in known[1] for each in draft.pairs):
        return ("unknown_key",)
    return tuple(dict.fromkeys([*_infeasible(scores, draft, left), *_miscounted(scores, draft)])) or tuple(
        dict.fromkeys(_unproven(scores, draft, left))
    )


def _infeasible(scores: Scores, draft: Draft, left: Open) -> Iterator[str]:
    barred = {(each.mentee, each.mentor) for each in draft.choices.barred}
    for each in draft.pairs:
        if scores.grounds_of(each.mentee, each.mentor) or (each.mentee, each.mentor) in barred:
            yield "forbidden_pair"
    if len({each.mentee for each in draft.pairs}) < len(draft.pairs):
        yield "taken_twice"
    load = Counter(each.mentor for each in draft.pairs)
    if any(n > scores.capacity[scores.columns[mentor]] for mentor, n in load.items()):
        yield "over_capacity"
    if left.held.items() - draft.mentor_of.items():
        yield "not_held"
    if sorted([*draft.mentor_of, *draft.unmatched]) != list(scores.mentees):
        yield "wrong_unmatched"


def _miscounted(scores: Scores, draft: Draft) -> Iterator[str]:
    for each in draft.pairs:
        points = scores.points_of(each.mentee, each.mentor)
        said = (each.points, each.coverage, sum(part.points for part in each.points))
        if said != (points, coverage_of(points), each.score) or each.score != scores.score_of(each.mentee, each.mentor):
            yield "wrong_points"
    values = [each.score for each in draft.pairs]
    if (draft.total, draft.least) != (sum(values), min(values, default=None)):
        yield "wrong_total"


def _unproven(scores: Scores, draft: Draft, left: Open) -> Iterator[str]:
    import numpy as np

    proof, keys = draft.certificate, [scores.mentees[row] for row in left.rows.tolist()]
    allowed = left.allowed & (left.score >= proof.least) if draft.objective == Objective.WORST_PAIR else left.allowed
    weights = weights_for(draft.objective, scores, left.score, allowed)
    paid = np.array([proof.mentee_prices.get(key, -1) for key in keys], np.int64)
    worth = np.array([proof.place_prices.get(key, -1) for key in scores.mentors], np.int64)
    if (paid < 0).any() or (worth < 0).any():
        yield "negative_price"
    if (paid[:, None] + worth[None, :] < weights).any():
        yield "pair_above_prices"
    chosen = [(row, scores.columns[draft.mentor_of[key]]) for row, key in enumerate(keys) if key in draft.mentor_of]
    reached = sum(int(weights[place]) for place in chosen)
    if reached != int(paid.sum()) + int((worth * left.capacity).sum()):
        yield "bound_not_reached"
    if draft.objective == Objective.WORST_PAIR:
        if not _covers(scores, left, proof.cover, left.allowed, len(chosen)):
            yield "not_the_most"
        if any(left.score[place] < proof.least for place in chosen) or (
            chosen and not _covers(scores, left, proof.cover_above, left.allowed & (left.score > proof.least),
                                   len(chosen) - 1)
        ):  # fmt: skip
            yield "not_the_highest_least"


def _covers(scores: Scores, left: Open, cover: Cover | None, allowed, most: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether the cover meets every allowed pair and stands for at most `most` mentees."""
    import numpy as np

    if cover is None:
        return False
    rows = np.isin(left.rows, [scores.rows[key] for key in cover.mentees if key in scores.rows])
    columns = np.isin(
        np.arange(len(scores.mentors)), [scores.columns[key] for key in cover.mentors if key in scores.columns]
    )
    size = int(rows.sum()) + int(left.capacity[columns].sum())
    return size <= most and not bool(allowed[~rows][:, ~columns].any())
