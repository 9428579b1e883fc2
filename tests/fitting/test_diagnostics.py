"""What a fit says of itself, each note where it fires and where it just does not."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.fitting import FitOptions
from scaling.fitting.diagnostics import Diagnostics, inside, scores_and_information
from scaling.fitting.fit import fit_series
from scaling.fitting.fitted import pearson
from scaling.fitting.objectives import effective_items
from scaling.fitting.solve import solve_series
from tests.series_makers import PYTHIA, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
X = np.log10(PYTHIA)
SHARE = (X - X[0]) / (X[-1] - X[0])


def fitted_one(series, **options):
    return solve_series([series], FitOptions(draws=0, **options))[0]


def fit(series, **options):
    return fit_series([series], FitOptions(**{"draws": 0, **options}))[0]


def moved(fitted, by):
    """The same fit with its parameters moved."""
    theta = fitted.theta + np.asarray(by)[:, None]
    return replace(fitted, solution=replace(fitted.solution, theta=theta))


# Numbers.


@pytest.mark.parametrize("objective", ["quasi-binomial", "beta-binomial", "gaussian"])
@pytest.mark.parametrize("curve", ["logistic", "linear", "power-law"])
def test_the_gradient_is_zero_at_the_optimum_alone(curve, objective):
    fitted = fitted_one(make_series(RISE), curve=curve, objective=objective)
    assert Diagnostics.of(fitted).gradient_norm < 1e-3
    away = moved(fitted, 0.03 * np.ones(len(fitted.theta)))
    assert Diagnostics.of(away).gradient_norm > 0.1


def test_the_gradient_counts_in_standard_errors():
    """Of one mean with known errors: so many standard errors away are so many of gradient."""
    series = make_series(100 * RISE, kind="real", sigma=2.0, **NO_LIMITS)
    fitted = fitted_one(series, curve="constant")
    standard_error = 2.0 / np.sqrt(8)
    assert Diagnostics.of(moved(fitted, [3 * standard_error])).gradient_norm == pytest.approx(3.0)


def test_the_condition_number_by_hand():
    series = make_series(10 + X, kind="real", sigma=1.0, **NO_LIMITS)
    fitted = fitted_one(series, curve="linear")
    basis = np.stack([1 - SHARE, SHARE])
    unit = basis / np.linalg.norm(basis, axis=1)[:, None]
    expected = np.linalg.cond(unit @ unit.T)
    assert Diagnostics.of(fitted).condition_number == pytest.approx(expected)
    _, information = scores_and_information(fitted)
    np.testing.assert_allclose(information, basis @ basis.T)


def test_only_parameters_inside_their_bounds_are_judged():
    score = np.array([0.0, 0.0, 0.0, 0.05, 0.3, 0.8, 1.0, 1.0])
    fitted = fitted_one(make_series(score), curve="linear", objective="gaussian")
    assert fitted.solution.at_bound[:, 0].tolist() == [True, False]
    assert inside(fitted).tolist() == [1]
    assert Diagnostics.of(fitted).condition_number == pytest.approx(1.0)
    step = fitted_one(make_series(RISE), curve="step")
    assert inside(step).tolist() == [0, 1]  # the place is one of a few, not a number


def test_dispersion_is_pearsons_over_its_degrees():
    n = np.array([100.0, 200, 300, 400, 500, 600, 700, 800])
    fitted = fitted_one(make_series(RISE, n=n), curve="constant")
    weight = effective_items(n, 0.005)
    level = (weight * RISE).sum() / weight.sum()
    chi_squared = (weight * (RISE - level) ** 2 / (level * (1 - level))).sum()
    assert pearson(fitted) == pytest.approx(chi_squared)
    assert Diagnostics.of(fitted).dispersion == pytest.approx(chi_squared / 7)
    estimated = fitted_one(make_series(RISE, n=n), curve="constant", objective="gaussian")
    assert np.isnan(Diagnostics.of(estimated).dispersion)
    known = make_series(10 + RISE, kind="real", sigma=0.2, **NO_LIMITS)
    expected = ((RISE - RISE.mean()) ** 2).sum() / 0.04 / 7
    assert Diagnostics.of(fitted_one(known, curve="constant")).dispersion == pytest.approx(expected)


# Notes.


def test_at_bound():
    assert "at-bound" not in fit(make_series([0.1, 0.2, 0.4, 0.5]), curve="linear").notes
    assert "at-bound" in fit(make_series([0.0, 0.0, 0.5, 1.0]), curve="linear").notes


def test_ceiling_fixed():
    assert "ceiling-fixed" in fit(make_series(RISE), ceiling="fixed").notes
    assert "ceiling-fixed" not in fit(make_series(RISE), ceiling="free").notes
    assert "ceiling-fixed" not in fit(make_series(RISE), curve="linear").notes


def test_estimated_sigma():
    score = 100 * RISE
    assert "estimated-sigma" in fit(make_series(score, kind="real", **NO_LIMITS)).notes
    assert (
        "estimated-sigma" not in fit(make_series(score, kind="real", sigma=1.0, **NO_LIMITS)).notes
    )


def test_not_converged(monkeypatch):
    assert "not-converged" not in fit(make_series(RISE)).notes
    monkeypatch.setattr("scaling.fitting.model.MAX_ITERATIONS", 1)
    monkeypatch.setattr("scaling.fitting.model.FIRST_ITERATIONS", 1)
    found = fit(make_series(RISE))
    assert not found.converged
    assert "not-converged" in found.notes
    assert found.gradient_norm > 1e-3


def test_ill_conditioned_is_judged_by_the_condition_number(monkeypatch):
    series = make_series(RISE)
    found = fit(series).condition_number
    for factor, expected in ((0.999, True), (1.001, False)):
        monkeypatch.setattr("scaling.fitting.diagnostics.MOST_CONDITION", factor * found)
        assert ("ill-conditioned" in fit(series).notes) == expected


def test_no_degrees_left():
    assert "no-degrees-left" in fit(make_series([0.1, 0.5, 0.6]), ceiling="free").notes
    assert "no-degrees-left" not in fit(make_series([0.1, 0.5, 0.6, 0.7]), ceiling="free").notes
    real = make_series([1.0, 2.0, 4.0], kind="real", **NO_LIMITS)
    assert "no-degrees-left" in fit(real, curve="linear").notes  # two of the line, one of sigma
    known = make_series([1.0, 2.0, 4.0], kind="real", sigma=1.0, **NO_LIMITS)
    assert "no-degrees-left" not in fit(known, curve="linear").notes
    # points of one size are no further sizes
    twice = make_series([0.1, 0.12, 0.5, 0.6], np.array([1e8, 1e8, 1e9, 1e10]))
    assert "no-degrees-left" in fit(twice, ceiling="free").notes


@pytest.mark.parametrize(("factor", "expected"), [(0.99, False), (1.01, True)])
def test_lack_of_fit(factor, expected):
    """Chi-squared with 7 degrees of freedom reaches its .05 at 14.067."""
    away = np.array([1.0, -1, 1, -1, 1, -1, 1, -1])
    sigma = np.sqrt(8 / (14.067 * factor))
    series = make_series(10 + away, kind="real", sigma=sigma, **NO_LIMITS)
    assert ("lack-of-fit" in fit(series, curve="constant").notes) == expected
    estimated = make_series(10 + away, kind="real", **NO_LIMITS)
    assert "lack-of-fit" not in fit(estimated, curve="constant").notes


def test_weakly_identified():
    flat = np.array([0.01, 0.012, 0.011, 0.013, 0.012, 0.014, 0.013, 0.015])
    options = {"draws": 99, "interval": "parametric"}
    assert "weakly-identified" in fit(make_series(flat, n=100.0), **options).notes
    assert "weakly-identified" not in fit(make_series(RISE), **options).notes


def test_interval_refused():
    losses = make_series(3 - RISE, kind="loss", **NO_LIMITS)
    refused = fit(make_series(RISE), interval="wild", draws=19)
    assert "interval-refused" in refused.notes
    assert refused.message.startswith("the wild bootstrap needs residuals with a size of their own")
    assert "interval-refused" in fit(losses, interval="case", draws=19).notes
    assert "interval-refused" not in fit(losses, interval="wild", draws=19).notes
