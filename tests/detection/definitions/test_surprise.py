"""Surprise: what a logistic fitted to the smaller sizes foretells."""

import numpy as np
import pytest
from scipy.stats import norm

from scaling.detection.definitions import describe
from scaling.detection.definitions.surprise import DEFINITION
from scaling.detection.definitions.view import View
from scaling.detection.options import DetectOptions
from scaling.fitting.intervals.parametric import beta_binomial
from tests.series_makers import PYTHIA, logistic, make_series

OPTIONS = DetectOptions()
SIZE = np.array(PYTHIA)


def surprise(y, options=OPTIONS, **facts) -> float:
    return describe(make_series(y, **facts), options).scores["surprise/1"]


@pytest.mark.parametrize("z", [-1.0, 0.0, 1.5])
def test_with_exact_smaller_scores_it_is_the_normal_tail(z):
    y = logistic(SIZE, 2e9, 2.0)
    sigma = np.full(8, 1e-5)
    y[-1] += 0.02 * z
    sigma[-1] = 0.02
    found = surprise(y, kind="bounded", sigma=sigma, options=DetectOptions(draws=9999))
    assert found == pytest.approx(norm.sf(z), abs=0.02)


def test_a_jump_surprises_and_a_logistic_does_not():
    """LaMDA, last letters of three words out of domain: Wei et al. 2022, arXiv:2201.11903."""
    lamda = [0.42e9, 2e9, 8e9, 68e9, 137e9]
    assert surprise([0, 0, 0, 0.008, 0.344], size=lamda, n=500.0) < 0.05
    assert surprise(logistic(SIZE, 2e9, 2.0)) > 0.1


def test_narrow_curves_are_no_way_out():
    y = logistic(SIZE, 10e9, 0.3)
    assert surprise(y) < 0.01 < 0.1 < surprise(y, DetectOptions(w0=0.2))


def test_wide_logistics_surprise_seldom():
    rng = np.random.default_rng(6)
    y = beta_binomial(rng, logistic(SIZE, 3e9, 1.5) * np.ones((80, 1)), np.full(8, 500.0), 0.005)
    options = DetectOptions(draws=99)
    views = [View.of(make_series(row, n=500.0, task=str(i)), options) for i, row in enumerate(y)]
    found = [DEFINITION.scores(view)["surprise/1"] for view in views]
    assert 0.02 <= np.mean(np.array(found) <= 0.1) <= 0.25  # the page says up to a quarter
    assert 0.3 < np.mean(found) < 0.7


def test_three_smaller_sizes_are_needed():
    y = [0.1, 0.2, 0.4, 0.8]
    assert np.isnan(surprise(y[:3]))
    assert 0 < surprise(y) <= 1


def test_scores_of_the_largest_size_are_averaged():
    size = [*PYTHIA[:5], PYTHIA[5], PYTHIA[5]]
    y = [0.02, 0.03, 0.05, 0.10, 0.15]
    assert surprise([*y, 0.0, 0.9], size=size) == pytest.approx(
        surprise([*y, 0.45, 0.45], size=size), abs=0.01
    )
