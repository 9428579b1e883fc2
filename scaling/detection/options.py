"""The options of detection, checked once, and the default w0 of each axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.curves.sigmoid import WIDTH_LIMITS
from scaling.errors import OptionError
from scaling.fitting.options import (
    DEFAULT_RHO,
    POOLED,
    check_between,
    check_draws,
    check_jobs,
    check_rho,
    check_seed,
)

W0_PARAMS = 1.0  # decades: the lower quartile of fitted widths over 92 published series
W0_FLOPS_UNKNOWN = 2.0  # decades of compute per decade of parameters if tokens grow with them
LEAST_PARAMS_SPAN = 0.5  # decades
RATIOS = (0.5, 4.0)  # decades of flops per decade of params that a family can have
STATED = "stated"  # the error of scores, unless it is pooled
DECADE_AXES = ("params", "active_params")


@dataclass(frozen=True, kw_only=True)
class DetectOptions:
    """How verdicts are reached.

    ``w0``: width (10 to 90 %) that separates sharp from smooth, in decades of the axis; None for
    the axis' default. ``alpha``: level of the tests. ``rho``: over-dispersion of proportions.
    ``draws``: of the bootstrap of tests and intervals, 0 for screening p-values and no intervals.
    ``level``: of the intervals. ``sigma``: ``pooled`` estimates the error of scores that state
    none from at least five series of their task, ``stated`` leaves them without a verdict.
    ``seed`` makes runs repeatable.
    """

    w0: float | None = None
    alpha: float = 0.05
    rho: float = DEFAULT_RHO
    level: float = 0.95
    draws: int = 999
    sigma: str = STATED
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        if self.w0 is not None:
            check_between("w0", self.w0, 0.0, 10.0)
            object.__setattr__(self, "w0", float(self.w0))  # 1 and 1.0 are one option
        check_between("alpha", self.alpha, 0.0, 0.5)
        check_between("level", self.level, 0.0, 1.0)
        check_rho(self.rho)
        check_seed(self.seed)
        if self.sigma not in (STATED, POOLED):
            raise OptionError(f"sigma: expected {STATED} or {POOLED}, got {self.sigma}")
        check_draws(self.draws)
        check_jobs(self.n_jobs)

    @property
    def claim_alpha(self) -> float:
        """The level that the p-values of claims are held to.

        Half of alpha where they are those of the screening, which ignore the search over shapes.
        """
        return self.alpha if self.draws else 0.5 * self.alpha


def width_scale(
    axis: str, w0: float | None, flops_per_params: float | None = None
) -> tuple[float, float]:
    """Return (w0, unit) for an axis: the null width and what one decade stands for on it.

    On params w0 is one decade; on flops it is scaled by ``flops_per_params``, how many decades
    of compute go with one of parameters (2 if unknown). Other axes need ``w0``, and every
    constant of the method that is given in decades is then in units of it.
    """
    if w0 is not None and axis in (*DECADE_AXES, "flops") and w0 <= WIDTH_LIMITS[0]:
        raise OptionError(
            f"w0: expected a width above {WIDTH_LIMITS[0]:g} decades, the narrowest curve tried, "
            f"got {w0:g}; narrower transitions look like steps at any published sizes"
        )
    if axis in DECADE_AXES:
        return (W0_PARAMS if w0 is None else w0), 1.0
    if axis == "flops":
        ratio = W0_FLOPS_UNKNOWN if flops_per_params is None else flops_per_params
        return (W0_PARAMS * ratio if w0 is None else w0), 1.0
    if w0 is None:
        raise OptionError(
            f"the axis {axis!r} has no default width: expected w0 in its units; say --w0 VALUE"
        )
    return w0, w0


def decades_of_flops(params: Array, flops: Array) -> float | None:
    """Return the range of log flops over the range of log params.

    None where either is unknown, where params span less than half a decade, or where the ratio
    is not that of one family (outside .5 to 4): it would make w0 meaningless.
    """
    known = np.isfinite(params) & np.isfinite(flops)
    if known.sum() < 2:
        return None
    span = float(np.ptp(np.log10(params[known])))
    if span < LEAST_PARAMS_SPAN:
        return None
    ratio = float(np.ptp(np.log10(flops[known]))) / span
    return ratio if RATIOS[0] <= ratio <= RATIOS[1] else None
