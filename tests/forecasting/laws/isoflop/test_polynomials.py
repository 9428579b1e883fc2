"""Minima of parabolas and cubics."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaling.forecasting.laws.isoflop.polynomials import minimum, powers, projector

SOUND = st.floats(-3, 3, allow_nan=False)


@given(SOUND, SOUND, SOUND, SOUND)
def test_the_minimum_is_that_of_the_roots_of_the_derivative(a, b, c, d):
    if abs(d) < 1e-3:
        return
    place = minimum(np.array([[a], [b], [c], [d]]))[0]
    roots = np.roots([3 * d, 2 * c, b])
    lows = [r.real for r in roots if abs(r.imag) < 1e-6 and 2 * c + 6 * d * r.real > 1e-6]
    if np.isfinite(place) and lows:
        assert place == pytest.approx(lows[0], rel=1e-5, abs=1e-6)
    elif lows:
        assert abs(2 * c) ** 2 - 12 * d * b == pytest.approx(0, abs=1e-6)


def test_a_vanishing_cubic_term_gives_the_parabola():
    whole = minimum(np.array([[0.0], [-2.0], [1.0], [0.0]]))
    nearly = minimum(np.array([[0.0], [-2.0], [1.0], [1e-14]]))
    assert whole == pytest.approx([1.0])
    assert nearly == pytest.approx([1.0])


def test_without_a_minimum_it_lies_at_infinity_where_the_polynomial_falls():
    falling = np.array([[0.0, 0.0, 0.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 0.0]])
    assert minimum(falling).tolist() == [np.inf, -np.inf, np.inf]
    monotone = np.array([[0.0], [-1.0], [0.0], [-1.0]])
    assert minimum(monotone).tolist() == [np.inf]


def test_coefficients_are_those_of_numpy():
    x = np.linspace(-1, 1, 7)
    y = np.random.default_rng(0).standard_normal(7)
    for degree in (2, 3):
        found = projector(x, degree) @ y
        assert found[::-1] == pytest.approx(np.polyfit(x, y, degree))
        assert powers(x, degree) @ found == pytest.approx(np.polyval(found[::-1], x))
