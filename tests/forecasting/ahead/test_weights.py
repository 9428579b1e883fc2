"""The weights of an average, against the formulas written out once more."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import xlogy

from scaling.forecasting.ahead import ForecastOptions
from scaling.forecasting.ahead.solving import solve_cuts
from scaling.forecasting.ahead.weights import member_weights, own_errors
from tests.series_makers import PYTHIA, make_series

SCORES = np.array([0.30, 0.34, 0.41, 0.46, 0.52])
OPTIONS = ForecastOptions(at="1T", draws=0)


def cuts_of(scores, **facts):
    (found,) = solve_cuts([make_series(scores, **facts)], OPTIONS)
    return found


def likelihood(score, p, n, rho):
    """The quasi-binomial log-likelihood (McCullagh & Nelder 1989, section 9.2)."""
    p = np.clip(p, 1e-3, 1 - 1e-3)
    return float((n / (1 + (n - 1) * rho) * (xlogy(score, p) + xlogy(1 - score, 1 - p))).sum())


def test_weights_sum_to_one_and_all_members_have_one():
    weights = member_weights(cuts_of(SCORES, chance=0.25))
    assert list(weights) == ["constant", "linear", "logistic", "gompertz", "last-value"]
    assert sum(weights.values()) == pytest.approx(1.0)


def test_three_sizes_have_no_hold_out_and_the_last_value_keeps_a_third():
    weights = member_weights(cuts_of(SCORES[:3], chance=0.25))
    assert weights["last-value"] == pytest.approx(1 / 3)


def test_constant_against_line_is_their_bic():
    score, x = SCORES[:3], np.log10(PYTHIA[:3])
    best = minimize(
        lambda t: -likelihood(score, t[0] + t[1] * (x - x.mean()), 1000.0, 0.005),
        [score.mean(), 0.1], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12},
    )  # fmt: skip
    line = 2 * best.fun + 2 * np.log(3)
    flat = -2 * likelihood(score, np.full(3, score.mean()), 1000.0, 0.005) + np.log(3)
    weights = member_weights(cuts_of(score, chance=0.25))
    expected = 0.3 * np.exp(-0.5 * (flat - line))
    assert weights["constant"] / weights["linear"] == pytest.approx(expected, rel=1e-6)


def test_a_better_record_multiplies_the_share():
    cuts = cuts_of(SCORES, chance=0.25)
    weights = member_weights(cuts)
    errors = own_errors(cuts, list(weights))
    alone = member_weights(type(cuts)(cuts.cast, cuts.cuts[:1]))
    raw = {name: alone[name] / (errors[name] + 0.03) for name in weights}
    total = sum(raw.values())
    assert weights == pytest.approx({name: value / total for name, value in raw.items()})


def test_own_errors_by_hand():
    errors = own_errors(cuts_of(SCORES, chance=0.25), ["last-value"])
    expected = np.mean([0.52 - 0.46, 0.46 - 0.41, 0.52 - 0.41])
    assert errors["last-value"] == pytest.approx(expected)


def test_a_member_that_cannot_be_held_out_counts_as_the_others():
    cuts = cuts_of(SCORES, chance=0.25)
    errors = own_errors(cuts, ["linear", "last-value", "nothing"])
    assert errors["nothing"] == pytest.approx((errors["linear"] + errors["last-value"]) / 2)


def test_losses_leave_the_last_value_out():
    weights = member_weights(cuts_of([3.4, 3.1, 2.9, 2.75, 2.65], kind="loss", chance=np.nan,
                                     ceiling=np.nan))  # fmt: skip
    assert list(weights) == ["power-law", "power-law-floor"]


def test_nothing_to_average_has_no_weights():
    assert member_weights(cuts_of(SCORES[:2])) == {}


def test_of_four_to_six_sizes_each_cut_is_solved_once():
    assert [len(cuts_of(SCORES[:k], chance=0.25).cuts) for k in (2, 3, 4, 5)] == [1, 1, 2, 3]
    assert len(cuts_of(np.linspace(0.3, 0.6, 8), chance=0.25).cuts) == 5
