"""What one panel of forecasts shows: all sizes that one series was forecast at."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scaling.errors import DataError
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.rows import size_text
from scaling.plots.style.text import clean, score_text
from scaling.series import LOSS_AXIS
from scaling.units import training_flops

SAME_SIZE = 1.02  # a size within 2 % of the largest is not seen to lie beyond it

# Of the marks of the forecasts to beat, with their names.
NAIVE_SHAPES = {"square": "square", "triangle-up": "triangle", "cross": "cross"}


@dataclass(frozen=True)
class Outlook:
    """The forecasts of one series by one method, in the order of their sizes."""

    results: tuple[ForecastResult, ...]

    @property
    def made(self) -> tuple[ForecastResult, ...]:
        """The forecasts that were not refused."""
        return tuple(
            one for one in self.results if one.status == "ok" and math.isfinite(one.estimate)
        )

    @property
    def farthest(self) -> ForecastResult:
        """The farthest forecast that was made; without any, the first that was refused."""
        return self.made[-1] if self.made else self.results[0]

    @property
    def name(self) -> str:
        """What the line of the series is called."""
        return clean(self.farthest.series.family)

    @property
    def known(self) -> tuple[float, float] | None:
        """The smallest and the largest size with a score, None where there is none."""
        sizes = [p.size for p in self.farthest.points if math.isfinite(p.score + p.size)]
        return (min(sizes), max(sizes)) if sizes else None

    @property
    def seen(self) -> tuple[float, float] | None:
        """Between which sizes the curve runs through data; of none, both lie at infinity.

        That of two steps is at one number of tokens per parameter: data are where the runs' is no
        other, and their compute as much.
        """
        far = self.farthest
        if not isinstance(far, TwoStepForecast) or not far.steps.loss_points:
            return self.known
        ratio, ratios = far.tokens / far.at, ratios_of(far)
        if not min(ratios) / SAME_SIZE <= ratio <= max(ratios) * SAME_SIZE:
            return math.inf, math.inf
        flops = [training_flops(run.params, run.tokens) for run in far.steps.loss_points]
        low, high = (
            math.sqrt(end / training_flops(1.0, ratio)) for end in (min(flops), max(flops))
        )
        return low, high

    @property
    def end(self) -> float | None:
        """Where the data end on the side of better models; None if nothing lies beyond."""
        if self.known is None or not self.made:
            return None
        low, high = self.known
        far = self.farthest
        if far.size == LOSS_AXIS:
            return low if far.at < low else None
        return high if far.at > high * SAME_SIZE else None

    @property
    def panel(self) -> Panel:
        """The panel of the series, for the layers that all charts of series share."""
        far, facts = self.farthest, self.farthest.series
        line = Line(self.name, far)
        return Panel(facts.task, facts.metric, facts.n_shots, facts.prompting, far.size, (line,))

    @property
    def naive(self) -> tuple[tuple[str, float, str], ...]:
        """The forecasts to beat at the farthest size: their names, values and shapes."""
        far = self.farthest
        values = [far.naive["last"], far.naive["linear"]]
        if isinstance(far, TwoStepForecast):
            values.append(far.steps.single.estimate)
        found = zip(naive_texts(far), values, NAIVE_SHAPES, strict=False)
        return tuple(one for one in found if math.isfinite(one[1]))


def axis_text(one: ForecastResult) -> str:
    """Return the axis of a capability forecast: whose equivalent FLOPs it shows."""
    reference = one.reference if isinstance(one, CapabilityForecast) else None
    return f"{clean(reference)}-equivalent FLOPs" if reference else "equivalent FLOPs"


def ratios_of(one: TwoStepForecast) -> list[float]:
    """Return the tokens per parameter of the runs behind a forecast in two steps."""
    return [run.tokens / run.params for run in one.steps.loss_points]


def beyond_text(one: ForecastResult) -> str:
    """Return how far a forecast lies beyond the data, such as ``0.36 decades``; empty inside."""
    away, unit = one.decades_beyond_data, "decades"
    if one.size == LOSS_AXIS:
        losses = [p.size for p in one.points if math.isfinite(p.score + p.size)]
        away, unit = (min(losses) - one.at if losses else math.nan), "nats"
    elif isinstance(one, TwoStepForecast):
        unit = "decades of compute"
    return f"{away:.2f} {unit}" if away > 0 else ""


def naive_texts(one: ForecastResult) -> dict[str, str]:
    """Return what the forecasts to beat are, by the names of their marks."""
    line = "line in the loss" if one.size == LOSS_AXIS else "line in log size"
    if not isinstance(one, TwoStepForecast):
        return {"last": "the last value", "line": f"a {line}"}
    return {
        "most compute": "the run of most compute", "line": "a line in log compute",
        "one step": "one step",
    }  # fmt: skip


def outlooks_of(results: Iterable[ForecastResult]) -> list[Outlook]:
    """Group forecasts by series and axis, in the order of first appearance.

    Raises DataError if there is none.
    """
    groups: dict[tuple[object, ...], list[ForecastResult]] = {}
    for one in results:
        key = (one.series.key, one.size, one.method, one.tokens if one.tokens > 0 else None)
        groups.setdefault(key, []).append(one)
    if not groups:
        raise DataError(
            "nothing to draw: expected at least one forecast, found none; choose other tasks or "
            "families"
        )
    return [Outlook(tuple(sorted(group, key=_reach))) for group in groups.values()]


def interval_text(estimate: float, lower: float, upper: float) -> str:
    """Return a score with its interval, such as ``0.77 [0.63, 0.91]``."""
    text = score_text(estimate)
    if not math.isfinite(lower + upper):
        return text
    return f"{text} [{score_text(lower)}, {score_text(upper)}]"


def at_text(one: ForecastResult) -> str:
    """Return the size of a forecast as people write it, with the tokens where they count."""
    text = size_text(one.at, one.size)
    if one.size == LOSS_AXIS:
        return f"loss {text}"
    return f"{text} on {size_text(one.tokens, 'tokens')} tokens" if one.tokens > 0 else text


def _reach(one: ForecastResult) -> float:
    """Order sizes from the data outwards; a forecast without a size comes first."""
    if not math.isfinite(one.at):
        return -math.inf
    return -one.at if one.size == LOSS_AXIS else one.at
