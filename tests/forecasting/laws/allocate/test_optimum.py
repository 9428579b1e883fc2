"""The best split: the closed form, the search, published optima."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from scaling.forecasting.laws.allocate.cost import off_optimum
from scaling.forecasting.laws.allocate.optimum import best_log_params, chinchilla_params
from scaling.forecasting.laws.surface import Surface
from scaling.laws.base import Centre, Sizes
from scaling.laws.registry import get_law
from tests.forecasting.laws.makers import HOFFMANN, LOPSIDED, Truth

TRUTHS = (Truth(), HOFFMANN, LOPSIDED)


def surface_of(*truths: Truth) -> Surface:
    theta = np.array([[np.log(t.E), np.log(t.A), np.log(t.B), t.alpha, t.beta] for t in truths]).T
    return Surface(get_law("chinchilla"), theta, Centre())


def natural_of(truth):
    return {name: np.array(getattr(truth, name)) for name in ("A", "B", "alpha", "beta")}


@pytest.mark.parametrize("flops", [1e18, 5.76e23, 1e27])
def test_the_search_is_the_closed_form(flops):
    found = np.exp(best_log_params(surface_of(*TRUTHS), flops))
    expected = [float(chinchilla_params(natural_of(truth), flops)) for truth in TRUTHS]
    assert found == pytest.approx(expected, rel=1e-6)
    assert expected == pytest.approx([truth.best(flops) for truth in TRUTHS])


def test_published_optima_at_the_compute_of_chinchilla():
    """Hoffmann et al. state about 40B by approach 3; Besiroglu's fit gives 72B: D/N about 20."""
    flops = 5.76e23
    hoffmann = float(chinchilla_params(natural_of(HOFFMANN), flops))
    besiroglu = float(chinchilla_params(natural_of(Truth()), flops))
    assert hoffmann == pytest.approx(40e9, rel=0.2)
    assert besiroglu == pytest.approx(72e9, rel=0.02)
    assert flops / 6 / besiroglu**2 == pytest.approx(20, rel=0.1)


@pytest.mark.parametrize(
    ("name", "theta"),
    [
        ("kaplan", [0.076 * np.log(8.8e13), 0.095 * np.log(5.4e13), 0.076, 0.095]),
        ("over-training", [np.log(1.8), np.log(300.0), np.log(120.0), 0.17]),
        ("data-constrained", [np.log(1.87), np.log(521.0), np.log(1488.0), 0.35, 0.35,
                              np.log(5.3), np.log(15.4)]),
    ],
)  # fmt: skip
def test_other_laws_are_minimised_as_by_scipy(name, theta):
    surface = Surface(get_law(name), np.array(theta)[:, None], Centre(), unique_tokens=2e10)
    whole = np.log(1e22 / 6)

    def loss(log_params):
        params = np.exp(log_params)
        sizes = Sizes.of(*(np.array([one]) for one in (params, 1e22 / 6 / params, 1e22, 2e10)))
        return float(surface.law.log_loss(surface.theta, sizes, Centre())[0, 0])

    best = minimize_scalar(loss, bounds=(whole / 2 - 5, whole / 2 + 5), method="bounded",
                           options={"xatol": 1e-9})  # fmt: skip
    assert best_log_params(surface, 1e22)[0] == pytest.approx(best.x, abs=2e-4)


def test_a_law_of_one_size_has_no_optimum():
    for name, end in (("power-params", np.inf), ("power-tokens", -np.inf)):
        theta = np.array([[np.log(1.8)], [np.log(300.0)], [0.3]])
        surface = Surface(get_law(name), theta, Centre())
        assert best_log_params(surface, 1e22).tolist() == [end]


def test_every_column_is_its_own():
    together = best_log_params(surface_of(*TRUTHS * 20), 1e22)
    alone = [best_log_params(surface_of(truth), 1e22)[0] for truth in TRUTHS]
    assert together == pytest.approx(np.tile(alone, 20), abs=1e-9)


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_the_cost_of_another_size_is_that_of_the_formula(factor):
    """At N' = factor N the tokens that reach the loss follow from B/D^beta = L - E - A/N'^alpha."""
    flops, surface = 1e22, surface_of(*TRUTHS)
    best = best_log_params(surface, flops)
    found = off_optimum(surface, flops, best, factor)
    for place, truth in enumerate(TRUTHS):
        params = truth.best(flops)
        tokens = flops / 6 / params
        least = truth.loss(params, tokens)
        worse = truth.loss(params * factor, tokens / factor) - least
        assert found.loss_increase[place] == pytest.approx(worse, rel=1e-4)
        rest = least - truth.E - truth.A / (params * factor) ** truth.alpha
        if rest > 0:
            needed = (truth.B / rest) ** (1 / truth.beta)
            extra = params * factor * needed / (params * tokens) - 1
            assert found.extra_compute[place] == pytest.approx(extra, rel=1e-4)
        else:
            assert found.extra_compute[place] == np.inf


def test_a_size_too_small_never_reaches_the_loss():
    found = off_optimum(surface_of(Truth()), 1e22, np.log([Truth().best(1e22)]), 0.1)
    assert found.extra_compute.tolist() == [np.inf]
    assert found.loss_increase[0] > 0


def test_draws_without_an_optimum_have_no_cost():
    found = off_optimum(surface_of(Truth()), 1e22, np.array([np.inf]), 2.0)
    assert np.isnan([found.loss_increase[0], found.extra_compute[0]]).all()
