"""Exact match as a per-token score: transform, censoring, straight lines, lengths."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2, norm

from scaling.detection.pairs.transform import (
    LENGTHS,
    length_fits,
    line_deviance,
    per_token,
    shortest_length,
)
from tests.series_makers import PYTHIA, logistic, make_series

X = np.log10(np.array(PYTHIA))
LINE = 0.1 + 0.8 * (X - X[0]) / np.ptp(X)


@pytest.mark.parametrize(
    ("n_items", "length", "hidden"), [(250, 4, 0.33), (250, 8, 0.58), (2000, 4, 0.20)]
)
def test_what_an_exact_match_of_zero_hides(n_items, length, hidden):
    """Golden numbers: (3/n)^(1/L), the project's methods notes, metric artefacts."""
    token = per_token(np.zeros(1), np.array([float(n_items)]), 0.005, length)
    assert token.censored.all()
    assert token.lower[0] == 0
    assert token.upper[0] == pytest.approx(hidden, abs=0.005)


def test_a_score_of_one_is_censored_as_well():
    token = per_token(np.ones(1), np.array([250.0]), 0.0, 4)
    assert (token.lower[0], token.upper[0]) == (pytest.approx((1 - 3 / 250) ** 0.25), 1)


def test_the_error_is_that_of_the_delta_method():
    y, n, step = 0.3, 400.0, 1e-6
    slope = ((y + step) ** 0.25 - (y - step) ** 0.25) / (2 * step)
    token = per_token(np.array([y]), np.array([n]), 0.0, 4)
    assert token.lower[0] == token.upper[0] == y**0.25
    assert token.error[0] == pytest.approx(slope * np.sqrt(y * (1 - y) / n), rel=1e-6)


@pytest.mark.parametrize("length", LENGTHS)
def test_without_censored_scores_the_deviance_is_weighted_least_squares(length):
    rng = np.random.default_rng(length)
    score = np.clip(LINE**2 + rng.normal(0, 0.03, 8), 0.02, 0.98)
    token = per_token(score, np.full(8, 500.0), 0.005, length)
    _, squares, *_ = np.polyfit(X, token.lower, 1, w=1 / token.error, full=True)
    assert line_deviance(X, token) == pytest.approx(squares[0], rel=1e-6)


def test_censored_scores_count_with_the_probability_of_their_interval():
    score = np.array([0, 0, 0, 0.01, 0.1, 0.2, 0.5, 1.0])
    token = per_token(score, np.full(8, 500.0), 0.005, 4)
    inside = token.censored
    assert inside.tolist() == [True] * 3 + [False] * 4 + [True]

    def lost(line):
        p = norm.cdf((token.upper - line) / token.error) - norm.cdf(
            (token.lower - line) / token.error
        )
        best = 2 * norm.cdf((token.upper - token.lower) / (2 * token.error)) - 1
        censored = np.log(best[inside]) - np.log(np.maximum(p[inside], 1e-300))
        squares = ((token.lower - line) / token.error)[~inside] ** 2
        return 2 * censored.sum() + squares.sum()

    def of_ends(ends):
        return lost(ends[0] + (ends[1] - ends[0]) * (X - X[0]) / np.ptp(X))

    ends = np.linspace(-0.2, 1.2, 57)
    start = min(((low, high) for low in ends for high in ends), key=of_ends)
    found = minimize(of_ends, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-9})
    assert line_deviance(X, token) == pytest.approx(found.fun, rel=1e-5)


def test_zeros_within_their_interval_cost_nothing():
    score = np.where(np.arange(8) < 3, 0.0, LINE**8)
    token = per_token(score, np.full(8, 100.0), 0.02, 8)
    assert line_deviance(X, token) < 1


def test_scores_that_are_all_zero_reject_nothing():
    fits = length_fits(make_series(np.zeros(8)), 0.005, 0.05)
    assert [fit.rejected for fit in fits] == [False] * 4


@pytest.mark.parametrize("length", LENGTHS)
def test_the_true_length_of_a_straight_line_is_found(length):
    """Noiseless p^L of a line: L is not rejected, and no clearly shorter answer passes."""
    fits = length_fits(make_series(LINE**length, n=20000.0), 0.0, 0.05)
    by_length = {fit.length: fit for fit in fits}
    assert tuple(by_length) == LENGTHS
    assert by_length[length].p > 0.9
    assert shortest_length(fits) == length
    assert all(fit.rejected == (fit.p <= 0.05) for fit in fits)


def test_goodness_of_fit_has_two_degrees_less_than_points():
    one = make_series(LINE + 0.05 * (-1.0) ** np.arange(8), n=400.0)
    token = per_token(one.score, one.n_items, 0.0, 1)
    expected = chi2.sf(line_deviance(X, token), 6)
    assert length_fits(one, 0.0, 0.05)[0].p == pytest.approx(expected)


def test_a_true_line_is_rejected_about_as_often_as_it_should():
    rng = np.random.default_rng(5)
    rejected = [
        length_fits(make_series(rng.binomial(1000, LINE**2) / 1000), 0.0, 0.05)[1].rejected
        for _ in range(200)
    ]
    assert 0.01 <= np.mean(rejected) <= 0.10


def test_a_jump_is_no_straight_line_of_any_length():
    step = np.where(np.arange(8) > 4, 0.85, 0.005)
    fits = length_fits(make_series(step), 0.005, 0.05)
    assert all(fit.rejected for fit in fits)
    assert shortest_length(fits) is None


@pytest.mark.parametrize(
    "one",
    [make_series(LINE, chance=0.25), make_series(LINE, kind="bounded", sigma=0.02)],
    ids=["multiple choice", "no proportion"],
)
def test_only_an_exact_match_has_per_token_scores(one):
    assert length_fits(one, 0.005, 0.05) == ()
    assert shortest_length(()) is None


def test_units_of_size_and_order_do_not_matter():
    score = logistic(np.array(PYTHIA), 2e9, 1.5) ** 4
    billions = make_series(score, size=np.array(PYTHIA) / 1e9)
    for one, other in zip(length_fits(make_series(score), 0.005, 0.05),
                          length_fits(billions, 0.005, 0.05), strict=True):  # fmt: skip
        assert one.p == pytest.approx(other.p, rel=1e-6, abs=1e-12)
