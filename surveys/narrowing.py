"""Whether a new condition may leave out somebody whom the old one asked: read from the conditions alone.

`keeps` is cautious: it answers «yes» only where the form of both conditions proves it, whatever people answer.
"""

from collections.abc import Iterable

from surveys.definitions import ConditionDefinition
from surveys.strict import number_of


def keeps(old: Iterable[ConditionDefinition], new: Iterable[ConditionDefinition]) -> bool:
    """Whether everybody who fits all of `old` also fits all of `new`. No condition at all fits everybody."""
    known = tuple(old)
    return all(any(_implies(each, wanted) for each in known) for wanted in new)


def _implies(old: ConditionDefinition, new: ConditionDefinition) -> bool:
    if old == new:
        return True
    if old.operator == "any":
        return bool(old.parts) and all(_implies(part, new) for part in old.parts)
    if new.operator == "all":
        return all(_implies(old, part) for part in new.parts)
    if old.operator == "all":
        return any(_implies(part, new) for part in old.parts)
    if new.operator == "any":
        return any(_implies(old, part) for part in new.parts)
    return old.code == new.code and _test_implies(old, new)


def _test_implies(old: ConditionDefinition, new: ConditionDefinition) -> bool:
    """One comparison of the same answer with another one."""
    if old.operator in ("equals", "any_of"):
        if new.operator in ("equals", "any_of"):
            return set(old.values) <= set(new.values)
        if new.operator == "not_equals":
            # Of several ticked options one that is not allowed is enough to fall out.
            return False
    if new.operator == "answered" and new.values == ("yes",):
        return old.operator != "answered" and "__na__" not in old.values
    if old.operator == new.operator == "at_least":
        return _not_more(new.values[0], old.values[0])
    if old.operator == new.operator == "at_most":
        return _not_more(old.values[0], new.values[0])
    return False


def _not_more(first: str, second: str) -> bool:
    """Whether a bound is not above another: as numbers, or as ISO dates where one of them is no number."""
    low, high = number_of(first), number_of(second)
    return first <= second if low is None or high is None else low <= high
