"""Who would suit one mentee: the best of the mentors who may be, with points by criterion."""

from dataclasses import dataclass, replace

from portal.matching.solving.pool import Choices, Pool
from portal.matching.solving.scoring import Points, Scores, coverage_of, score_pool


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A mentor who may be: `score` and `points` in thousandths of a point, `places` that are free."""

    mentor: str
    score: int
    coverage: int
    points: tuple[Points, ...]
    places: int


def candidates_for(pool: Pool, mentee: str, choices: Choices | None = None, *, most: int) -> tuple[Candidate, ...]:
    """The best for the mentee, of equals by key; nobody whom a rule or a ban keeps out."""
    one = [each for each in pool.mentees if each.key == mentee]
    if not one or not pool.mentors:
        return ()
    scores = score_pool(replace(pool, mentees=tuple(one)))
    barred = {each.mentor for each in choices.barred if each.mentee == mentee} if choices else set()
    found = [
        _candidate(scores, mentee, key) for key in scores.mentors
        if key not in barred and not scores.grounds_of(mentee, key)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.score, each.mentor))[:most])


def _candidate(scores: Scores, mentee: str, mentor: str) -> Candidate:
    points = scores.points_of(mentee, mentor)
    return Candidate(
        mentor=mentor, score=scores.score_of(mentee, mentor), coverage=coverage_of(points), points=points,
        places=int(scores.capacity[scores.columns[mentor]]),
    )  # fmt: skip
