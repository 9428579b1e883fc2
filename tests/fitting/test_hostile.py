"""Series that nobody wants to fit: every one gives a row that says how it went, never silence."""

import json
import math

import numpy as np
import pytest

from scaling.curves import registry
from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.notes import NOTES, QUALIFIERS
from tests.series_makers import PYTHIA, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
LOSS = 1.7 + 1.2 * (np.array(PYTHIA) / 7e7) ** -0.4
TWELVE_DECADES = np.geomspace(1e2, 1e14, 8)
LONG = np.geomspace(1e7, 1e12, 12)


def loss(score, size=PYTHIA, **facts):
    return make_series(score, size, kind="loss", **NO_LIMITS, **facts)


SERIES = {
    "zeros": make_series(np.zeros(8)),
    "ones": make_series(np.ones(8)),
    "one size": make_series([0.3]),
    "two sizes": make_series([0.3, 0.6]),
    "three sizes": make_series([0.1, 0.3, 0.6]),
    "equal sizes": make_series(RISE, np.full(8, 1e9)),
    "sizes twice": make_series(RISE, np.repeat([1e8, 1e9, 1e10, 1e11], 2)),
    "one item": make_series((RISE > 0.4).astype(float), n=1.0),
    "1e12 items": make_series(RISE, n=1e12),
    "12 decades": make_series(RISE, TWELVE_DECADES),
    "sawtooth": make_series(np.tile([0.0, 1.0], 4)),
    "below chance": make_series(0.1 * RISE, chance=0.25),
    "losses on the axis": make_series(RISE, np.linspace(3.5, 2.0, 8), axis="loss"),
    "constant losses": loss(np.full(8, 2.5)),
    "losses of zero": loss(np.zeros(8)),
    "losses of 1e-9": loss(1e-9 * LOSS),
    "losses of 1e9": loss(1e9 * LOSS),
    "losses over 12 decades": loss(LOSS, TWELVE_DECADES),
    "losses that rise": loss(LOSS[::-1], sigma=0.01),
    "below zero": make_series(-100 * RISE, kind="real", **NO_LIMITS),
    "bounded": make_series(100 * RISE, kind="bounded", ceiling=100.0),
    "twelve sizes": make_series(np.r_[RISE, 0.95, 0.96, 0.96, 0.97], LONG),
    "twelve losses": loss(1.7 + 1.2 * (LONG / 1e7) ** -0.2, LONG),
}
CURVES = [name for name, _ in registry.CURVES]
# A number in natural units may be beyond all numbers, or not exist: tables have an empty cell.
UNBOUND = {
    "midpoint": ("logit", "probit", "cloglog"),  # of a flat curve
    "width": ("logit", "probit", "cloglog"),
    "coefficient": ("sigmoidal-power-law",),  # of a size of 1, at a steep slope
}


def check(series, **options):
    """Fit one series and check what every row promises."""
    (result,) = fit_series([series], FitOptions(draws=19, **options))
    assert set(result.notes) <= set(NOTES)
    assert set(result.qualifiers) <= set(QUALIFIERS)
    record = result.to_dict()
    json.dumps(record, allow_nan=False)
    if result.status == "failed":
        assert result.message
        assert math.isnan(result.log_likelihood)
        assert not result.parameters
        return result
    assert result.status == "ok"
    assert math.isfinite(result.log_likelihood)
    assert math.isfinite(result.gradient_norm)
    assert result.converged != ("not-converged" in result.notes)
    assert all(math.isfinite(point.estimate) for point in result.band)
    for name, value in result.parameters.items():
        if not math.isfinite(value.estimate):
            assert result.curve in UNBOUND.get(name, ()), name
            assert record["parameters"][name]["estimate"] is None
    return result


@pytest.mark.parametrize("name", [name for name in SERIES if not name.startswith("twelve")])
@pytest.mark.parametrize("curve", CURVES)
def test_every_family_has_an_answer(curve, name):
    for objective, interval in (("auto", "delta"), ("lad", "none")):
        check(SERIES[name], curve=curve, objective=objective, interval=interval)


@pytest.mark.parametrize("name", ["twelve sizes", "twelve losses"])
@pytest.mark.parametrize("curve", ["broken-power-law", "broken-power-law-2"])
def test_breaks_have_an_answer(curve, name):
    assert check(SERIES[name], curve=curve, interval="delta").status == "ok"


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("curve", ["logistic", "step", "power-law-floor"])
def test_every_bootstrap_has_an_answer(curve, name):
    check(SERIES[name], curve=curve, interval="parametric")


FEW = ("zeros", "three sizes", "sizes twice", "one item", "12 decades", "losses of 1e-9",
       "losses of 1e9", "constant losses")  # fmt: skip


@pytest.mark.parametrize("name", FEW)
@pytest.mark.parametrize("curve", ["logistic", "linear", "power-law-floor"])
def test_every_profile_has_an_answer(curve, name):
    check(SERIES[name], curve=curve, interval="profile")


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["delta", "parametric", "profile"])
@pytest.mark.parametrize("curve", CURVES)
def test_every_family_objective_and_interval(curve, interval):
    profile = interval == "profile"  # seconds for families of five parameters and more
    names = ("zeros", "twelve losses") if profile else SERIES
    objectives = ("beta-binomial", "gaussian", "log-gaussian", "huber", "lad")
    for name in names:
        for objective in ("auto", "gaussian") if profile else ("auto", *objectives):
            check(SERIES[name], curve=curve, objective=objective, interval=interval)
