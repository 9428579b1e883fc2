"""Where the best curve of a verdict passes 10 and 90 % of its rise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scaling.curves.sigmoid import Shape
from scaling.detection.passage import passage
from scaling.detection.width.grid import SHAPES
from scaling.fitting.records import NAN, Estimate
from tests.plots.builder import detect_result, facts

MADE = detect_result(facts(), middle=9.8, width=0.4)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_the_curve_has_10_and_90_percent_of_its_rise_there(shape: Shape) -> None:
    found = passage(replace(MADE, shape=shape.name))
    assert found is not None
    places = np.log10(found)
    assert shape.rise(places, 9.8, 0.4) == pytest.approx([0.1, 0.9])
    assert places[1] - places[0] == pytest.approx(0.4)


def test_on_the_loss_axis_the_rise_goes_down() -> None:
    loss = replace(MADE, size="loss", shape="expansion", midpoint=Estimate(2.5, NAN, NAN))
    high, low = passage(loss) or (NAN, NAN)
    (shape,) = (shape for shape in SHAPES if shape.name == "expansion")
    assert shape.rise(-np.array([high, low]), -2.5, 0.4) == pytest.approx([0.1, 0.9])


def test_without_a_width_or_a_midpoint_there_is_none() -> None:
    assert passage(replace(MADE, width=Estimate(0.0, 0.0, 0.3), shape="step")) is None
    assert passage(replace(MADE, width=Estimate())) is None
    assert passage(replace(MADE, midpoint=Estimate())) is None
    assert passage(replace(MADE, shape=None)) == pytest.approx((10**9.6, 10**10.0))
