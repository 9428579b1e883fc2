from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scaling.errors import DataError
from scaling.series import Series, SeriesBatch, SeriesKey, batches

LOSS: dict[str, Any] = {
    "metric_kind": "loss",
    "score": np.array([3.0, 2.0]),
    "n_items": np.full(2, np.nan),
    "chance": np.nan,
    "ceiling": np.nan,
}


def series(size: Any, task: str = "T", **changes: Any) -> Series:
    points = len(size)
    values: dict[str, Any] = {
        "key": SeriesKey("F", task, "acc"),
        "size_axis": "params",
        "models": tuple(f"m{place}" for place in range(points)),
        "size": np.array(size),
        "score": np.linspace(0.1, 0.9, points),
        "n_items": np.full(points, 100.0),
        "sigma": np.full(points, np.nan),
        "metric_kind": "proportion",
        "chance": 0.0,
        "ceiling": 1.0,
    }
    return Series(**{**values, **changes})


def test_the_axis_is_in_decades_and_losses_are_turned_round() -> None:
    assert series([1e9, 1e10]).x.tolist() == [9.0, 10.0]
    assert series([2.5, 2.0], size_axis="loss").x.tolist() == [-2.5, -2.0]


def test_equal_sizes_are_points_of_one_size() -> None:
    one = series([1e9, 1e9, 2e9])
    assert (one.n_points, one.n_sizes) == (3, 2)


def test_points_of_different_number() -> None:
    with pytest.raises(DataError) as caught:
        series([1e9, 2e9], models=("a",))
    assert str(caught.value) == "F / T / acc: expected as many of size as models (1), found 2"


def test_points_that_are_not_sorted() -> None:
    with pytest.raises(DataError) as caught:
        series([2e9, 1e9])
    assert str(caught.value) == "F / T / acc: expected points sorted by size; sort them first"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"size": [0.0, 2e9]}, "size of m0: expected a number above zero, found 0"),
        ({"size": [-1.0, 2e9]}, "size of m0: expected a number above zero, found -1"),
        ({"size": [1e9, np.inf]}, "size of m1: expected a number above zero, found inf"),
        ({"size": [1e9, np.nan]}, "size of m1: expected a number above zero, found nan"),
        (
            {"size": [2.0, 0.0], "size_axis": "loss"},
            "size of m1: expected a number above zero, found 0",
        ),
        ({"score": [0.1, np.nan]}, "score of m1: expected a proportion from 0 to 1, found nan"),
        ({"score": [1.01, 0.5]}, "score of m0: expected a proportion from 0 to 1, found 1.01"),
        ({"score": [-0.01, 0.5]}, "score of m0: expected a proportion from 0 to 1, found -0.01"),
        ({"n_items": [100, 0.5]}, "n_items of m1: expected a number of at least 1, found 0.5"),
        ({"n_items": [np.nan, 9]}, "n_items of m0: expected a number of at least 1, found nan"),
        ({**LOSS, "score": [np.inf, 2.0]}, "score of m0: expected a finite number, found inf"),
        ({**LOSS, "score": [3.0, np.nan]}, "score of m1: expected a finite number, found nan"),
        ({"chance": 1.0}, "chance: expected a score below the ceiling 1, found 1"),
        (
            {"chance": 0.6, "ceiling": 0.5},
            "chance: expected a score below the ceiling 0.5, found 0.6",
        ),
        (
            {**LOSS, "chance": 1.5, "ceiling": 1.5},
            "chance: expected a loss above the ceiling 1.5, found 1.5",
        ),
        (
            {**LOSS, "chance": -np.inf},
            "chance: expected a finite number, or nan where there is none, found -inf",
        ),
        (
            {**LOSS, "ceiling": np.inf},
            "ceiling: expected a finite number, or nan where there is none, found inf",
        ),
        (
            {**LOSS, "sigma": [0.1, 0.0]},
            "sigma of m1: expected a standard error of at least 1e-18, or nan where unknown, "
            "found 0",
        ),
        (
            {**LOSS, "sigma": [-0.1, np.nan]},
            "sigma of m0: expected a standard error of at least 1e-18, or nan where unknown, "
            "found -0.1",
        ),
        (
            {**LOSS, "sigma": [0.1, 1e-15], "chance": 5000.0, "ceiling": 1000.0},
            "sigma of m1: expected a standard error of at least 4e-15, or nan where unknown, "
            "found 1e-15",
        ),
        (
            {**LOSS, "sigma": [np.inf, 0.1]},
            "sigma of m0: expected a standard error of at least 1e-18, or nan where unknown, "
            "found inf",
        ),
    ],
)
def test_numbers_that_no_table_lets_through(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError) as caught:
        series(**{"size": [1e9, 2e9], **changes})
    assert str(caught.value) == f"F / T / acc: {told}"


@pytest.mark.parametrize(
    "changes",
    [
        {"score": [0.05, 0.95], "chance": 0.25, "ceiling": 0.9},  # below chance, above the ceiling
        {"score": [0.0, 1.0], "chance": np.nan, "ceiling": np.nan},
        {"ceiling": np.nan},
        {**LOSS, "chance": 3.0, "ceiling": 1.7, "sigma": [np.nan, 0.1]},
        {**LOSS, "chance": np.nan, "ceiling": 1.7},
        {**LOSS, "sigma": [1e-18, 1e-18]},
        {**LOSS, "metric_kind": "real", "score": [-1e9, 1e9]},
        {"size": [1e-30, 1e60]},
        {"size": []},
    ],
)
def test_numbers_that_are_unusual(changes: dict[str, Any]) -> None:
    made = {"size": [1e9, 2e9], **changes}
    one = series(**made)
    for name in set(made) - {"metric_kind"}:
        np.testing.assert_array_equal(getattr(one, name), made[name])


def test_points_are_left_out_by_place() -> None:
    one = series([1e9, 2e9, 3e9, 4e9])
    assert one.without(place for place in (1, 3)).size.tolist() == [1e9, 3e9]


def test_arrays_are_copies_and_cannot_be_changed() -> None:
    size = np.array([1e9, 2e9])
    one = series(size)
    size[0] = 7
    assert one.size[0] == 1e9
    with pytest.raises(ValueError, match="read-only"):
        one.score[0] = 0.5


def test_labels() -> None:
    key = SeriesKey("F", "T", "acc", 5, "cot", None, "step3", "a paper")
    assert key.label() == "F / T / acc, 5-shot, cot, step3"
    assert key.label(source=True) == "F / T / acc, 5-shot, cot, step3, a paper"


def test_random_numbers_depend_on_key_and_seed_alone() -> None:
    draw = series([1e9, 2e9]).random(0).random()
    assert series([5e9], models=("z",)).random(0).random() == draw
    assert series([1e9, 2e9]).random(1).random() != draw
    assert series([1e9, 2e9], task="U").random(0).random() != draw


def test_batches_hold_series_of_one_design() -> None:
    sigma = {"metric_kind": "real", "sigma": np.array([1.0, 1.0])}
    members = [series([1, 2]), series([1, 2, 3]), series([3, 4]), series([1, 2], **sigma)]
    found = batches(members)
    assert all(isinstance(batch, SeriesBatch) for batch in found)
    assert sorted(batch.index for batch in found) == [(0, 2), (1,), (3,)]
    batch = next(batch for batch in found if batch.index == (0, 2))
    assert batch.x.shape == (2, 2)
    assert batch.chance.tolist() == [0.0, 0.0]
