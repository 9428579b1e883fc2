"""From series to forecasts: members solved together, then weighed, drawn, back-tested and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.band import BAND_POINTS, band_places, rounded
from scaling.fitting.parallel import run
from scaling.fitting.points import observed_points
from scaling.fitting.records import NAN, Band, Interval, SeriesFacts
from scaling.fitting.solve import LEAST_SIZES, Refused
from scaling.forecasting.ahead.bundled_record import bundled_record
from scaling.forecasting.ahead.holding_out import held_out_forecasts, name_of
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.ahead.outlook import Outlook, outlook_of
from scaling.forecasting.ahead.reach import place_of, too_far
from scaling.forecasting.ahead.records import TrackRecord, WeightRow
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.ahead.solving import Cuts, solve_cuts
from scaling.forecasting.ahead.weights import member_weights
from scaling.forecasting.ahead.wording import members_text, noise_text, own_record, place_text
from scaling.forecasting.baselines import LAST, LINE, last_value, linear_in_log
from scaling.forecasting.predict import decades_beyond
from scaling.forecasting.records import Backtest, same_scores
from scaling.progress import Advance, silent
from scaling.series import LOSS_AXIS, Series

CHUNK = 32  # series that are solved together
BACKTEST_DRAWS = 199  # of each hold-out, as in comparisons of curves


def forecast_series(
    series: Sequence[Series], options: ForecastOptions, advance: Advance = silent
) -> list[ForecastResult]:
    """Forecast every series at every size asked for; the sizes of one series stand together.

    A result depends on its own series and the options alone. What cannot be forecast is a result
    with status ``failed`` and the reason.
    """
    results: list[ForecastResult] = []
    for low in range(0, len(series), CHUNK):
        jobs = ((one, options) for one in solve_cuts(series[low : low + CHUNK], options))
        for found in run(_forecasts, jobs, options.n_jobs, advance):
            results += found
    return results


def _forecasts(cuts: Cuts, options: ForecastOptions) -> list[ForecastResult]:
    """Return the forecasts of one series."""
    one, weights = cuts.whole.series, member_weights(cuts)
    if not weights:
        why = _refusal(cuts)
        return [_failed(cuts, size, why, options) for size in options.sizes]
    far = {size: too_far(one, size) for size in options.sizes}
    wanted = [size for size in options.sizes if options.far or not far[size]]
    if not wanted:
        return [_failed(cuts, size, far[size], options) for size in options.sizes]
    outlook = outlook_of(cuts.whole, weights, options.draws, options.seed)
    band = _band(outlook, options.level, [place_of(one, size) for size in wanted])
    own = _own_record(cuts, options)
    return [
        _forecast(cuts, outlook, size, bool(far[size]), band, own, options)
        if size in wanted
        else _failed(cuts, size, far[size], options)
        for size in options.sizes
    ]


def _forecast(
    cuts: Cuts,
    outlook: Outlook,
    size: float,
    far: bool,
    band: Band,
    own: TrackRecord,
    options: ForecastOptions,
) -> ForecastResult:
    one, name = outlook.series, name_of(cuts)
    x = place_of(one, size)
    place = np.array([x])
    found = outlook.predict(place)
    (lower,), (upper,) = found.interval(options.level)
    (mean_lower,), (mean_upper,) = found.mean_interval(options.level)
    alone = outlook.members(place)
    rows = tuple(
        WeightRow(member, float(outlook.weights[member]), float(alone[member][0]))
        for member in cuts.cast.names
        if member in outlook.weights
    )
    record = bundled_record(name, SeriesFacts.of(one), one.n_sizes, decades_beyond(one, x))
    notes = [*_error_notes(one), *(["far-extrapolation"] if far else [])]
    return replace(
        _blank(cuts, size, options),
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
        reason=_reason(outlook, name, size, x, rows, (record, own), options),
    )


def _blank(cuts: Cuts, size: float, options: ForecastOptions) -> ForecastResult:
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


def _failed(cuts: Cuts, size: float, why: str, options: ForecastOptions) -> ForecastResult:
    one = cuts.whole.series
    below = one.n_sizes < LEAST_SIZES
    return replace(
        _blank(cuts, size, options),
        status="failed",
        message=why,
        notes=(*one.notes, *(["below-three-sizes"] if below else [])),
    )


def _refusal(cuts: Cuts) -> str:
    """Return why no member could be fitted."""
    refused = [fit for fit in cuts.whole.fits.values() if isinstance(fit, Refused)]
    return refused[0].why


def _error_notes(one: Series) -> list[str]:
    """Return what the errors of scores that are not proportions rest on."""
    if one.binomial or bool(np.isfinite(one.sigma).all()):
        return []
    return ["estimated-sigma"]


def _line(one: Series, place: Array) -> float:
    return float(linear_in_log(one, place)[0])


def _own_record(cuts: Cuts, options: ForecastOptions) -> TrackRecord:
    """Return how the same forecast does when the series' own largest sizes are held out."""
    draws = min(options.draws, BACKTEST_DRAWS)
    predictions = held_out_forecasts(cuts, draws, options.seed)
    ours, last, line = (
        [one for one in predictions if one.curve == curve] for curve in (name_of(cuts), LAST, LINE)
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


def _reason(
    outlook: Outlook,
    name: str,
    size: float,
    x: float,
    rows: Sequence[WeightRow],
    records: Sequence[TrackRecord],
    options: ForecastOptions,
) -> str:
    """Return the forecast in words."""
    made = f"the average of {members_text(rows)}" if len(rows) > 1 else f"the curve {name}"
    text = f"At {place_text(outlook.series, size, x)}: {made}."
    if options.draws:
        text += f" The {options.level * 100:g} % interval holds {noise_text(outlook)}."
    told = [record.text for record in records if record.text]
    return " ".join([text, *(f"{one[:1].upper()}{one[1:]}." for one in told)])
