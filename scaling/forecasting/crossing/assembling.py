"""What is known of one crossing into its result: verdict, sentence, sizes, bands."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.display import short
from scaling.fitting.intervals.band import BAND_POINTS, rounded
from scaling.fitting.objectives.chosen import BINOMIAL, objective_name
from scaling.fitting.points import observed_points
from scaling.fitting.records import EMPTY_BAND, NAN, Band, Estimate, Interval, SeriesFacts
from scaling.fitting.solve import LEAST_SIZES
from scaling.forecasting.crossing.averaged_curve import AveragedCurve
from scaling.forecasting.crossing.baselines import Baseline
from scaling.forecasting.crossing.bracket import Bracket, direction
from scaling.forecasting.crossing.ceiling import Ceiling
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.reasons import reason_of
from scaling.forecasting.crossing.results import CrossingResult, CurveShare, Difference
from scaling.forecasting.crossing.search import Crossing, Reach, Shares
from scaling.forecasting.crossing.verdict import Evidence, verdict_of
from scaling.forecasting.crossing.wording import Facts
from scaling.series import LOSS_AXIS, Series, batches


@dataclass(frozen=True, eq=False)
class Found:
    """All that one crossing rests on; of a pair, ``series`` and ``curve`` are of the second.

    ``curve`` is a text where there is none, and says why; then ``crossing`` and ``reach`` are None.
    ``ceiling``: that of the curve, where it is known to be below, else None.
    """

    series: Series
    curve: AveragedCurve | str
    baseline: Baseline
    bracket: Bracket
    scores: Array
    reach: Reach | None = None
    crossing: Crossing | None = None
    ceiling: Ceiling | None = None
    n_worse: int = 0
    augmented: str = ""
    margin: float = NAN
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> str | None:
        """The verdict; None where no error of the scores is known at all."""
        if np.isnan(self.bracket.lower).all():
            return None
        shares = Shares() if self.crossing is None else self.crossing.shares
        return verdict_of(
            Evidence(
                n_sizes=len(self.bracket.x),
                n_above=int(self.bracket.above.sum()),
                n_below=int(self.bracket.below.sum()),
                n_worse=self.n_worse,
                never=shares.never,
                ceiling_below=self.ceiling is not None,
                pair=bool(self.augmented),
            )
        )


def assembled(found: Found, options: CrossingOptions) -> CrossingResult:
    """Return the result of a crossing of a series with a baseline."""
    one, curve, crossing = found.series, found.curve, found.crossing
    objective = objective_name(batches([one])[0], options.objective)
    verdict, bracket = found.verdict, found.bracket
    result = CrossingResult(
        series=SeriesFacts.of(one),
        size=one.size_axis,
        n_sizes=one.n_sizes,
        notes=notes_of(found),
        qualifiers=_qualifiers(one, verdict),
        points=observed_points(one, options.rho, options.level),
        references=one.references,
        baseline=found.baseline,
        verdict=verdict,
        reason=reason_of(_facts(found, verdict, options)),
        bracket=(_size(one, bracket, bracket.low), _size(one, bracket, bracket.high)),
        differences=differences(one, bracket),
        objective=objective,
        delta=options.delta if objective == "huber" else NAN,
        rho=options.rho if objective in BINOMIAL else NAN,
        alpha=options.alpha,
        margin=found.margin,
    )
    if isinstance(curve, str) or found.reach is None or crossing is None:
        return replace(result, status="failed", message=str(curve))
    at = sizes_of(crossing, one.size_axis)
    return replace(
        result,
        interval=Interval("parametric-bootstrap", options.level, curve.draws)
        if curve.draws
        else None,
        estimate=at.estimate,
        lower=at.lower,
        upper=at.upper,
        reach=found.reach.beyond,
        shares=crossing.shares,
        curves=tuple(
            CurveShare(fit.model.curve.name, weight)
            for fit, weight in zip(curve.fits, curve.weights, strict=True)
        ),
        band=band_of(curve, found.reach, options.level),
    )


def notes_of(found: Found) -> tuple[str, ...]:
    """Return the codes of a crossing, each once."""
    one, reach, crossing = found.series, found.reach, found.crossing
    notes = [*one.notes, *found.baseline.notes, *found.notes]
    notes += ["below-three-sizes"] if one.n_sizes < LEAST_SIZES else []
    notes += ["no-error-model"] if np.isnan(found.bracket.lower).all() else []
    notes += ["falls-back"] if found.bracket.falls_back else []
    notes += ["reach-shortened"] if reach is not None and reach.shortened else []
    if crossing is not None and np.isinf([crossing.lower, crossing.upper]).any():
        notes.append("unbounded")
    return tuple(dict.fromkeys(notes))


def _qualifiers(one: Series, verdict: str | None) -> tuple[str, ...]:
    lucky = verdict in ("crossed", "always_better") and "seeds-averaged" not in one.notes
    return (*one.qualifiers, *(["one_seed"] if lucky else []))


def sizes_of(crossing: Crossing, axis: str) -> Estimate:
    """Return a crossing as sizes, NaN where it lies beyond what was searched.

    On the loss axis the lower end is that of the smaller loss.
    """
    ends = [crossing.estimate, crossing.lower, crossing.upper]
    if axis == LOSS_AXIS:
        best, high, low = (-end if math.isfinite(end) else NAN for end in ends)
        return Estimate(best, low, high)
    best, low, high = (
        float(rounded(np.array([10.0**end]))[0]) if math.isfinite(end) else NAN for end in ends
    )
    return Estimate(best, low, high)


def _size(series: Series, bracket: Bracket, place: int | None) -> float:
    if place is None:
        return NAN
    return float(series.size[np.flatnonzero(series.x == bracket.x[place])[0]])


def differences(series: Series, bracket: Bracket) -> tuple[Difference, ...]:
    """Return what decides at every distinct size."""
    return tuple(
        Difference(_size(series, bracket, place), float(value), float(low), float(high))
        for place, (value, low, high) in enumerate(
            zip(bracket.difference, bracket.lower, bracket.upper, strict=True)
        )
    )


def band_of(curve: AveragedCurve, reach: Reach, level: float) -> Band:
    """Return the averaged curve over its sizes and the reach, with the percentiles of its draws."""
    x = np.linspace(reach.low, reach.high, BAND_POINTS)
    estimate = curve.estimate(x)
    on_log_axis = curve.best.series.size_axis != LOSS_AXIS
    columns = [rounded(10.0**x) if on_log_axis else -x, estimate]
    if curve.draws:
        share = [(1 - level) / 2, (1 + level) / 2]
        low, high = np.quantile(curve.values(x), share, axis=1)
        columns += [np.minimum(low, estimate), np.maximum(high, estimate)]
    return Band(np.stack(columns)) if len(x) else EMPTY_BAND


def _facts(found: Found, verdict: str | None, options: CrossingOptions) -> Facts:
    one, crossing = found.series, found.crossing
    sign = direction(one)
    sizes = [_size(one, found.bracket, place) for place in range(len(found.bracket.x))]
    return Facts(
        verdict=verdict,
        name=found.baseline.name,
        score=found.baseline.score,
        error=found.baseline.error,
        axis=one.size_axis,
        sign=sign,
        bracket=found.bracket,
        sizes=tuple(short(size, size=one.size_axis != LOSS_AXIS) for size in sizes),
        scores=tuple(float(sign * score) for score in found.scores),
        estimate=NAN if crossing is None else crossing.estimate,
        lower=NAN if crossing is None else crossing.lower,
        upper=NAN if crossing is None else crossing.upper,
        level=options.level,
        alpha=options.alpha,
        shares=Shares() if crossing is None else crossing.shares,
        reach=found.reach,
        ceiling=found.ceiling,
        margin=found.margin,
        augmented=found.augmented,
        one_run="one_seed" in _qualifiers(one, verdict),
        heterogeneous=one.heterogeneous_reason.rstrip("."),
    )
