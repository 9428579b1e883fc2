"""From series to forecasts: members solved together, then weighed, drawn, back-tested and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.band import BAND_POINTS, band_places, rounded
from scaling.fitting.parallel import run
from scaling.fitting.records import NAN, Band, Interval
from scaling.forecasting.ahead.bundled_record import bundled_record
from scaling.forecasting.ahead.holding_out import held_out_forecasts, name_of
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.ahead.outlook import Outlook, outlooks_of
from scaling.forecasting.ahead.reach import place_of, too_far
from scaling.forecasting.ahead.records import TrackRecord, WeightRow
from scaling.forecasting.ahead.refusals import blank, unfitted, withheld
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.ahead.solving import Cuts, solve_cuts
from scaling.forecasting.ahead.weights import member_weights
from scaling.forecasting.ahead.wording import own_record, reason_text
from scaling.forecasting.baselines import LAST, LINE, last_value, linear_in_log
from scaling.forecasting.predict import decades_beyond
from scaling.forecasting.records import Backtest, HeldOut, same_scores
from scaling.progress import Advance, silent
from scaling.series import LOSS_AXIS, Series

CHUNK = 32  # series that are solved and drawn together
SHARED_CHUNK = 8  # where several processes share the work
BACKTEST_DRAWS = 199  # of each hold-out, as in comparisons of curves


def forecast_series(
    series: Sequence[Series], options: ForecastOptions, advance: Advance = silent
) -> list[ForecastResult]:
    """Forecast every series at every size asked for; the sizes of one series stand together.

    A result depends on its own series and the options alone. What cannot be forecast is a result
    with status ``failed`` and the reason.
    """
    count = CHUNK if options.n_jobs == 1 else SHARED_CHUNK
    chunks = [series[low : low + count] for low in range(0, len(series), count)]
    jobs = ((chunk, options) for chunk in chunks)
    found = run(_forecasts, jobs, options.n_jobs, advance, map(len, chunks))
    return [one for part in found for one in part]


@dataclass(frozen=True, eq=False)
class Asked:
    """A fitted series, the weights of its members, and of each size why it is too far (or "")."""

    cuts: Cuts
    weights: Mapping[str, float]
    far: Mapping[float, str]
    options: ForecastOptions

    @property
    def sizes(self) -> list[float]:
        """The sizes that are forecast."""
        if not self.weights:
            return []
        return [size for size, why in self.far.items() if self.options.far or not why]


def _forecasts(series: Sequence[Series], options: ForecastOptions) -> list[ForecastResult]:
    """Return the forecasts of some series, drawn together."""
    asked = []
    for cuts in solve_cuts(series, options):
        weights = member_weights(cuts)
        far = {size: too_far(cuts.whole.series, size) for size in options.sizes if weights}
        asked.append(Asked(cuts, weights, far, options))
    able = [one for one in asked if one.sizes]
    weighted = [(one.cuts.whole, one.weights) for one in able]
    outlooks = iter(outlooks_of(weighted, options.draws, options.seed))
    draws = min(options.draws, BACKTEST_DRAWS)
    held_out = iter(held_out_forecasts([one.cuts for one in able], draws, options.seed))
    results: list[ForecastResult] = []
    for one in asked:
        if one.sizes:
            results += _of_series(one, next(outlooks), next(held_out))
        elif one.weights:
            results += [withheld(one.cuts, size, why, options) for size, why in one.far.items()]
        else:
            results += [unfitted(one.cuts, size, options) for size in options.sizes]
    return results


def _of_series(asked: Asked, outlook: Outlook, held_out: Sequence[HeldOut]) -> list[ForecastResult]:
    """Return the forecasts of one series at every size, refusals among them."""
    places = [place_of(outlook.series, size) for size in asked.sizes]
    band = _band(outlook, asked.options.level, places)
    own = _own_record(asked.cuts, held_out)
    return [
        _forecast(asked, outlook, size, band, own)
        if size in asked.sizes
        else withheld(asked.cuts, size, why, asked.options)
        for size, why in asked.far.items()
    ]


def _forecast(
    asked: Asked, outlook: Outlook, size: float, band: Band, own: TrackRecord
) -> ForecastResult:
    one, options = outlook.series, asked.options
    x = place_of(one, size)
    place = np.array([x])
    found = outlook.predict(place)
    (lower,), (upper,) = found.interval(options.level)
    (mean_lower,), (mean_upper,) = found.mean_interval(options.level)
    alone, shares = outlook.members(place), outlook.shares(place)
    rows = tuple(
        WeightRow(member, float(shares[member][0]), float(alone[member][0]))
        for member in asked.cuts.cast.names
        if member in shares and shares[member][0] > 0
    )
    record = bundled_record(name_of(asked.cuts), one, decades_beyond(one, x))
    notes = [*_error_notes(one), *(["far-extrapolation"] if asked.far[size] else [])]
    return replace(
        blank(asked.cuts, size, options),
        notes=(*one.notes, *notes),
        interval=Interval("parametric-bootstrap", options.level, options.draws)
        if options.draws
        else None,
        band=band,
        rho=options.rho if one.binomial else NAN,
        estimate=float(found.estimate[0]),
        lower=float(lower),
        upper=float(upper),
        mean_lower=float(mean_lower),
        mean_upper=float(mean_upper),
        naive={"last": float(last_value(one, place)[0]), "linear": _line(one, place)},
        weights=rows,
        record=record,
        own_record=own,
        reason=reason_text(outlook, size, x, rows, (record, own), options),
    )


def _error_notes(one: Series) -> list[str]:
    """Return what the errors of scores that are not proportions rest on."""
    if one.binomial or bool(np.isfinite(one.sigma).all()):
        return []
    return ["estimated-sigma"]


def _line(one: Series, place: Array) -> float:
    return float(linear_in_log(one, place)[0])


def _own_record(cuts: Cuts, held_out: Sequence[HeldOut]) -> TrackRecord:
    """Return how the same forecast does when the series' own largest sizes are held out."""
    ours, last, line = (
        [one for one in held_out if one.curve == curve] for curve in (name_of(cuts), LAST, LINE)
    )
    return own_record(Backtest.of(ours, same_scores(ours, last), same_scores(ours, line)))


def _band(outlook: Outlook, level: float, asked: Sequence[float]) -> Band:
    """Return the forecast on a fine grid that holds all sizes and the places x asked for."""
    one = outlook.series
    places = band_places(next(iter(outlook.fits.values())).design)
    x = np.linspace(min(places[0], *asked), max(places[-1], *asked), BAND_POINTS)
    found = outlook.predict(x)
    ends = [*found.mean_interval(level), *found.interval(level)] if found.draws.size else []
    sizes = rounded(-x if one.size_axis == LOSS_AXIS else 10.0**x)
    return Band(np.stack([sizes, found.estimate, *ends]))
