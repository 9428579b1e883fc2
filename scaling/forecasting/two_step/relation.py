"""Whether scores rise at all as the loss falls: without that, no link says anything."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtr

from scaling.errors import DataError
from scaling.series import Series

LEVEL = 0.05  # of the one-sided test of a slope
LEAST_DEGREES = 2  # below, no slope can be judged


class Unrelated(DataError):
    """Scores that do not rise as the loss falls."""

    code = "scores-unrelated"


def require_relation(series: Series) -> None:
    """Raise Unrelated unless scores rise as the loss falls, by a t test of the slope at .05."""
    p = p_of_slope(series)
    if p > LEVEL:
        raise Unrelated(
            f"{series.key.label()}: expected scores that rise as the loss falls, found no sign of "
            f"it in {series.n_points} scores (p = {p:.2g}): no link leads from this loss to them; "
            "choose another task, or another --via"
        )


def p_of_slope(series: Series) -> float:
    """Return the one-sided p-value of the slope of scores over minus the loss, 0 untested.

    Student's t of least squares; a line through every score is as sure as can be.
    """
    x, y = series.x - series.x.mean(), series.score - series.score.mean()
    degrees = len(x) - 2
    if degrees < LEAST_DEGREES:
        return 0.0
    squares = float(x @ x)
    slope = float(x @ y) / squares if squares > 0 else 0.0
    rest = max(float(((y - slope * x) ** 2).sum()), 1e-24)
    if squares == 0:
        return 1.0
    return float(stdtr(degrees, -slope / np.sqrt(rest / degrees / squares)))
