"""Axes of any number: ends, places, channels."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling.plots.style.measure import Measure
from scaling.plots.style.text import width_of

ENDS = st.tuples(st.floats(1e-3, 1e3), st.floats(1.5, 1e6))


@given(ENDS, st.booleans(), st.booleans(), st.floats(0, 1))
def test_values_and_places_are_inverse(
    ends: tuple[float, float], logarithmic: bool, reverse: bool, place: float
) -> None:
    low, factor = ends
    axis = Measure("a", "A", low, low * factor, logarithmic, reverse)
    assert axis.place(axis.value_at(place)) == pytest.approx(place, abs=1e-6)


def test_reversed_axes_have_large_values_at_the_left() -> None:
    axis = Measure("loss", "loss", 2.0, 4.0, reverse=True)
    assert (axis.place(4.0), axis.place(2.0)) == (0.0, 1.0)


def test_all_values_are_shown_with_room() -> None:
    axis = Measure.of("a", "A", [1.0, 3.0, math.nan])
    assert (axis.low, axis.high) == pytest.approx((0.9, 3.1))
    logs = Measure.of("a", "A", [10.0, 1000.0, -1.0], logarithmic=True, spare=0.5)
    assert (logs.low, logs.high) == pytest.approx((1.0, 10_000.0))
    assert logs.shows(500.0)
    assert not logs.shows(math.nan)
    assert logs.clip(0.1) == logs.low


@pytest.mark.parametrize("values", [[], [5.0], [math.nan]])
def test_one_value_or_none_still_makes_an_axis(values: list[float]) -> None:
    for logarithmic in (False, True):
        axis = Measure.of("a", "A", values, logarithmic=logarithmic)
        assert axis.low < axis.high


def test_channels_carry_scale_title_and_format() -> None:
    logs = Measure("flops", "training FLOPs", 1e18, 1e22, logarithmic=True).across(300, 12)
    made: Any = logs.to_dict()
    assert made["scale"]["type"] == "log"
    assert made["axis"]["title"] == "training FLOPs"
    assert len(made["axis"]["values"]) >= 2
    up: Any = Measure("r", "residual", -1.0, 1.0, format="+.1%").up(200, 12).to_dict()
    assert up["axis"]["format"] == "+.1%"


def test_labels_of_ticks_stand_apart() -> None:
    axis = Measure("flops", "training FLOPs", 6.7e24, 1.5e25, logarithmic=True)
    made: Any = axis.across(440, 12).to_dict()
    places = [440 * axis.place(tick) for tick in made["axis"]["values"]]
    assert len(places) >= 3
    assert all(high - low > width_of("1.2e25", 12) for low, high in pairwise(places))


def test_zero_has_no_sign() -> None:
    made: Any = Measure("r", "residual", -1.0, 1.0, format="+.1%").up(200, 12).to_dict()
    assert made["axis"]["labelExpr"].startswith("datum.value === 0 ?")
    plain: Any = Measure("r", "residual", -1.0, 1.0).up(200, 12).to_dict()
    assert "labelExpr" not in plain["axis"]
