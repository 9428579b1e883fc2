"""The link, against scipy's bounded least squares."""

import numpy as np
import pytest
from scipy.optimize import least_squares
from scipy.special import expit

from scaling.forecasting.observational.link import fit_link
from scaling.forecasting.observational.link_solver import MOST_SLOPE


def by_scipy(abilities, score, weight):
    def residual(theta):
        fitted = 1 - theta[-1] + theta[-1] * expit(theta[0] + abilities @ theta[1:-1])
        return np.sqrt(weight) * (fitted - score)

    count = abilities.shape[1]
    found = []
    for slope in (0.1, 1.0):
        start = np.r_[-1.0, slope, np.zeros(count - 1), 0.99]
        low, high = np.r_[np.full(count + 1, -60.0), 0.8], np.r_[np.full(count + 1, 60.0), 1.0]
        found.append(least_squares(residual, start, bounds=(low, high), xtol=1e-14, ftol=1e-14,
                                   gtol=1e-14))  # fmt: skip
    return min(found, key=lambda one: one.cost)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("height", [1.0, 0.9])
def test_links_are_the_bounded_least_squares_solution(count, height):
    rng = np.random.default_rng(count)
    abilities = rng.standard_normal((40, count))
    truth = expit(-0.5 + abilities @ np.array([1.5, -0.7, 0.4])[:count])
    score = 1 - height + height * truth + 0.02 * rng.standard_normal(40)
    weights = np.concatenate([np.ones((1, 40)), rng.multinomial(40, np.full(40, 1 / 40), 4)])
    link = fit_link(np.broadcast_to(abilities, (5, 40, count)), score, weights)
    assert link.converged.all()
    assert not link.at_bound.any()
    for draw, weight in enumerate(weights):
        expected = by_scipy(abilities, score, weight / weight.sum())
        assert link.error[draw] <= 2 * expected.cost * (1 + 1e-6)
        np.testing.assert_allclose(link.theta[draw], expected.x, atol=2e-3)


def test_one_draw_is_the_same_alone_and_among_others():
    rng = np.random.default_rng(5)
    abilities = rng.standard_normal((6, 30, 2))
    score = expit(abilities[0] @ np.array([1.0, 0.5])) ** 2
    weights = rng.multinomial(30, np.full(30, 1 / 30), 6).astype(float)
    together = fit_link(abilities, score, weights)
    for draw in range(6):
        alone = fit_link(abilities[draw : draw + 1], score, weights[draw : draw + 1])
        np.testing.assert_allclose(alone.error[0], together.error[draw], rtol=1e-6)


def test_the_paper_s_form_is_that_of_errors():
    link = fit_link(np.zeros((1, 5, 1)), np.full(5, 0.3), np.ones((1, 5)))
    capability = np.array([[-3.0, 0.0, 2.0]])
    height = link.theta[:, -1:]
    errors = height * expit(-capability)  # equation 6 of Ruan et al. 2024
    np.testing.assert_allclose(link.score(capability), 1 - errors)
    np.testing.assert_allclose(link.score(link.capability(np.zeros((1, 1, 1)))), 0.3, atol=1e-6)


def test_a_step_stops_at_the_bound_and_says_so():
    abilities = np.linspace(-1, 1, 20)[None, :, None]
    link = fit_link(abilities, (abilities[0, :, 0] > 0).astype(float), np.ones((1, 20)))
    assert link.at_bound[0]
    assert abs(link.theta[0, 1]) <= MOST_SLOPE / abilities.std() + 1e-9
    assert link.error[0] < 1e-3


def test_scores_that_do_not_differ_are_fitted_flat():
    abilities = np.random.default_rng(0).standard_normal((1, 12, 3))
    link = fit_link(abilities, np.zeros(12), np.ones((1, 12)))
    assert np.isfinite(link.theta).all()
    assert link.score(link.capability(abilities)).max() < 1e-2
