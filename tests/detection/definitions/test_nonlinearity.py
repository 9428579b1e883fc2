"""The exact tests of a straight line: against F, under linear nulls, and against a simulation."""

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import f

from scaling.detection.definitions import describe
from scaling.detection.definitions.nonlinearity import null_table, p_values, statistics
from scaling.detection.options import DetectOptions
from scaling.fitting.intervals.parametric import beta_binomial
from tests.series_makers import PYTHIA, make_series

OPTIONS = DetectOptions(draws=0)
NAMES = ("nonlinearity_hinge/1", "nonlinearity_step/1", "nonlinearity_quadratic/1")


def rejected(x, y):
    return (p_values(x, y) <= 0.05).mean(axis=1)


@pytest.mark.parametrize("k", [4, 6, 12])
def test_the_parabola_has_an_exact_f_distribution(k):
    x = np.linspace(0.0, 1.0, k)
    y = np.random.default_rng(k).standard_normal((500, k))
    share = statistics(x, y)[2]
    exact = f.sf(share / (1 - share) * (k - 3), 1, k - 3)
    assert np.abs(p_values(x, y)[2] - exact).max() < 0.02  # 20,000 draws: s.e. at most .0035


def test_the_share_is_that_of_nested_least_squares():
    x = np.log10(PYTHIA)
    y = np.random.default_rng(1).standard_normal(8)

    def left_over(*columns):
        return np.linalg.lstsq(np.stack([np.ones(8), x, *columns], axis=1), y)[1][0]

    hinges = np.concatenate([np.linspace(x[i], x[i + 1], 4, endpoint=False) for i in range(1, 6)])
    places = [
        [np.maximum(x - at, 0.0) for at in [*hinges, x[6]]],
        [(x > at).astype(float) for at in (x[1:] + x[:-1]) / 2],
        [x**2],
    ]
    expected = [1 - min(left_over(one) for one in some) / left_over() for some in places]
    assert statistics(x, y[None])[:, 0] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("k", [5, 8])
def test_lines_are_rejected_as_often_as_stated(k):
    x = np.sort(np.random.default_rng(k).uniform(8, 11, k))
    y = 0.3 + 0.2 * x + 0.01 * np.random.default_rng(k + 1).standard_normal((4000, k))
    assert rejected(x, y) == pytest.approx([0.05] * 3, abs=0.015)


@pytest.mark.parametrize(
    ("k", "width", "expected"),
    [
        (6, None, [0.05, 0.06, 0.05]),  # a straight line of proportions
        (8, 1.5, [0.30, 0.15, 0.31]),
        (12, 1.5, [0.63, 0.51, 0.52]),
        (8, 0.25, [0.05, 0.85, 0.10]),
    ],
)
def test_rejection_of_proportions(k, width, expected):
    """Rates of an independent simulation of 300 series: chance .25, 250 items, rho .004."""
    rng = np.random.default_rng(k)
    x = np.linspace(-1.0, 2.0, k)
    middle = rng.uniform(-0.1, 1.25, (1500, 1))
    if width is None:
        truth = 0.27 + rng.uniform(0.225, 0.675, (1500, 1)) * (x + 1) / 3 * 0.98
    else:
        truth = 0.25 + 0.6 * expit(np.log(81) * (x - middle) / width)
    y = beta_binomial(rng, truth, np.full(k, 250.0), 0.004)
    assert rejected(x, y) == pytest.approx(expected, abs=0.08)


@pytest.mark.parametrize("y", [np.linspace(0.2, 0.8, 8), np.full(8, 0.25), np.zeros(8)])
def test_a_perfect_line_is_not_rejected(y):
    size = 10.0 ** np.linspace(8, 10, 8)
    found = describe(make_series(y, size=size), OPTIONS).scores
    assert [found[name] for name in NAMES] == [1.0, 1.0, 1.0]


def test_a_hinge_needs_five_sizes_and_the_others_four():
    y = [0.1, 0.2, 0.2, 0.5, 0.6]
    five, four, three = (describe(make_series(y[:k]), OPTIONS).scores for k in (5, 4, 3))
    assert not np.isnan([five[name] for name in NAMES]).any()
    assert np.isnan([four[name] for name in NAMES]).tolist() == [True, False, False]
    assert np.isnan([three[name] for name in NAMES]).all()


def test_neither_scale_nor_seed_nor_unit_matters():
    x, y = np.log10(PYTHIA), np.array([0.1, 0.12, 0.1, 0.15, 0.3, 0.5, 0.55, 0.8])
    assert p_values(x, y[None]) == pytest.approx(p_values(2 * x + 3, 5 + 7 * y[None]))
    one = describe(make_series(y), OPTIONS).scores
    two = describe(make_series(y), DetectOptions(draws=0, seed=7)).scores
    assert [one[name] for name in NAMES] == [two[name] for name in NAMES]


def test_a_design_has_one_table():
    null_table.cache_clear()
    for place in range(3):
        describe(make_series(np.linspace(0.1, 0.3, 8) ** 2, task=str(place)), OPTIONS)
    assert null_table.cache_info().misses == 1
