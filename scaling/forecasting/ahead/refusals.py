"""Results that say why there is no forecast, and what these share with forecasts."""

from __future__ import annotations

from dataclasses import replace

from scaling.fitting.points import observed_points
from scaling.fitting.records import SeriesFacts
from scaling.fitting.solve import LEAST_SIZES, Refused
from scaling.forecasting.ahead.holding_out import name_of
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.ahead.reach import place_of
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.ahead.solving import Cuts
from scaling.forecasting.predict import decades_beyond


def blank(cuts: Cuts, size: float, options: ForecastOptions) -> ForecastResult:
    """Return what forecasts and refusals both hold."""
    one = cuts.whole.series
    return ForecastResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        notes=one.notes,
        qualifiers=one.qualifiers,
        points=observed_points(one, options.rho, options.level),
        references=one.references,
        curve=name_of(cuts),
        at=size,
        decades_beyond_data=decades_beyond(one, place_of(one, size)),
    )


def unfitted(cuts: Cuts, size: float, options: ForecastOptions) -> ForecastResult:
    """Return the refusal of a series that no member could be fitted to."""
    why = next(fit.why for fit in cuts.whole.fits.values() if isinstance(fit, Refused))
    notes = ["below-three-sizes"] if cuts.whole.series.n_sizes < LEAST_SIZES else []
    return _refusal(cuts, size, why, notes, options)


def withheld(cuts: Cuts, size: float, why: str, options: ForecastOptions) -> ForecastResult:
    """Return the refusal of a size that is too far away."""
    return _refusal(cuts, size, why, ["forecast-withheld"], options)


def _refusal(
    cuts: Cuts, size: float, why: str, notes: list[str], options: ForecastOptions
) -> ForecastResult:
    empty = blank(cuts, size, options)
    return replace(empty, status="failed", message=why, notes=(*empty.notes, *notes))
