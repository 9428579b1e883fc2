"""Parabolas and cubics by least squares, and where they are lowest. Columns never mix.

Shapes: n runs, p coefficients (constant first), B columns.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array


def powers(x: Array, degree: int) -> Array:
    """Return the design matrix (n, degree + 1) of places x, (n,)."""
    result: Array = x[:, None] ** np.arange(degree + 1)
    return result


def projector(x: Array, degree: int) -> Array:
    """Return the matrix (degree + 1, n) that turns responses into least-squares coefficients."""
    result: Array = np.asarray(np.linalg.pinv(powers(x, degree)), dtype=np.float64)
    return result


def minimum(coefficients: Array) -> Array:
    """Return where polynomials of degree 2 or 3, (p, B), have their local minimum, (B,).

    The root of the derivative with positive curvature, in the form that holds as the cubic term
    goes to zero. Where there is none, infinity on the side to which the polynomial falls.

    >>> minimum(np.array([[0.0], [-2.0], [1.0]])), minimum(np.array([[0.0], [1.0], [-1.0]]))
    (array([1.]), array([-inf]))
    """
    slope, bend = coefficients[1], 2.0 * coefficients[2]  # at 0
    twist = 3.0 * coefficients[3] if len(coefficients) > 3 else np.zeros_like(slope)
    inside = bend**2 - 4.0 * twist * slope  # of the derivative slope + bend x + twist x^2
    root = np.sqrt(np.where(inside > 0, inside, 0.0))
    upward = bend >= 0  # two forms of one root: neither takes a difference of equal numbers
    above = np.where(upward, -2.0 * slope, root - bend)
    below = np.where(upward, bend + root, 2.0 * twist)
    able = (inside > 0) & (below != 0)
    place = above / np.where(able, below, 1.0)
    result: Array = np.where(able, place, -np.copysign(np.inf, slope))
    return result
