"""A plain fit of one column for these tests: the curve's grid, then scipy from its best nodes."""

from __future__ import annotations

import numpy as np
from scipy.optimize import least_squares

from scaling.curves import Curve, Design

BEST = 5


def a_design(x, *, falling=False, floor=0.0, top=1.0, low=0.0, high=1.0) -> Design:
    """One column; a falling one has neither floor nor top."""
    floor, top = (np.nan, np.nan) if falling else (floor, top)
    one = [np.array([value], dtype=float) for value in (floor, top, low, high)]
    return Design(np.asarray(x, dtype=float)[:, None], *one, falling=falling)


def fitted(curve: Curve, design: Design, score) -> np.ndarray:
    """Return the internal parameters of the least squares, (p, 1)."""
    score = np.asarray(score, dtype=float)
    theta = _projected(curve, design, score)
    many = design.column(0, theta.shape[1])
    loss = ((curve.value(theta, many.at(many.x)) - score[:, None]) ** 2).sum(axis=0)
    lower, upper = (bound[:, 0] for bound in curve.bounds(design))
    span = upper - lower

    def residual(share):
        return curve.value((lower + share * span)[:, None], design.at(design.x))[:, 0] - score

    def slope(share):
        place = (lower + share * span)[:, None]
        return curve.value_and_jacobian(place, design.at(design.x))[1][:, :, 0].T * span

    ends = []
    for node in np.argsort(loss, kind="stable")[:BEST]:
        start = np.clip((theta[:, node] - lower) / span, 1e-6, 1 - 1e-6)
        ends.append(
            least_squares(
                residual, start, slope, bounds=(0, 1), xtol=1e-15, ftol=1e-15, gtol=1e-15,
                max_nfev=500,
            )
        )  # fmt: skip
    best = min(ends, key=lambda end: end.cost)
    return (lower + best.x * span)[:, None]


def _projected(curve, design, score):
    """Return the nodes (p, G), their linear coordinates solved for and clipped to the bounds."""
    theta = curve.nodes(design)[:, :, 0].copy()
    if not curve.linear:
        return theta
    many = design.column(0, theta.shape[1])
    lower, upper = curve.bounds(many)
    linear = [curve.internal.index(name) for name in curve.linear]
    theta[linear] = 0.0
    value, jacobian = curve.value_and_jacobian(theta, many.at(many.x))
    basis = np.moveaxis(jacobian[linear], (0, 1, 2), (2, 1, 0))  # (G, K, q)
    found = np.linalg.pinv(basis) @ (score[:, None] - value).T[:, :, None]
    theta[linear] = np.clip(found[:, :, 0].T, lower[linear], upper[linear])
    return theta
