"""From scores without noise, every family finds its own curve again under every objective."""

import numpy as np
import pytest

from scaling.curves import get_curve, registry
from scaling.curves.base import Design
from scaling.fitting import FitOptions
from scaling.fitting.diagnostics import Diagnostics
from scaling.fitting.solve import solve_series
from scaling.series import batches
from tests.series_makers import make_series

SIZES = np.geomspace(10**7.5, 1e11, 14)
LOGS = ("gaussian", "log-gaussian", "huber", "lad")
EVERY = ("quasi-binomial", "beta-binomial", *LOGS)
SIGMOID = [0.83, 9.2, np.log(1.3)]

# Internal parameters, off the grid and inside the bounds.
PROPORTIONS = {
    "constant": [0.37],
    "linear": [0.12, 0.83],
    "segmented": [0.1, 0.16, 0.9, 9.31],
    "step": [0.12, 0.7, 9.0],
    "power-law": [np.log(0.8), np.log(0.15)],
    "power-law-floor": [0.1, 0.7, np.log(0.31)],
    "shifted-power-law": [0.9, -2.2, 0.34],
    "sigmoidal-power-law": [0.08, 0.9, np.log(0.6), 9.2, np.log(0.9)],
    "broken-power-law": [0.05, 0.9, 0.07, 0.9, 9.1, np.log(0.4)],
    "broken-power-law-0": [0.1, 0.7, 0.31],
    "logistic": SIGMOID,
    "gompertz": [0.83, 8.9, np.log(1.3)],
    "complementary-gompertz": SIGMOID,
    "onset": [0.83, 8.2, np.log(1.3)],
    "expansion": SIGMOID,
    "logit": [-3.3, 2.2],
    "probit": [-2.1, 1.2],
    "cloglog": [1.1, -3.2],
}
LOSSES = {
    "power-law": [1.1, 0.3],
    "power-law-floor": [1.7, 1.3, np.log(0.31)],
    "shifted-power-law": [3.1, -2.2, 0.34],
    "sigmoidal-power-law": [0.9, 3.3, np.log(0.6), 9.2, np.log(0.9)],
    "broken-power-law": [0.4, 2.9, 0.07, 0.9, 9.1, np.log(0.4)],
    "broken-power-law-0": [1.7, 1.3, 0.31],
    "broken-power-law-2": [0.4, 2.9, 0.3, -0.9, 8.3, np.log(0.4), 1.2, 9.7, np.log(0.1)],
}
CASES = [(name, "proportion", one) for name in PROPORTIONS for one in EVERY]
# an onset starts at 0, which has no logarithm
CASES = [(name, kind, one) for name, kind, one in CASES if name != "onset" or one not in LOGS[1:]]
CASES += [(name, "loss", one) for name in LOSSES for one in LOGS]


def series_of(kind, score):
    if kind == "loss":
        return make_series(score, SIZES, kind="loss", chance=np.nan, ceiling=np.nan)
    return make_series(score, SIZES)


def scores_and_naturals(curve, kind, theta):
    """Return the curve's scores (K,) and its natural parameters."""
    design = Design.of(batches([series_of(kind, np.linspace(0.1, 0.9, len(SIZES)))])[0])
    column = np.array(theta, dtype=float)[:, None]
    score = curve.value(column, design.at(design.x))[:, 0]
    return score, {name: one[0] for name, one in curve.natural(column, design).items()}


def test_every_family_is_here():
    assert set(PROPORTIONS) | set(LOSSES) == {name for name, _ in registry.CURVES}


@pytest.mark.parametrize(("name", "kind", "objective"), CASES)
def test_a_family_recovers_its_curve(name, kind, objective):
    theta = (PROPORTIONS if kind == "proportion" else LOSSES)[name]
    score, expected = scores_and_naturals(get_curve(name), kind, theta)
    # a beta-binomial's likeliest p is k/n only where there is next to no over-dispersion
    options = FitOptions(curve=name, objective=objective, draws=0, rho=1e-6, ceiling="free")
    (fitted,) = solve_series([series_of(kind, score)], options)
    assert fitted.solution.converged[0]
    np.testing.assert_allclose(fitted.value, score, atol=1e-4 * np.ptp(score) + 1e-9)
    for parameter, value in fitted.natural().items():
        assert value == pytest.approx(expected[parameter], rel=2e-3), parameter
    if not fitted.model.objective.scale_free:  # else in units of errors that are all rounding
        assert Diagnostics.of(fitted).gradient_norm < 1e-3
