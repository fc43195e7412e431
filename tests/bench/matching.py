"""Matching 2,000 × 700 × 3 places beside scipy's own time for the same matrix; the whole of it under 10 s."""

import random
import time
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linear_sum_assignment

from portal.matching.drafts.settings import MatchingSettings
from portal.matching.solving.certificate import verify
from portal.matching.solving.drafts import open_part, solve, weights_for
from portal.matching.solving.kinds import Ground, Objective
from portal.matching.solving.pool import Answer, Ban, Choices, Mentee, Mentor, Pool
from portal.matching.solving.scoring import score_pool
from tests.bench.load import median_seconds
from tests.bench.measures import Row, Scene, at_most

MENTEES, MENTORS, PLACES, BANS = 2_000, 700, 3, 200
MOST_SECONDS = 10


def matching(scene: Scene) -> Iterator[Row]:
    """The solver with its tie rule and its proof against the bare assignment; then scoring, solving and checking."""
    pool = _pool(random.Random(20261130))
    scores = score_pool(pool)
    assert len(scores.pool_hash) == 64  # worked out once, before anything is measured
    for objective, name in ((Objective.COVERAGE, "больше людей"), (Objective.TOTAL, "больше баллов")):
        left = open_part(scores, Choices())
        weights = weights_for(objective, scores, left.score, left.allowed)
        cost = -weights[:, np.repeat(np.arange(MENTORS), left.capacity)].astype(float)
        ours = median_seconds(lambda objective=objective: solve(scores, objective), times=7)
        theirs = median_seconds(lambda cost=cost: linear_sum_assignment(cost), times=7)
        measure = f"подбор {MENTEES} × {MENTORS} × {PLACES}, {name} ÷ scipy"
        yield at_most(measure, ours, theirs, 1.5, unit="с", scale=1)
    began = time.perf_counter()
    whole = score_pool(pool)
    assert verify(whole, solve(whole, Objective.COVERAGE)) == ()
    spent = time.perf_counter() - began
    yield Row("подбор целиком: баллы, решение, проверка", f"{spent:.2f} с", f"{MOST_SECONDS} с", spent / MOST_SECONDS,
              "≤ 1", spent <= MOST_SECONDS)  # fmt: skip


def _pool(rng: random.Random) -> Pool:
    """Answers as questionnaires give them: few codes, many ties, some missing; bans of the conflict list."""

    def some(codes: str, most: int) -> frozenset[str]:
        return frozenset(rng.sample(codes, rng.randint(0, most)))

    def answers() -> dict[str, Answer]:
        return {
            "area": some("abcdefghijkl", 3), "time": some("abcdefghijklmnopqr", 5), "age": some("uvwxyz", 2),
            "mentor_kind": some("pqrs", 2), "channel": some("ghjk", 3), "language": some("rbe", 2),
            "format": frozenset({"f"}), "home": frozenset({"1"}),
        }  # fmt: skip

    mentees = tuple(
        Mentee(key=f"e{at}", answers=answers(), people=frozenset({f"p{at}"}), applied=str(at)) for at in range(MENTEES)
    )
    mentors = tuple(
        Mentor(key=f"m{at}", capacity=PLACES, answers=answers(), people=frozenset({f"q{at}"})) for at in range(MENTORS)
    )
    bans = frozenset(
        Ban(mentee=f"e{rng.randrange(MENTEES)}", mentor=f"m{rng.randrange(MENTORS)}", ground=Ground.CONFLICT)
        for _each in range(BANS)
    )
    settings = MatchingSettings(language=1)
    return Pool(mentees=mentees, mentors=mentors, criteria=settings.criteria, rules=settings.rules, bans=bans)
