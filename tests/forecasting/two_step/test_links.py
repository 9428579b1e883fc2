"""The links from loss to score: their formulas, their fits against scipy, what they refuse."""

import numpy as np
import pytest
from scipy.optimize import curve_fit

from scaling.curves.base import Design
from scaling.errors import UnknownNameError
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import refit
from scaling.fitting.options import FitOptions
from scaling.fitting.solve import Refused
from scaling.forecasting.two_step.exponential import CURVE
from scaling.forecasting.two_step.link_fit import fit_link, noise_of, refit_link
from scaling.forecasting.two_step.links import LINKS, get_link
from scaling.testing import check_curve
from tests.forecasting.two_step.makers import make_series, true_score

LOSS = np.linspace(1.6, 0.6, 12)
NAMES = tuple(f"m{place}" for place in range(12))
SQUARES = FitOptions(objective="gaussian", ceiling="fixed")


def fitted(score, link="sigmoid", options=SQUARES, floor="free", loss=LOSS):
    found = fit_link(make_series(NAMES[: len(loss)], loss, score), get_link(link), options, floor)
    assert isinstance(found, Fitted)
    return found


@pytest.mark.parametrize("name", LINKS)
def test_links_keep_the_contract_of_curves(name):
    x = -np.linspace([6.0, 5.0, 4.0], [2.3, 2.5, 1.0], 15)
    zero, one = np.zeros(3), np.ones(3)
    design = Design(x=x, floor=zero + 0.25, top=one, low=zero, high=one, log_axis=False)
    check_curve(get_link(name), design)


def test_an_unknown_link_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown link 'exponentail': did you mean 'expo"):
        get_link("exponentail")


def test_a_link_leads_to_scores():
    x, one = -np.linspace([3.0], [2.0], 5), np.ones(1)
    falling = Design(x=x, floor=0 * one, top=one, low=0 * one, high=one, falling=True)
    assert "this metric is a loss" in CURVE.why_not(falling)
    unknown = Design(x=x, floor=np.nan * one, top=one, low=0 * one, high=one)
    assert CURVE.why_not(unknown).startswith("a link needs a chance level and a ceiling")


def test_the_sigmoid_is_that_of_the_ladder():
    """It is a / (1 + exp(-k (L - L0))) + b, least squares, against scipy from the paper's start."""
    rng = np.random.default_rng(4)
    score = np.clip(true_score(LOSS) + 0.01 * rng.standard_normal(12), 0, 1)

    def published(loss, a, middle, k, b):
        return a / (1 + np.exp(-k * (loss - middle))) + b

    bounds = ([-1.0, 0.0, 0.0, 0.0], [0.0, np.inf, np.inf, 1.0])
    (a, middle, k, b), _ = curve_fit(
        published, LOSS, score, p0=[-0.75, 0.9, 3.0, 1.0], bounds=bounds
    )
    ours = fitted(score, options=FitOptions(objective="gaussian", ceiling="free")).natural()
    assert ours["ceiling"] == pytest.approx(b, rel=1e-4)
    assert ours["floor"] == pytest.approx(a + b, rel=1e-3)
    assert ours["midpoint"] == pytest.approx(middle, rel=1e-4)
    assert np.log(81) / ours["width"] == pytest.approx(k, rel=1e-3)


def test_the_exponential_is_that_of_gadre():
    """Of err = epsilon - k exp(-gamma L) without noise the numbers are found again."""
    error = 0.857 - 2.2 * np.exp(-0.715 * (LOSS + 1.8))
    link = fitted(1 - error, "exponential", loss=LOSS + 1.8)
    found = link.natural()
    assert found["epsilon"] == pytest.approx(0.857, rel=1e-4)
    assert found["k"] == pytest.approx(2.2, rel=1e-3)
    assert found["gamma"] == pytest.approx(0.715, rel=1e-3)
    assert link.at(np.array([-1.0])) == pytest.approx(1 - 0.857 + 2.2 * np.exp(-0.715), rel=1e-4)


def test_few_losses_hold_the_floor_at_chance():
    few = make_series(NAMES[:5], LOSS[:5], true_score(LOSS[:5]))
    held = fit_link(few, get_link("sigmoid"), SQUARES, "auto")
    assert isinstance(held, Fitted)
    assert held.natural()["floor"] == 0.25
    many = make_series(NAMES[:6], LOSS[:6], true_score(LOSS[:6]))
    free = fit_link(many, get_link("sigmoid"), SQUARES, "auto")
    assert isinstance(free, Fitted)
    assert free.natural()["floor"] == pytest.approx(0.26, abs=1e-4)


@pytest.mark.parametrize(
    ("count", "floor", "why"),
    [
        (3, "fixed", "a link needs at least 4 different losses, found 3"),
        (4, "free", "4 different losses for the 4 free parameters of the link leave nothing"),
    ],
)
def test_too_few_losses_are_refused(count, floor, why):
    few = make_series(NAMES[:count], LOSS[:count], true_score(LOSS[:count]))
    options = FitOptions(objective="gaussian", ceiling="free")
    found = fit_link(few, get_link("sigmoid"), options, floor)
    assert isinstance(found, Refused)
    assert found.why.startswith(why)


def test_weights_are_copies_of_points():
    """A point of weight two is the same as two points."""
    rng = np.random.default_rng(1)
    score = np.clip(true_score(LOSS) + 0.02 * rng.standard_normal(12), 0, 1)
    once = fitted(score)
    weights = np.ones((12, 1))
    weights[2] = 2.0
    drawn = refit_link(once, weights)
    twice = make_series((*NAMES, "copy"), [*LOSS, LOSS[2]], [*score, score[2]])
    direct = fit_link(twice, get_link("sigmoid"), SQUARES, "free")
    assert isinstance(direct, Fitted)
    assert drawn.theta[:, 0] == pytest.approx(direct.theta[:, 0], rel=1e-4)


def test_equal_weights_give_the_estimate():
    rng = np.random.default_rng(2)
    link = fitted(np.clip(true_score(LOSS) + 0.02 * rng.standard_normal(12), 0, 1))
    assert refit_link(link, np.full((12, 3), 0.7)).theta == pytest.approx(
        np.repeat(link.theta, 3, axis=1), rel=1e-4
    )
    assert refit(link, np.repeat(link.model.score, 2, axis=1),
                 np.repeat(link.model.weight, 2, axis=1)).theta.shape == (4, 2)  # fmt: skip


@pytest.mark.parametrize("objective", ["gaussian", "quasi-binomial"])
def test_noise_is_that_of_the_residuals(objective):
    loss = np.linspace(1.6, 0.6, 200)
    rng = np.random.default_rng(7)
    score = np.clip(true_score(loss) + 0.02 * rng.standard_normal(200), 0, 1)
    names = tuple(f"m{place}" for place in range(200))
    options = FitOptions(objective=objective, ceiling="fixed")
    link = fit_link(make_series(names, loss, score), get_link("sigmoid"), options, "free")
    assert isinstance(link, Fitted)
    middle = noise_of(link, np.array([0.5]))[0]
    assert middle == pytest.approx(0.02, rel=0.15)
    assert noise_of(link, np.array([0.95]))[0] <= middle
