"""The count, repeated from first principles."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from portal.practices.contests.scoring import Criterion, best_possible, count

CRITERIA = [Criterion(key="use", weight=2, most=5), Criterion(key="clear", weight=1, most=5)]
REVIEWS = st.lists(
    st.fixed_dictionaries({}, optional={"use": st.integers(0, 5), "clear": st.integers(0, 5)}), max_size=6
)


def test_a_missing_figure_is_no_zero():
    (found,) = count(CRITERIA, {"a": [{"use": 4, "clear": 3}, {"use": 2}]}, least=1)
    assert found.means["clear"].value == 3
    assert (found.means["clear"].n, found.means["use"].n) == (1, 2)
    assert found.hundredths == 100 * (2 * 3 + 3)


def test_too_few_jurors_leave_an_entry_without_a_result():
    found = count(CRITERIA, {"a": [{"use": 5, "clear": 5}, {"use": 5}], "b": [{"use": 1, "clear": 1}] * 2}, least=2)
    assert [(each.key, each.place, each.hundredths) for each in found] == [("b", 1, 300), ("a", None, None)]


def test_equal_results_share_a_place_and_the_next_one_is_skipped():
    same, less = [{"use": 4, "clear": 4}], [{"use": 1, "clear": 1}]
    found = count(CRITERIA, {"a": same, "b": same, "c": less}, least=1)
    assert [(each.place, each.is_shared) for each in found] == [(1, True), (1, True), (3, False)]


def test_results_that_differ_by_less_than_a_hundredth_are_equal():
    near = [{"use": 4, "clear": n} for n in (4, 4, 3)]
    third = [Criterion(key="use", weight=1, most=5), Criterion(key="clear", weight=1, most=5)]
    (one,) = count(third, {"a": near}, least=1)
    assert one.hundredths == 767


def test_a_wide_spread_is_said():
    (found,) = count(CRITERIA, {"a": [{"use": 5, "clear": 3}, {"use": 2, "clear": 3}]}, least=1)
    assert found.means["use"].is_wide
    assert not found.means["clear"].is_wide


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), REVIEWS, max_size=6), st.integers(1, 3))
def test_places_follow_results_and_a_repeated_mean_changes_nothing(entries, least):
    found = count(CRITERIA, entries, least=least)
    assert sorted(each.key for each in found) == sorted(entries)
    for each in found:
        means = each.means.values()
        assert (each.hundredths is None) == any(mean.n < least for mean in means)
        if each.hundredths is not None:
            exact = sum(one.weight * (each.means[one.key].value or Fraction(0)) for one in CRITERIA)
            assert abs(exact * 100 - each.hundredths) <= Fraction(1, 2)
            assert each.hundredths <= 100 * best_possible(CRITERIA)
            better = sum(1 for other in found if (other.hundredths or -1) > each.hundredths)
            assert each.place == 1 + better
    again = {key: [*reviews, {}] for key, reviews in entries.items()}
    assert count(CRITERIA, again, least=least) == found
