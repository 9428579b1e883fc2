"""Which runs share a compute budget."""

from __future__ import annotations

import numpy as np
import pytest

from scaling.forecasting.laws.isoflop.budgets import asked_budgets, find_budgets

SIZES = np.array([1e8, 2e8, 4e8, 8e8, 1e9])


def test_runs_of_equal_compute_are_found_among_others():
    flops = np.concatenate([np.full(5, 1e19), [2e19, 3.5e19], np.full(5, 1e20) * 1.05])
    params = np.concatenate([SIZES, [1e8, 2e8], SIZES])
    found = find_budgets(flops, params, 0.05)
    assert [one.places.tolist() for one in found] == [[0, 1, 2, 3, 4], [7, 8, 9, 10, 11]]
    assert [one.flops for one in found] == pytest.approx([1e19, 1.05e20])


def test_the_tolerance_is_the_whole_width_of_a_budget():
    flops = 10 ** np.array([19.0, 19.02, 19.04, 19.05, 19.06])
    assert len(find_budgets(flops, SIZES, 0.05)[0].places) == 4
    assert len(find_budgets(flops, SIZES, 0.06)[0].places) == 5
    assert find_budgets(flops, SIZES, 0.001) == []


def test_one_size_many_times_is_one_size():
    flops = np.array([1e19] * 6 + [1.4e19] * 2)
    params = np.array([1e8] * 6 + [1e8, 2e8])
    (found,) = find_budgets(flops, params, 0.05)
    assert found.places.tolist() == [6, 7]


def test_budgets_do_not_depend_on_the_order_of_the_runs():
    rng = np.random.default_rng(1)
    flops = 10 ** np.round(rng.uniform(18, 21, 200), 2)
    params = 10 ** rng.uniform(7, 10, 200)
    order = rng.permutation(200)
    ours = find_budgets(flops, params, 0.05)
    theirs = find_budgets(flops[order], params[order], 0.05)
    assert [one.flops for one in ours] == [one.flops for one in theirs]
    assert [set(one.places) for one in ours] == [set(order[one.places]) for one in theirs]


def test_budgets_that_are_asked_for_take_the_runs_nearest_to_them():
    flops = 10 ** np.array([19.0, 19.024, 19.026, 19.05, 19.2])
    found = asked_budgets(flops, [1e19, 10**19.05], 0.05)
    assert [one.places.tolist() for one in found] == [[0, 1], [2, 3]]
    assert [one.flops for one in found] == [1e19, 10**19.05]
