"""What one panel of forecasts shows: all sizes that one series was forecast at."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scaling.errors import DataError
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.panels.grouping import Line, Panel
from scaling.plots.panels.rows import size_text
from scaling.plots.style.text import clean, score_text
from scaling.series import LOSS_AXIS

SAME_SIZE = 1.02  # a size within 2 % of the largest is not seen to lie beyond it


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
        found = [
            ("last", far.naive["last"], "square"), ("line", far.naive["linear"], "triangle-up"),
        ]  # fmt: skip
        if isinstance(far, TwoStepForecast):
            found.append(("one step", far.steps.single.estimate, "cross"))
        return tuple(one for one in found if math.isfinite(one[1]))


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
    return f"{text} on {size_text(one.tokens, 'tokens')} tokens" if one.tokens > 0 else text


def _reach(one: ForecastResult) -> float:
    """Order sizes from the data outwards; a forecast without a size comes first."""
    if not math.isfinite(one.at):
        return -math.inf
    return -one.at if one.size == LOSS_AXIS else one.at
