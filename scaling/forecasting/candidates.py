"""The curves that are compared where none are named: a few of each kind of metric."""

from __future__ import annotations

from scaling.curves.base import Curve
from scaling.curves.registry import get_curve
from scaling.series import Series

PROPORTIONS = (
    "constant", "linear", "logistic", "gompertz", "complementary-gompertz", "logit", "step",
)  # fmt: skip
LOSSES = ("power-law", "power-law-floor", "shifted-power-law", "broken-power-law")
REALS = ("constant", "linear", "segmented")
DEFAULTS = {"proportion": PROPORTIONS, "bounded": PROPORTIONS, "loss": LOSSES, "real": REALS}
LEAST_SIZES_OF_BREAKS = 9  # below, a power law with a break is not even tried


def default_candidates(series: Series) -> tuple[Curve, ...]:
    """Return the curves that a series is compared under.

    The logit runs from 0 to 1, so it is left out where guessing scores more than nothing.
    """
    names = DEFAULTS[series.metric_kind]
    if series.metric_kind != "proportion" or series.chance != 0:
        names = tuple(name for name in names if name != "logit")
    if series.n_sizes < LEAST_SIZES_OF_BREAKS:
        names = tuple(name for name in names if name != "broken-power-law")
    return tuple(get_curve(name) for name in names)
