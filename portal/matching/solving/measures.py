"""Answers of all mentees against answers of all mentors, as whole tables at once.

A table has a row a mentee and a column a mentor. −1 in a table of shares says that an answer is missing.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from portal.matching.solving.kinds import Measure
from portal.matching.solving.pool import WHOLE, Answer, Criterion, Mentee, Mentor, Rule

Array = Any
MISSING = -1


def shares(criterion: Criterion, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Array:
    """Shares of a criterion's points, thousandths rounded down; int16, `MISSING` where one of the two has not answered.

    An empty set or an empty list of choices is no answer. Ranks come from one side alone, so the other's silence does
    not make them missing.
    """
    asked = [each.answers.get(criterion.asks or criterion.code) for each in mentees]
    offered = [each.answers.get(criterion.offers or criterion.code) for each in mentors]
    if criterion.measure == Measure.NEAR:
        return _near(asked, offered, criterion.span)
    if criterion.measure == Measure.CHOSEN_BY_MENTEE:
        return _named(asked, [each.key for each in mentors], lambda said: _ranks(said, criterion.span))
    if criterion.measure == Measure.CHOSEN_BY_MENTOR:
        return _named(offered, [each.key for each in mentees], lambda said: _ranks(said, criterion.span)).T.copy()
    if criterion.measure == Measure.RATED:
        return _named(asked, [each.key for each in mentors], _ratings, rest=MISSING)
    return _sets(asked, offered, criterion)


def broken(rule: Rule, mentees: Sequence[Mentee], mentors: Sequence[Mentor], shared: bool) -> Array:
    """Where a rule forbids a pair; bool. `shared`: the rule asks for something in common rather than for nothing."""
    asked = [each.answers.get(rule.asks) for each in mentees]
    offered = [each.answers.get(rule.offers or rule.asks) for each in mentors]
    common, left, right = in_common([_as_set(each) for each in asked], [_as_set(each) for each in offered])
    said = (left > 0)[:, None] & (right > 0)[None, :]
    found = (common < rule.at_least) if shared else (common > 0)
    return (found & said) | ~said if rule.needs_answers else found & said


def in_common(left: Sequence[Set[Any]], right: Sequence[Set[Any]]) -> tuple[Array, Array, Array]:
    """How many values each row's set shares with each column's, and how many there are in each set; int32."""
    import numpy as np

    words = {value: place for place, value in enumerate({value for each in (*left, *right) for value in each})}
    rows, columns = (np.zeros((len(side), len(words)), np.float32) for side in (left, right))
    for table, side in ((rows, left), (columns, right)):
        for line, values in zip(table, side, strict=True):
            line[[words[value] for value in values]] = 1
    sizes = [np.array([len(each) for each in side], np.int32) for side in (left, right)]
    return (rows @ columns.T).astype(np.int32), sizes[0], sizes[1]  # counts are far below 2**24: float32 is exact


def _sets(asked: Sequence[Answer | None], offered: Sequence[Answer | None], criterion: Criterion) -> Array:
    import numpy as np

    common, left, right = in_common([_as_set(each) for each in asked], [_as_set(each) for each in offered])
    if criterion.measure == Measure.SAME:
        found = (common > 0).astype(np.int32) * WHOLE
    elif criterion.measure == Measure.SHARE:
        found = common * WHOLE // np.maximum(left, 1)[:, None]
    elif criterion.measure == Measure.ALIKE:
        found = common * WHOLE // np.maximum(left[:, None] + right[None, :] - common, 1)
    else:
        found = np.minimum(common * WHOLE // criterion.span, WHOLE)
    said = (left > 0)[:, None] & (right > 0)[None, :]
    return np.where(said, found, MISSING).astype(np.int16)


def _near(asked: Sequence[Answer | None], offered: Sequence[Answer | None], span: int) -> Array:
    import numpy as np

    sides = []
    for side in (asked, offered):
        said = np.array([isinstance(each, int) for each in side], bool)
        sides.append((np.array([each if isinstance(each, int) else 0 for each in side], np.int64), said))
    (left, left_said), (right, right_said) = sides
    apart = np.minimum(np.abs(left[:, None] - right[None, :]), span)
    found = WHOLE - apart * WHOLE // span
    return np.where(left_said[:, None] & right_said[None, :], found, MISSING).astype(np.int16)


def _named(
    said: Sequence[Answer | None],
    keys: Sequence[str],
    read: Callable[[Answer | None], Mapping[str, int]],
    rest: int = 0,
) -> Array:
    """A row an answer: the shares that it gives to the keys it names, `rest` to the others."""
    import numpy as np

    columns = {key: place for place, key in enumerate(keys)}
    found = np.full((len(said), len(keys)), MISSING, np.int16)
    for line, answer in zip(found, said, strict=True):
        given = read(answer)
        if given:
            line[:] = rest
            for key, share in given.items():
                if key in columns:
                    line[columns[key]] = share
    return found


def _ranks(said: Answer | None, span: int) -> Mapping[str, int]:
    if not isinstance(said, tuple):
        return {}
    first = {key: place for place, key in reversed(list(enumerate(said)))}
    return {key: max(span - place, 0) * WHOLE // span for key, place in first.items()}


def _ratings(said: Answer | None) -> Mapping[str, int]:
    return {key: min(max(share, 0), WHOLE) for key, share in said.items()} if isinstance(said, Mapping) else {}


def _as_set(said: Answer | None) -> Set[Any]:
    return said if isinstance(said, frozenset) else frozenset()
