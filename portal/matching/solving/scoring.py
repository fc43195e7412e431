"""Points of every pair and why some may not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.matching.solving.kinds import Ground, RuleKind
from portal.matching.solving.measures import MISSING, Array, broken, in_common, shares
from portal.matching.solving.pool import FULL, WHOLE, CannotSolve, Criterion, Pool
from portal.matching.solving.stored import pool_hash


@dataclass(frozen=True, kw_only=True)
class Points:
    """What one criterion gives to one pair: `points` of at most `most`, in thousandths of a point.

    `is_answered` is False where an answer is missing and the criterion's `unanswered` share stands in for it.
    """

    code: str
    points: int
    most: int
    is_answered: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Scores:
    """Tables over all pairs: a row a mentee, a column a mentor, both in order of their keys.

    `score`: thousandths of a point (int32), the sum of the criteria's points exactly. `shares`: criterion × mentee ×
    mentor (int16). `grounds`: bits of the grounds on which a pair may not be (uint32), see `ground_codes`.
    `capacity`: places of each mentor (int64).
    """

    pool: Pool
    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    most: tuple[int, ...]
    shares: Array
    score: Array
    grounds: Array
    capacity: Array

    @cached_property
    def allowed(self) -> Array:
        """Which pairs may be; bool."""
        return self.grounds == 0

    @cached_property
    def pool_hash(self) -> str:
        """SHA-256 of the pool, see `stored`."""
        return pool_hash(self.pool)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """The row of each mentee."""
        return {key: place for place, key in enumerate(self.mentees)}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The column of each mentor."""
        return {key: place for place, key in enumerate(self.mentors)}

    @cached_property
    def ground_codes(self) -> tuple[str, ...]:
        """The ground or rule behind each bit of `grounds`, from the lowest."""
        return (*Ground, *(each.code for each in self._rules))

    @property
    def _rules(self):  # type: ignore[no-untyped-def]
        return sorted(self.pool.rules, key=lambda each: each.code)

    @cached_property
    def relaxable(self) -> Mapping[str, int]:
        """The bit of each rule that may be set aside for one mentee."""
        can = {each.code for each in self.pool.rules if each.can_be_relaxed}
        return {code: 1 << place for place, code in enumerate(self.ground_codes) if code in can}

    def place(self, mentee: str, mentor: str) -> tuple[int, int]:
        """Row and column of a pair; raises `CannotSolve("unknown_key")` for people who are not here."""
        if mentee not in self.rows:
            raise CannotSolve("unknown_key", mentee)
        if mentor not in self.columns:
            raise CannotSolve("unknown_key", mentor)
        return self.rows[mentee], self.columns[mentor]

    def points_of(self, mentee: str, mentor: str) -> tuple[Points, ...]:
        """What each criterion gives, in order of their codes; adds up to `score_of` exactly."""
        return self.points_of_all([(mentee, mentor)])[0]

    def points_of_all(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Points, ...]]:
        """The same for many pairs at once; what is equal is one object."""
        places = [self.place(*pair) for pair in pairs]
        shares = self.shares[:, [row for row, _column in places], [column for _row, column in places]].tolist()
        return list(zip(*map(self._points, self.criteria, self.most, shares), strict=True))

    @staticmethod
    def _points(criterion: Criterion, most: int, shares: Sequence[int]) -> list[Points]:
        made = {
            share: Points(
                code=criterion.code, points=most * (share if share != MISSING else criterion.unanswered) // WHOLE,
                most=most, is_answered=share != MISSING,
            )
            for share in set(shares)
        }  # fmt: skip
        return [made[share] for share in shares]

    def score_of(self, mentee: str, mentor: str) -> int:
        """Thousandths of a point, whether the pair is allowed or not."""
        return int(self.score[self.place(mentee, mentor)])

    def grounds_of(self, mentee: str, mentor: str) -> tuple[str, ...]:
        """Codes of `Ground` and of rules that stand against the pair; empty where it is allowed."""
        bits = int(self.grounds[self.place(mentee, mentor)])
        return tuple(code for place, code in enumerate(self.ground_codes) if bits >> place & 1)


def coverage_of(points: tuple[Points, ...]) -> int:
    """What part of a score's weight rests on real answers, in thousandths rounded down; 0 says: nothing is known."""
    return sum(each.most for each in points if each.is_answered) * WHOLE // FULL


def score_pool(pool: Pool) -> Scores:
    """Score all pairs. Memory: about 2 bytes a criterion and 25 a pair."""
    import numpy as np

    mentees = sorted(pool.mentees, key=lambda each: each.key)
    mentors = sorted(pool.mentors, key=lambda each: each.key)
    criteria = tuple(sorted(pool.criteria, key=lambda each: each.code))
    most = most_points(criteria)
    table = np.empty((len(criteria), len(mentees), len(mentors)), np.int16)
    score = np.zeros((len(mentees), len(mentors)), np.int32)
    for place, criterion in enumerate(criteria):
        table[place] = shares(criterion, mentees, mentors)
        worth = np.array(
            [most[place] * share // WHOLE for share in (*range(WHOLE + 1), criterion.unanswered)], np.int32
        )
        score += worth[table[place]]  # −1 (missing) reads the last
    found = Scores(
        pool=pool, mentees=tuple(each.key for each in mentees), mentors=tuple(each.key for each in mentors),
        criteria=criteria, most=most, shares=table, score=score, grounds=np.zeros(score.shape, np.uint32),
        capacity=np.array([each.capacity for each in mentors], np.int64),
    )  # fmt: skip
    _forbid(found, mentees, mentors)
    return found


def most_points(criteria: tuple[Criterion, ...]) -> tuple[int, ...]:
    """`FULL` thousandths shared out by weight, by largest remainders, so that a perfect pair has exactly `FULL`."""
    weight = sum(each.weight for each in criteria)
    whole = [each.weight * FULL // weight for each in criteria]
    rest = sorted(range(len(criteria)), key=lambda place: (-(criteria[place].weight * FULL % weight), place))
    for place in rest[: FULL - sum(whole)]:
        whole[place] += 1
    return tuple(whole)


def _forbid(scores: Scores, mentees, mentors) -> None:  # type: ignore[no-untyped-def]
    """Set the bits of the grounds."""
    import numpy as np

    bits = {code: np.uint32(1 << place) for place, code in enumerate(scores.ground_codes)}
    people, _left, _right = in_common([each.people for each in mentees], [each.people for each in mentors])
    scores.grounds[people > 0] |= bits[Ground.SELF]
    up, _left, _right = in_common([each.heads for each in mentees], [each.people for each in mentors])
    down, _left, _right = in_common([each.people for each in mentees], [each.heads for each in mentors])
    scores.grounds[(up > 0) | (down > 0)] |= bits[Ground.REPORTING]
    for ban in scores.pool.bans:
        if ban.mentee in scores.rows and ban.mentor in scores.columns:
            scores.grounds[scores.place(ban.mentee, ban.mentor)] |= bits[ban.ground]
    for rule in scores.pool.rules:
        found = broken(rule, mentees, mentors, rule.kind == RuleKind.SHARED)
        if rule.can_be_relaxed:
            found[[place for key, place in scores.rows.items() if (key, rule.code) in scores.pool.relaxed]] = False
        scores.grounds[found] |= bits[rule.code]
