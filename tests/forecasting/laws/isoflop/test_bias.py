"""Parabola minima are biased where the valley is not symmetric; the cubic's much less.

The true optimum is known: the runs come from a Chinchilla law without noise.
"""

from __future__ import annotations

import numpy as np
import pytest

from scaling.forecasting.laws.isoflop.assess import isoflop_of
from scaling.forecasting.laws.isoflop.options import IsoflopOptions
from tests.forecasting.laws.makers import HOFFMANN, LOPSIDED, Truth, isoflop_runs

EXACT = IsoflopOptions(draws=0)


def biases(truth, **design):
    """Mean displacement of the minima in decades, and of the exponent, by degree."""
    result = isoflop_of(isoflop_runs(truth, **design), EXACT)
    laws = {fit.degree: fit.exponent.estimate - truth.exponent for fit in result.by_degree}
    places = {
        degree: np.mean([
            np.log10(fit.params.estimate / truth.best(row.flops))
            for row in result.budgets for fit in row.fits if fit.degree == degree
        ])
        for degree in (2, 3)
    }  # fmt: skip
    return places, laws


@pytest.mark.parametrize(
    ("truth", "half", "parabola"),
    [  # decades of size; docs/allocation.md has the table
        (Truth(), 0.5, -0.0013),
        (Truth(), 0.8, -0.0032),
        (HOFFMANN, 0.5, 0.0042),
        (HOFFMANN, 0.8, 0.0107),
        (LOPSIDED, 0.5, 0.0175),
        (LOPSIDED, 0.8, 0.0441),
    ],
)
def test_unequal_exponents_displace_the_parabola(truth, half, parabola):
    places, _ = biases(truth, half=half)
    assert places[2] == pytest.approx(parabola, abs=6e-5)
    assert abs(places[3]) < abs(places[2]) / 20


def test_the_displacement_grows_with_the_range_and_has_the_sign_of_alpha_less_beta():
    narrow, wide = (biases(LOPSIDED, half=half)[0][2] for half in (0.5, 0.8))
    assert 0.015 < narrow < wide < 0.06
    mirrored = biases(Truth(1.8, 150.0, 5000.0, 0.25, 0.5), half=0.8)[0][2]
    assert mirrored == pytest.approx(-wide, rel=0.05)


def test_equal_exponents_on_a_centred_grid_have_no_bias():
    places, laws = biases(Truth(alpha=0.35, beta=0.35), half=0.8)
    assert places[2] == pytest.approx(0, abs=1e-9)
    assert laws[2] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("off", [-0.53, 0.53])
def test_a_grid_off_centre_bends_the_exponent(off):
    """The exponents differ here by .018 alone: the bias comes from the grid."""
    _, laws = biases(Truth(), half=0.8, off=off)
    assert 0.005 < abs(laws[2]) < 0.007
    assert np.sign(laws[2]) == np.sign(off)
    assert abs(laws[3]) < abs(laws[2]) / 5


def test_the_exponents_of_a_clean_grid_are_those_of_the_law():
    result = isoflop_of(isoflop_runs(), EXACT)
    assert result.degree == 3  # without noise any asymmetry is significant
    assert result.exponent.estimate == pytest.approx(Truth().exponent, abs=1e-4)
    assert result.tokens_exponent.estimate == pytest.approx(1 - Truth().exponent, abs=1e-4)
    for row in result.budgets:
        assert row.params == pytest.approx(Truth().best(row.flops), rel=1e-3)
        assert 6 * row.params * row.tokens == pytest.approx(row.flops, rel=1e-9)


def test_the_bias_is_noted_with_its_numbers():
    noisy = isoflop_runs(LOPSIDED, half=0.8, noise=0.002, seed=1)
    result = isoflop_of(noisy, IsoflopOptions(draws=199))
    assert "parabola-bias" in result.notes
    assert result.cubic_test.significant
    assert result.degree == 3
    assert "parabola minima are biased" in result.reason
    assert "of the parabola's, beyond their errors at" in result.reason
    plain = isoflop_of(isoflop_runs(noise=0.003), IsoflopOptions(draws=199))
    assert "parabola-bias" not in plain.notes
    assert plain.degree == 2


def test_a_minimum_off_the_centre_is_noted():
    runs = isoflop_runs(half=0.6, off=0.4, noise=0.001)
    result = isoflop_of(runs, IsoflopOptions(draws=199, degree=2))
    assert "minimum-off-center" in result.notes
    assert all(row.off_center == pytest.approx(-2 / 3, abs=0.1) for row in result.budgets)
    assert "more than half way from the centre" in result.reason
