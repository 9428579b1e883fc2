"""The row of one budget: its minimum if it can be used, else why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.forecasting.laws.isoflop.bias import OFF_CENTER, cubic_over_parabola, differs
from scaling.forecasting.laws.isoflop.budgets import LEAST_SIZES
from scaling.forecasting.laws.isoflop.minima import DrawnMinimum
from scaling.forecasting.laws.isoflop.polynomials import powers
from scaling.forecasting.laws.isoflop.profiles import DEGREES, PARABOLA, Profile
from scaling.forecasting.laws.isoflop.records import BudgetRow, RunPoint, ValleyPoint

VALLEY_POINTS = 41
RUN_COLUMNS = ("params", "tokens", "compute", "loss")


def budget_row(
    parabola: DrawnMinimum, cubic: DrawnMinimum, degree: int, response: str
) -> BudgetRow:
    """Return the row of one budget; a cubic that it does not bear gives way to the parabola."""
    profile = parabola.profile
    fits = (parabola.record(response), cubic.record(response))
    bears = profile.bears(degree)
    fit = fits[DEGREES.index(degree)] if bears else fits[0]
    row = BudgetRow(
        flops=profile.flops,
        n_runs=len(profile.x),
        n_sizes=profile.n_sizes,
        used=fit.used and bears,
        reason=fit.reason if bears else fits[DEGREES.index(degree)].reason,
        fits=fits,
        points=tuple(
            RunPoint(*values)
            for values in zip(
                profile.models,
                *(getattr(profile, name).tolist() for name in RUN_COLUMNS),
                strict=True,
            )
        ),
        cubic_over_parabola=cubic_over_parabola(parabola, cubic),
    )
    if profile.bears(PARABOLA):
        row = replace(row, valley=_valley(profile, fit.degree, response))
    row = replace(row, notes=_row_notes(row, fit.off_center))
    if not row.used:
        return row
    return replace(
        row,
        params=fit.params.estimate,
        lower=fit.params.lower,
        upper=fit.params.upper,
        tokens=fit.tokens.estimate,
        tokens_lower=fit.tokens.lower,
        tokens_upper=fit.tokens.upper,
        tokens_per_param=fit.tokens.estimate / fit.params.estimate,
        loss=fit.loss,
        off_center=fit.off_center,
    )


def _valley(profile: Profile, degree: int, response: str) -> tuple[ValleyPoint, ...]:
    x = np.linspace(-1.0, 1.0, VALLEY_POINTS)
    heights = powers(x, degree) @ profile.coefficients(degree)
    losses = np.exp(heights) if response == "log-loss" else heights
    sizes = np.exp(profile.log_params(x))
    return tuple(ValleyPoint(*pair) for pair in zip(sizes.tolist(), losses.tolist(), strict=True))


def _row_notes(row: BudgetRow, off_center: float) -> tuple[str, ...]:
    """Return the codes of one budget."""
    notes = []
    if row.n_sizes < LEAST_SIZES:
        notes.append("few-sizes-at-budget")
    elif row.reason.startswith("not bracketed"):
        notes.append("minimum-not-bracketed")
    elif row.reason:
        notes.append("no-minimum")
    if row.used and abs(off_center) > OFF_CENTER:
        notes.append("minimum-off-center")
    if differs(row.cubic_over_parabola):
        notes.append("parabola-bias")
    return tuple(notes)
