from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scaling.errors import DataError
from scaling.series import Series, SeriesBatch, SeriesKey, batches


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
