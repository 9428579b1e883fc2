"""The thresholds of Wei et al. and of Du et al."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from scaling.detection.definitions import describe
from scaling.detection.definitions.du2024_loss import misfit
from scaling.detection.options import DetectOptions
from scaling.detection.scored import upright
from tests.series_makers import GPT3, make_series

OPTIONS = DetectOptions(draws=0)
LOSS_OPTIONS = DetectOptions(draws=0, w0=0.5)
LAMDA = [0.42e9, 2e9, 8e9, 68e9, 137e9]
LOSSES = np.array([3.2, 3.0, 2.8, 2.6, 2.4, 2.2, 2.0, 1.8])


def bracket(series):
    found = describe(series, OPTIONS).scores
    return found["wei2022_low/1"], found["wei2022_high/1"]


def eta(series):
    found = describe(series, LOSS_OPTIONS).scores
    return [
        found[f"{name}/1"] for name in ("du2024_loss_lower", "du2024_loss", "du2024_loss_upper")
    ]


def test_last_letter_concatenation_emerges_between_the_last_two_sizes():
    """LaMDA, three words out of domain, chain of thought: Wei et al. 2022, arXiv:2201.11903."""
    one = make_series([0, 0, 0, 0.008, 0.344], size=LAMDA, n=500.0)
    assert bracket(one) == (68e9, 137e9)


def test_mmlu_of_gpt3_leaves_chance_in_its_last_gap():
    """Few-shot MMLU: Hendrycks et al. 2021, arXiv:2009.03300, table 1."""
    one = make_series([0.259, 0.249, 0.260, 0.439], size=GPT3[4:], n=14042.0, chance=0.25)
    assert bracket(one) == (13e9, 175e9)


@pytest.mark.parametrize(
    "y",
    [
        [0.5, 0.6, 0.7, 0.8],  # above chance from the start
        [0.0, 0.0, 0.0, 0.0],  # never above it
        [0.0, 0.5, 0.0, 0.6],  # not for good
        [0.0, 0.5, 0.6, 0.0],
    ],
)
def test_no_bracket(y):
    assert np.isnan(bracket(make_series(y))).all()


def test_a_size_that_is_neither_leaves_no_bracket():
    sure = make_series([0.0, 0.0, 0.3, 0.6], n=85.0)
    assert bracket(sure) == tuple(sure.size[1:3])
    between = [0.0, 0.0, 0.053, 0.6]  # not at the floor at .05, nor well above at .05 / 4
    assert np.isnan(bracket(make_series(between, n=85.0))).all()


def test_all_scores_of_a_size_have_to_agree():
    size = [1e9, 1e9, 2e9, 2e9, 4e9]
    assert bracket(make_series([0.0, 0.0, 0.5, 0.5, 0.6], size=size)) == (1e9, 2e9)
    assert np.isnan(bracket(make_series([0.0, 0.5, 0.5, 0.5, 0.6], size=size))).all()


def test_a_bracket_of_losses_is_in_ascending_order():
    y = [0, 0, 0, 0, 0.3, 0.5, 0.6, 0.7]
    one = describe(make_series(y, size=LOSSES, axis="loss"), LOSS_OPTIONS).scores
    assert (one["wei2022_low/1"], one["wei2022_high/1"]) == (2.4, 2.6)


def test_a_falling_loss_is_turned_round():
    y = [4.0, 4.0, 3.99, 3.0, 2.6]
    one = make_series(y, kind="loss", sigma=0.01, chance=4.0, ceiling=2.0)
    assert bracket(upright(one)) == tuple(one.size[2:4])


def test_an_exact_threshold_is_found():
    y = 0.25 + 0.9 * np.maximum(2.55 - LOSSES, 0.0)
    lower, found, upper = eta(make_series(y, size=LOSSES, axis="loss", chance=0.25, n=5000.0))
    assert found == pytest.approx(2.55, abs=0.002)  # the grid's spacing is .0035
    assert lower < 2.55 < upper
    assert upper - lower < 0.25


def test_scores_stop_at_the_ceiling():
    y = np.minimum(2.0 * np.maximum(2.7 - LOSSES, 0.0), 1.0)
    _, found, _ = eta(make_series(y, size=LOSSES, axis="loss", n=5000.0))
    assert found == pytest.approx(2.7, abs=0.003)


def test_the_slope_of_a_threshold_is_the_best_there_is():
    rng = np.random.default_rng(4)
    x, thresholds = -LOSSES, np.linspace(-3.2, -1.8, 15)
    for _ in range(5):
        score = np.clip(rng.normal(3.0 * np.maximum(x + 2.5, 0.0), 0.1), -0.1, 1.0)
        weight = rng.uniform(10, 500, 8)
        found = misfit(x, score, weight, 1.0, thresholds)
        for threshold, value in zip(thresholds, found, strict=True):
            beyond = np.maximum(x - threshold, 0.0)

            def loss(slope, beyond=beyond, score=score, weight=weight):
                return (weight * (score - np.minimum(slope * beyond, 1.0)) ** 2).sum()

            scan = np.linspace(0.0, 12.0, 400)
            near = scan[np.argmin([loss(slope) for slope in scan])]
            best = minimize_scalar(loss, bounds=(max(near - 0.05, 0.0), near + 0.05))
            assert value <= best.fun * (1 + 1e-6) + 1e-9


def test_the_interval_is_where_the_deviance_reaches_the_cut():
    rng = np.random.default_rng(5)
    truth = np.maximum(2.6 - LOSSES, 0.0)
    inside = 0
    for place in range(100):
        y = truth + 0.03 * rng.standard_normal(8)
        one = make_series(y, size=LOSSES, axis="loss", kind="bounded", sigma=0.03, task=str(place))
        lower, _, upper = eta(one)
        inside += not (lower > 2.6 or upper < 2.6)
    assert 88 <= inside <= 100


def test_ends_that_the_losses_do_not_bound_are_open():
    rising = make_series(0.1 + 0.5 * (3.2 - LOSSES), size=LOSSES, axis="loss")
    lower, _, upper = eta(rising)
    assert np.isnan(upper)
    assert not np.isnan(lower)
    last = make_series([0, 0, 0, 0, 0, 0, 0, 0.02], size=LOSSES, axis="loss", n=100.0)
    assert np.isnan(eta(last)[0])


@pytest.mark.parametrize("y", [np.zeros(8), np.linspace(0.2, 0.0, 8)])
def test_without_a_rise_there_is_no_threshold(y):
    assert np.isnan(eta(make_series(y, size=LOSSES, axis="loss", chance=0.25))).all()


def test_other_axes_have_no_loss():
    assert np.isnan(eta(make_series(np.linspace(0, 0.8, 8)))).all()
