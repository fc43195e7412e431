"""No arithmetic over admitted views leads to fewer than five people: checked by looking for such people."""

import itertools

import numpy as np
import pytest

from surveys.results.spans import Views


def hidden_groups(columns, k=5):
    """Every set of fewer than k people whose sum follows from the columns: brute force over all of them."""
    matrix = np.column_stack(columns).astype(float)
    basis = np.linalg.qr(matrix)[0]
    basis = basis[:, : np.linalg.matrix_rank(matrix)]
    apart = np.eye(len(matrix)) - basis @ basis.T
    return [
        group
        for size in range(1, k)
        for group in itertools.combinations(range(len(matrix)), size)
        if np.abs(apart[list(group)].sum(axis=0)).max() < 1e-8
    ]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_admitted_leads_to_no_small_group_and_what_would_is_refused(seed):
    chance = np.random.default_rng(seed)
    n = 16
    views, kept, refused = Views(n, 5), [np.ones(n)], 0
    candidates = [chance.integers(0, 2, n) for _n in range(6)]
    # A view that differs from another by two people only, and one that is the union of two others but for one.
    candidates += [np.where(np.arange(n) < 2, 1 - candidates[0], candidates[0]), np.arange(n) < 4, np.arange(n) < 8]
    for column in candidates:
        if views.admit(column):
            kept.append(column)
        else:
            refused += 1
    assert hidden_groups(kept) == []
    assert refused


def test_without_the_check_the_same_views_lead_to_people():
    n = 16
    columns = [np.ones(n), np.arange(n) < 8, np.arange(n) < 6]
    assert hidden_groups(columns)
    views = Views(n, 5)
    assert views.admit(columns[1])
    assert not views.admit(columns[2])


def test_parts_that_add_up_to_another_but_for_two_people_are_refused():
    place = np.arange(30)
    views = Views(30, 5)
    assert views.admit(place < 20)
    assert views.admit(place < 8)
    assert not views.admit((place >= 8) & (place < 18))


def test_a_view_that_follows_from_others_is_refused_and_many_people_allow_many_views():
    chance = np.random.default_rng(1)
    views = Views(900, 5)
    columns = [chance.integers(0, 2, 900) for _n in range(40)]
    assert all(views.admit(column) for column in columns)
    assert not views.admit(1 - columns[0])
    assert not Views(4, 5).admit(np.array([1, 1, 0, 0]))
