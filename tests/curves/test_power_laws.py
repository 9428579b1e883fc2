"""Power laws against their published formulas, written out here once more."""

import numpy as np
import pytest
from scipy.optimize import brentq

from scaling.curves import get_curve
from tests.curves.polish import a_design

SIZES = np.linspace(7.5, 11.0, 14)
SIZE = 10.0**SIZES
LOSS = a_design(SIZES, falling=True, high=5.0)
PROPORTION = a_design(SIZES, floor=0.25)


def column(*theta):
    return np.array(theta)[:, None]


def value(name, theta, design=LOSS):
    return get_curve(name).value(theta, design.at(design.x))[:, 0]


def natural(name, theta, design=LOSS):
    found = get_curve(name).natural(theta, design)
    return [float(one[0]) for one in found.values()]


def test_the_floor_reads_as_published():
    theta = column(1.7, 1.3, np.log(0.31))
    e, b, a = natural("power-law-floor", theta)
    np.testing.assert_allclose(value("power-law-floor", theta), e + b * SIZE**-a, rtol=1e-12)


def test_the_shifted_power_law_reads_as_published():
    theta = column(3.1, -2.2, 0.34)
    b, g, c = natural("shifted-power-law", theta)
    assert g == pytest.approx(10**-2.2 / 10**7.5)
    np.testing.assert_allclose(
        value("shifted-power-law", theta), b * (1 / SIZE + g) ** c, rtol=1e-12
    )


def test_a_shifted_power_law_without_saturation_is_a_power_law():
    theta = column(3.1, -30.0, 0.34)
    expected = 3.1 * (SIZE / SIZE[0]) ** -0.34
    np.testing.assert_allclose(value("shifted-power-law", theta), expected, rtol=1e-12)
    assert natural("shifted-power-law", theta)[0] == pytest.approx(3.1 * SIZE[0] ** 0.34)


@pytest.mark.parametrize("name", ["shifted-power-law", "sigmoidal-power-law", "broken-power-law"])
def test_rising_scores_are_the_ceiling_minus_the_error(name):
    curve = get_curve(name)
    theta = curve.nodes(LOSS)[:, 100]
    np.testing.assert_allclose(
        value(name, theta, PROPORTION), 1 - value(name, theta, LOSS), rtol=1e-12
    )
    falling = curve.value_and_jacobian(theta, LOSS.at(LOSS.x))[1]
    rising = curve.value_and_jacobian(theta, PROPORTION.at(PROPORTION.x))[1]
    np.testing.assert_array_equal(rising, -falling)


# The sigmoidal power law.


@pytest.mark.parametrize("shape", [1e-3, 0.05, 0.7, 1.0, 1.6, 10.0])
@pytest.mark.parametrize("exponent", [0.02, 0.4, 5.0])
def test_the_sigmoidal_power_law_solves_its_equation(shape, exponent):
    theta = column(0.8, 3.6, np.log(shape), 9.3, np.log(exponent))
    low, high, a, b, c = natural("sigmoidal-power-law", theta)
    assert (low, high, a, c) == pytest.approx((0.8, 3.6, shape, exponent))

    def apart(t, size):  # t is the log odds of the share of the span; logs, for extreme sizes
        above, below = -np.logaddexp(0, -t), -np.logaddexp(0, t)
        left = above + np.log(high - low) - a * (below + np.log(high - low))
        return left - (np.log(b) - c * np.log(size))

    odds = [brentq(apart, -1e5, 1e5, args=(size,), xtol=1e-13, rtol=1e-14) for size in SIZE]
    expected = low + (high - low) * np.exp(-np.logaddexp(0, -np.array(odds)))
    np.testing.assert_allclose(value("sigmoidal-power-law", theta), expected, rtol=1e-11)


def test_the_equation_holds_as_it_is_printed():
    theta = column(0.8, 3.6, np.log(0.7), 9.3, np.log(0.4))
    low, high, a, b, c = natural("sigmoidal-power-law", theta)
    loss = value("sigmoidal-power-law", theta)
    np.testing.assert_allclose((loss - low) / (high - loss) ** a, b * SIZE**-c, rtol=1e-10)


def test_half_of_the_span_is_left_at_the_midpoint():
    curve, theta = get_curve("sigmoidal-power-law"), column(0.8, 3.6, 1.1, 9.3, -0.4)
    assert curve.value(theta, LOSS.at(column(9.3)))[0, 0] == pytest.approx(2.2, abs=1e-12)


def test_a_shape_of_zero_is_the_power_law_with_a_floor():
    """With a = 0 the share of the span is (midpoint / size)^c / 2, here .9 at the smallest size."""
    exponent, excess, share = 0.31, 1.3, 0.9
    midpoint = SIZES[0] + np.log10(2 * share) / exponent
    theta = column(1.7, 1.7 + excess / share, np.log(1e-12), midpoint, np.log(exponent))
    expected = value("power-law-floor", column(1.7, excess, np.log(exponent)))
    np.testing.assert_allclose(value("sigmoidal-power-law", theta), expected, rtol=1e-10)
    coefficient = natural("sigmoidal-power-law", theta)[3]
    floor = natural("power-law-floor", column(1.7, excess, np.log(exponent)))
    assert coefficient == pytest.approx(floor[1], rel=1e-9)


def test_ends_that_meet_have_no_coefficient():
    theta = column(0.8, 0.8, 0.0, 9.3, 0.0)
    assert np.isnan(natural("sigmoidal-power-law", theta)[3])
    np.testing.assert_allclose(value("sigmoidal-power-law", theta), 0.8, rtol=1e-15)


# Broken power laws.


def bnsl(size, a, b, c0, *breaks):
    """Equation 1 of Caballero et al. 2022, as printed."""
    result = b * size**-c0
    for c, d, f in zip(breaks[::3], breaks[1::3], breaks[2::3], strict=True):
        result = result * (1 + (size / d) ** (1 / f)) ** (-c * f)
    return a + result


@pytest.mark.parametrize(
    ("name", "theta"),
    [
        ("broken-power-law-0", (0.4, 2.9, 0.2)),
        ("broken-power-law", (0.4, 2.9, 0.07, 0.9, 9.1, np.log(0.4))),
        ("broken-power-law", (0.4, 0.9, -0.1, -0.3, 8.1, np.log(1.4))),
        ("broken-power-law-2", (0.4, 2.9, 0.3, -0.9, 8.3, np.log(0.4), 1.2, 9.7, np.log(0.1))),
    ],
)
def test_broken_power_laws_read_as_published(name, theta):
    theta = column(*theta)
    expected = bnsl(SIZE, *natural(name, theta))
    np.testing.assert_allclose(value(name, theta), expected, rtol=1e-11)


def test_the_breaks_come_from_left_to_right():
    curve = get_curve("broken-power-law-2")
    swapped = column(0.4, 2.9, 0.3, 1.2, 9.7, np.log(0.1), -0.9, 8.3, np.log(0.4))
    found = curve.natural(np.hstack([swapped, swapped]), LOSS.column(0, 2))
    assert found["d1"] == pytest.approx([10**8.3] * 2)
    assert found["c1"] == pytest.approx([-0.9] * 2)
    assert found["f2"] == pytest.approx([0.1] * 2)
    expected = bnsl(SIZE, *(one[0] for one in found.values()))
    np.testing.assert_allclose(value("broken-power-law-2", swapped), expected, rtol=1e-11)


def test_without_a_break_it_is_the_power_law_with_a_floor():
    theta, same = column(1.7, 1.3, 0.31), column(1.7, 1.3, np.log(0.31))
    np.testing.assert_allclose(
        value("broken-power-law-0", theta), value("power-law-floor", same), rtol=1e-14
    )
    assert natural("broken-power-law-0", theta) == pytest.approx(natural("power-law-floor", same))


def test_a_sharp_break_is_a_corner():
    theta = column(0.0, 2.0, 0.1, 0.5, 9.0, np.log(0.01))
    curve = get_curve("broken-power-law")
    x = np.array([7.5, 8.5, 9.5, 10.5])[:, None]
    slope = np.diff(np.log10(curve.value(theta, LOSS.at(x))[:, 0]))
    assert slope[[0, 2]] == pytest.approx([-0.1, -0.6])


@pytest.mark.parametrize(("breaks", "count"), [("-0", 40), ("", 4200), ("-2", 6000)])
def test_the_grids_stay_small(breaks, count):
    assert get_curve(f"broken-power-law{breaks}").nodes(LOSS).shape[1] == count
