"""Everything that the solver says of one pool, worked out once by the job and kept with the run."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.matching.solving.certificate import verify
from portal.matching.solving.comparing import Change
from portal.matching.solving.drafts import Draft, solve
from portal.matching.solving.kinds import Objective
from portal.matching.solving.obstacles import Block, find_blocks
from portal.matching.solving.pool import Choices, Held, Pool
from portal.matching.solving.prices import NextBest, Simple, best_first, first_come, next_best, price_of
from portal.matching.solving.scoring import Scores, score_pool

MOST_PRICED = 30
"""Of how many manual choices the price is worked out: each is a run of its own."""


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What a manual choice changes: the draft with it less the draft without it (`prices.Price`)."""

    mentee: str
    mentor: str
    is_held: bool
    total: int
    matched: int
    least: int | None
    others: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Left:
    """A mentee without a mentor: how many mentors are possible at all, and of how many more each rule keeps them."""

    mentee: str
    possible: int
    rules: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A draft that is proven the best, with what it stands against. `places`: free places of all mentors."""

    draft: Draft
    next_best: tuple[NextBest, ...]
    first_come: Simple
    best_first: Simple
    blocks: tuple[Block, ...]
    prices: tuple[Priced, ...]
    left: tuple[Left, ...]
    mentees: int
    mentors: int
    places: int


class Unproven(RuntimeError):
    """The checker refused what the solver found: such a draft is never shown."""


def work_out(
    pool: Pool, objective: Objective, choices: Choices, told: Callable[[int, int], None] = lambda done, total: None
) -> Answer:
    """Solve, check and explain; `told` hears how far it is. Raises `CannotSolve` and `Unproven`."""
    priced = list(choices)[:MOST_PRICED]
    total = 4 + len(priced)
    scores = score_pool(pool)
    told(1, total)
    draft = solve(scores, objective, choices)
    faults = verify(scores, draft)
    if faults:
        raise Unproven(", ".join(faults))
    told(2, total)
    beside = next_best(scores, draft)
    told(3, total)
    blocks = find_blocks(scores, choices) if draft.unmatched else ()
    told(4, total)
    prices = []
    for done, choice in enumerate(priced, start=5):
        found = price_of(scores, draft, choice)
        prices.append(
            Priced(
                mentee=choice.mentee, mentor=choice.mentor, is_held=isinstance(choice, Held), total=found.total,
                matched=found.matched, least=found.least, others=found.others,
            )
        )  # fmt: skip
        told(done, total)
    return Answer(
        draft=draft, next_best=beside, first_come=first_come(scores, choices), best_first=best_first(scores, choices),
        blocks=blocks, prices=tuple(prices), left=tuple(_left(scores, key) for key in draft.unmatched),
        mentees=len(scores.mentees), mentors=len(scores.mentors), places=int(scores.capacity.sum()),
    )  # fmt: skip


def _left(scores: Scores, mentee: str) -> Left:
    grounds = scores.grounds[scores.rows[mentee]]
    rules = tuple(
        (code, count) for code, bit in sorted(scores.relaxable.items()) if (count := int(((grounds & bit) > 0).sum()))
    )
    return Left(mentee=mentee, possible=int((grounds == 0).sum()), rules=rules)
