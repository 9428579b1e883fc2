"""The fits behind a comparison: of every curve to all sizes, to hold-outs, to left-out sizes.

They go curve by curve, so that series of equal design are solved as one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaling.curves.base import Curve
from scaling.fitting.fitted import Fitted
from scaling.fitting.records import NAN
from scaling.fitting.selection import leave_one_size_out
from scaling.fitting.solve import Refused, solve_series
from scaling.forecasting.backtest import HoldOut, hold_outs
from scaling.forecasting.candidates import default_candidates
from scaling.forecasting.options import CompareOptions
from scaling.series import Series

Outcome = Fitted | Refused


@dataclass(frozen=True, eq=False)
class Solved:
    """One series with the fits of its curves: to all sizes, and to those of each hold-out."""

    series: Series
    curves: tuple[Curve, ...]
    fits: tuple[Outcome, ...]
    loo: tuple[float, ...]
    held: tuple[tuple[HoldOut, tuple[Outcome, ...]], ...]


def solve_candidates(series: Sequence[Series], options: CompareOptions) -> list[Solved]:
    """Return the fits of every candidate curve of every series, in their order."""
    candidates = [options.families or default_candidates(one) for one in series]
    held = [hold_outs(one) for one in series]
    by_name = {curve.name: curve for curves in candidates for curve in curves}
    fits: list[dict[str, Outcome]] = [{} for _ in series]
    loo: list[dict[str, float]] = [{} for _ in series]
    held_fits: list[list[dict[str, Outcome]]] = [[{} for _ in part] for part in held]
    for name, curve in by_name.items():
        chosen = options.fit_options(curve)
        places = [at for at, curves in enumerate(candidates) if name in {c.name for c in curves}]
        found = solve_series([series[at] for at in places], chosen)
        for at, fit in zip(places, found, strict=True):
            fits[at][name] = fit
        able = [at for at in places if isinstance(fits[at][name], Fitted)]
        errors = leave_one_size_out([series[at] for at in able], chosen)
        for at, error in zip(able, errors, strict=True):
            loo[at][name] = error
        parts = [(at, nth) for at in places for nth in range(len(held[at]))]
        found = solve_series([held[at][nth].training for at, nth in parts], chosen)
        for (at, nth), fit in zip(parts, found, strict=True):
            held_fits[at][nth][name] = fit
    return [
        Solved(
            series=one,
            curves=candidates[at],
            fits=tuple(fits[at][curve.name] for curve in candidates[at]),
            loo=tuple(loo[at].get(curve.name, NAN) for curve in candidates[at]),
            held=tuple(
                (part, tuple(found[curve.name] for curve in candidates[at]))
                for part, found in zip(held[at], held_fits[at], strict=True)
            ),
        )
        for at, one in enumerate(series)
    ]
