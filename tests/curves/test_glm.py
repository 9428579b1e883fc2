"""Links against the distributions of scipy, and their natural parameters by hand."""

import numpy as np
import pytest
from scipy import stats

from scaling.curves import get_curve
from tests.curves.polish import a_design

SIZES = np.linspace(8.0, 10.0, 9)
DESIGN = a_design(SIZES)
LAWS = {"logit": stats.logistic, "probit": stats.norm, "cloglog": stats.gumbel_l}


@pytest.mark.parametrize("name", LAWS)
def test_a_link_is_a_distribution(name):
    curve, law = get_curve(name), LAWS[name]
    theta = np.array([-2.7, 1.6])[:, None]
    z = np.linspace(-2.7, 1.6, len(SIZES))
    value, jacobian = curve.value_and_jacobian(theta, DESIGN.at(DESIGN.x))
    np.testing.assert_allclose(value[:, 0], law.cdf(z), rtol=1e-12)
    np.testing.assert_allclose(jacobian.sum(axis=0)[:, 0], law.pdf(z), rtol=1e-12)
    assert curve.link == name


@pytest.mark.parametrize("name", LAWS)
def test_the_ends_allow_a_transition_between_any_two_sizes(name):
    """A slope of a width of .03 decades, wherever its midpoint."""
    lower, upper = get_curve(name).bounds(DESIGN)
    law, span = LAWS[name], float(DESIGN.right[0] - DESIGN.left[0])
    steepest = (law.ppf(0.9) - law.ppf(0.1)) * span / 0.03
    assert (upper >= steepest).all()
    assert (lower <= -steepest).all()


@pytest.mark.parametrize("name", LAWS)
@pytest.mark.parametrize("ends", [(-2.7, 1.6), (1.6, -2.7)])
def test_natural_parameters_are_those_of_a_regression(name, ends):
    curve, law = get_curve(name), LAWS[name]
    natural = {key: one[0] for key, one in curve.natural(np.array(ends)[:, None], DESIGN).items()}
    assert natural["slope"] == pytest.approx((ends[1] - ends[0]) / 2.0)
    assert natural["intercept"] + 8.0 * natural["slope"] == pytest.approx(ends[0])

    def p(x):
        return law.cdf(natural["intercept"] + natural["slope"] * x)

    middle = np.log10(natural["midpoint"])
    assert p(middle) == pytest.approx(0.5)
    ten, ninety = ((law.ppf(q) - natural["intercept"]) / natural["slope"] for q in (0.1, 0.9))
    assert natural["width"] == pytest.approx(abs(ninety - ten))


def test_a_flat_curve_has_no_midpoint_and_no_width():
    natural = get_curve("logit").natural(np.array([0.3, 0.3])[:, None], DESIGN)
    assert natural["slope"] == 0
    assert natural["intercept"] == pytest.approx(0.3)
    assert np.isnan(natural["midpoint"]).all()
    assert np.isnan(natural["width"]).all()


def test_a_nearly_flat_curve_has_its_midpoint_beyond_all_numbers():
    natural = get_curve("logit").natural(np.array([-3.0, -3.0 + 1e-9])[:, None], DESIGN)
    assert natural["midpoint"] == np.inf


def test_on_a_loss_axis_the_midpoint_is_a_loss():
    from dataclasses import replace

    design = replace(a_design(np.linspace(-3.0, -2.0, 6)), log_axis=False)
    natural = get_curve("probit").natural(np.array([-1.0, 1.0])[:, None], design)
    assert natural["midpoint"] == pytest.approx(2.5)
