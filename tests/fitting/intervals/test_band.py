"""The places of a band: a fine grid, and the sizes of the series among them."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.intervals.band import BAND_POINTS, MOST_SIZES, band_places, rounded
from tests.fitting.intervals.helpers import RISE, intervals_of
from tests.series_makers import make_series


def test_the_sizes_are_among_the_places():
    fitted, _ = intervals_of(make_series(RISE))
    places, sizes = band_places(fitted.design), fitted.design.x[:, 0]
    assert set(sizes) <= set(places)
    assert (np.diff(places) > 1e-9).all()
    assert len(places) == BAND_POINTS + len(sizes) - 1  # the grid starts at the smallest
    assert places[-1] == pytest.approx(sizes.max() + 0.25)


def test_of_many_sizes_some_are_among_the_places():
    fitted, _ = intervals_of(make_series(RISE))
    sizes = np.linspace(7.0, 11.0, 3000)
    places = band_places(replace(fitted.design, x=sizes[:, None]))
    held = np.intersect1d(places, sizes)
    assert len(held) == MOST_SIZES
    assert {sizes[0], sizes[-1]} <= set(held)
    assert len(places) <= MOST_SIZES + BAND_POINTS


def test_equal_losses_have_one_place():
    fitted, _ = intervals_of(make_series(RISE))
    same = replace(fitted.design, x=np.full((4, 1), -2.5), log_axis=False)
    assert band_places(same).tolist() == [-2.5]


def test_a_result_holds_the_curve_at_its_own_points():
    (result,) = fit_series([make_series(RISE)], FitOptions(draws=0))
    fitted, _ = intervals_of(make_series(RISE), draws=19)
    drawn = {node.size: node.estimate for node in result.band}
    held = [drawn[float(rounded(np.array([point.size]))[0])] for point in result.points]
    assert held == pytest.approx(fitted.value.tolist(), abs=1e-6)


def test_numbers_are_rounded_to_some_digits():
    numbers = np.array([123456.789, 0.000123456789, 0.0])
    assert rounded(numbers, 3).tolist() == [123000.0, 0.000123, 0.0]
    assert rounded(np.array([1.23456789012])).tolist() == [1.23456789]
